"""What is told of a channel's coverage while Telegram misbehaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

HERALD = "telegram:synthetic_herald"


async def test_a_line_that_is_down_is_a_gap_until_all_is_read(
    server: Any, sink: Any, watching: Any, eventually: Any
) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald") as coverage:
        state = coverage.of(HERALD)
        await eventually(lambda: state.connected)
        before = state.read_at
        assert state.problem is None
        server.lets_connect = False
        server.cut()
        await eventually(lambda: not state.connected)
        assert state.problem == "the line to Telegram is down"
        assert [(gap.since, gap.until) for gap in state.gaps] == [(before, None)]
        channel.post("While it was down", push=False)
        server.lets_connect = True
        await sink.until(lambda posts: len(posts) == 2)
        await eventually(lambda: state.connected)
        assert (state.gaps, state.gaps_total) == ([], 0)


async def test_what_was_deleted_before_it_was_read_is_told_as_a_gap(
    server: Any, sink: Any, watching: Any, pace: Any, eventually: Any
) -> None:
    """From the post before it to the post after it."""
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald", at=pace(every=0.1)) as coverage:
        state = coverage.of(HERALD)
        await eventually(lambda: state.connected)
        lost = [channel.post(f"Gone {n}", push=False) for n in range(2)]
        channel.delete(*lost, push=False)
        channel.post("Last", push=False)
        await sink.until(lambda posts: len(posts) == 2)
        await eventually(lambda: bool(state.gaps))
        gap = state.gaps[0]
        assert gap.why == "2 posts were deleted, before being read"
        assert gap.until - gap.since == timedelta(seconds=3)
        assert state.connected


async def test_a_channel_taken_off_the_list_is_told_no_more(server: Any, sink: Any, watching: Any) -> None:
    server.channel("synthetic_herald").post("First")
    async with watching("synthetic_herald") as coverage:
        coverage.of("telegram:dropped_herald").posts = 3
        await sink.until(lambda posts: len(posts) == 1)
    async with watching("synthetic_herald", coverage=coverage):
        assert list(coverage.sources) == [HERALD]


async def test_counters_that_have_grown_come_as_an_edit_of_now(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    """With the text as it was: whoever counts replaces the earlier counters."""
    channel = server.channel("synthetic_herald")
    channel.post("First", views=3, forwards=0)
    async with watching("synthetic_herald", at=pace(every=0.1)):
        await sink.until(lambda posts: len(posts) == 1)
        channel.messages[1].views = 1500
        await sink.until(lambda posts: len(posts) == 2)
        asked = server.asked["GetHistory"]
        channel.messages[1].views = 1600
        await server.until_asked("GetHistory", asked + 3)
    assert sink.lines() == [("post", "1", "First"), ("edit", "1", "First")]
    edit = sink.posts[1]
    assert (edit.views, edit.published_at, edit.same_text) == (1500, edit.read_at, True)
