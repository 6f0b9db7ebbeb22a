"""Channels watched over Telegram's own wire: what no push brings is read from the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def has(count: int) -> Callable[[list[Any]], bool]:
    return lambda posts: len(posts) >= count


async def test_what_was_missed_while_away_is_caught_up(
    server: Any, sink: Any, watching: Any, until_saved: Any
) -> None:
    """A second run goes on where the first ended: posts, edits and deletions of the time between."""
    channel = server.channel("synthetic_herald")
    for number in range(1, 6):
        channel.post(f"Report {number}")
    async with watching("synthetic_herald"):
        await sink.until(has(5))
        await until_saved("telegram:synthetic_herald", 5)
    channel.edit(2, "Report 2, put right")
    channel.delete(4)
    for number in range(6, 261):
        channel.post(f"Report {number}")
    sink.posts.clear()
    async with watching("synthetic_herald"):
        await sink.until(has(257))
        await until_saved("telegram:synthetic_herald", 260)
    assert sorted(sink.lines()[:2]) == [("delete", "4", ""), ("edit", "2", "Report 2, put right")]
    assert [post.post_id for post in sink.posts if post.kind == "post"] == [str(n) for n in range(6, 261)]
    assert server.asked["ResolveUsername"] == 1


async def test_edits_and_deletions_of_the_latest_posts_are_noticed_without_a_push(
    server: Any, sink: Any, watching: Any, until_saved: Any
) -> None:
    channel = server.channel("synthetic_herald")
    for number in range(1, 6):
        channel.post(f"Report {number}")
    async with watching("synthetic_herald"):
        await until_saved("telegram:synthetic_herald", 5)
    channel.edit(2, "Report 2, put right")
    channel.delete(4)
    channel.post("Report 6")
    sink.posts.clear()
    async with watching("synthetic_herald"):
        await sink.until(has(3))
    assert sorted(sink.lines()) == [
        ("delete", "4", ""),
        ("edit", "2", "Report 2, put right"),
        ("post", "6", "Report 6"),
    ]


async def test_a_torn_connection_loses_nothing(server: Any, sink: Any, watching: Any) -> None:
    """What was published while the line was down is read when it is up again, though nothing pushes it."""
    channel = server.channel("synthetic_herald")
    channel.post("Before")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        await server.until_asked("GetHistory", 1)
        for number in range(7):
            channel.post(f"Missed {number}", push=False)
        server.cut()
        await sink.until(has(8))
        channel.post("After")
        await sink.until(has(9))
    assert [post.text for post in sink.posts] == ["Before", *(f"Missed {n}" for n in range(7)), "After"]


async def test_a_channel_that_never_pushes_is_read_all_the_same(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald", at=pace(every=0.1)):
        await sink.until(has(1))
        channel.post("Second", push=False)
        await sink.until(has(2))
    assert [post.text for post in sink.posts] == ["First", "Second"]


async def test_pushed_posts_are_not_sent_again_when_the_history_is_read(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald", at=pace(every=0.1)):
        await sink.until(has(1))
        channel.post("Second")
        await sink.until(has(2))
        asked = server.asked["GetHistory"]
        await server.until_asked("GetHistory", asked + 3)
    assert [post.text for post in sink.posts] == ["First", "Second"]


async def test_the_cursor_never_runs_ahead_of_the_sink(
    server: Any, sink: Any, cursors: Any, watching: Any, until_saved: Any, pace: Any
) -> None:
    """Each cursor was saved when the sink held all posts up to it; while the sink refuses, none is saved."""
    channel = server.channel("synthetic_herald")
    for number in range(1, 251):
        channel.post(f"Report {number}")
    sink.open.clear()
    async with watching("synthetic_herald", at=pace(history=None)):
        await server.until_asked("GetHistory", 1)
        assert all(last_id is None for _, last_id, _ in cursors.saved)
        sink.open.set()
        await sink.until(has(250))
        await until_saved("telegram:synthetic_herald", 250)
    assert all(held >= (last_id or 0) for _, last_id, held in cursors.saved)
    assert [post.post_id for post in sink.posts] == [str(n) for n in range(1, 251)]


async def test_what_a_slow_sink_cannot_take_is_read_later(
    server: Any, sink: Any, watching: Any, eventually: Any, pace: Any
) -> None:
    """The events that wait are bounded; those dropped are found in the history."""
    channel = server.channel("synthetic_herald")
    channel.post("Report 1")
    async with watching("synthetic_herald", at=pace(inbox=5)) as coverage:
        await sink.until(has(1))
        sink.open.clear()
        for number in range(2, 41):
            channel.post(f"Report {number}")
        await eventually(lambda: coverage.of("telegram:synthetic_herald").overflows > 0)
        sink.open.set()
        await sink.until(has(40))
    assert [post.post_id for post in sink.posts] == [str(n) for n in range(1, 41)]


async def test_what_was_pushed_after_the_last_reading_and_changed_while_away_is_told(
    server: Any, sink: Any, cursors: Any, watching: Any
) -> None:
    """The cursor knows nothing of it: killed before it was saved, the reader tells the edit and the deletion.

    A post alone would not do: one that is known already passes for a repeat.
    """
    channel = server.channel("synthetic_herald")
    channel.post("Report 1")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        for number in (2, 3, 4):
            channel.post(f"Report {number}")
        await sink.until(has(4))
    assert cursors.kept["telegram:synthetic_herald"]["last_id"] == 1
    channel.edit(2, "Report 2, put right")
    channel.delete(3)
    sink.posts.clear()
    async with watching("synthetic_herald"):
        await sink.until(has(4))
    assert sink.lines() == [
        ("post", "2", "Report 2, put right"),
        ("edit", "2", "Report 2, put right"),
        ("post", "4", "Report 4"),
        ("delete", "3", ""),
    ]
