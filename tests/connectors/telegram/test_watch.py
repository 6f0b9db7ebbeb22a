"""Channels watched over Telegram's own wire: Telethon as it is, against a server of our own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from types import MappingProxyType
from typing import Any

import pytest
from telethon import errors
from telethon.tl import types

from connectors.coverage import Coverage
from connectors.telegram import Pace, open_client, watch
from connectors.telegram.client import App
from connectors.watchlist import TelegramChannel, Watchlist

SELDOM = 600.0
Watching = Callable[..., AbstractAsyncContextManager[Coverage]]


def pace(every: float = SELDOM, **given: Any) -> Pace:
    """Quick but for the periodic reading: what a test sees was pushed, or read after a (re)connection."""
    usual = {"gap": 0.0, "album": 0.05, "retry": 0.05, "refused": SELDOM, "history": 100}
    return Pace(every=MappingProxyType(dict.fromkeys((1, 2, 3), every)), **(usual | given))


@pytest.fixture
def watching(server: Any, sink: Any, cursors: Any, clock: Any) -> Watching:
    @asynccontextmanager
    async def run(*names: str, at: Pace | None = None, patience: float = 20) -> AsyncIterator[Coverage]:
        coverage, reconnected = Coverage(), asyncio.Event()
        client = open_client(App(1, "0" * 32), server.session(), reconnected, 0.05, patience)
        await client.connect()
        watchlist = Watchlist(telegram=tuple(TelegramChannel(name) for name in names))
        task = asyncio.create_task(
            watch(
                client, watchlist, sink, cursors, clock,
                reconnected=reconnected, pace=at or pace(), coverage=coverage,
            )
        )  # fmt: skip
        try:
            yield coverage
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await client.disconnect()

    return run


def has(count: int) -> Callable[[list[Any]], bool]:
    return lambda posts: len(posts) >= count


async def test_what_is_pushed_comes_at_once(server: Any, sink: Any, watching: Watching) -> None:
    """A new post, its edit and its deletion, in this order, each with the channel's subscribers."""
    channel = server.channel("synthetic_herald")
    channel.post("The ferry runs on Monday")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        second = channel.post("The ferry runs on Tuesday")
        await sink.until(has(2))
        channel.edit(second, "The ferry does not run")
        await sink.until(has(3))
        channel.delete(second)
        await sink.until(has(4))
    assert sink.lines() == [
        ("post", "1", "The ferry runs on Monday"),
        ("post", "2", "The ferry runs on Tuesday"),
        ("edit", "2", "The ferry does not run"),
        ("delete", "2", ""),
    ]
    assert {post.audience for post in sink.posts} == {4200}
    assert {post.channel_name for post in sink.posts} == {"Synthetic herald"}
    assert {post.channel_id for post in sink.posts} == {str(channel.id)}
    assert server.asked["ResolveUsername"] == 1


async def test_what_was_missed_while_away_is_caught_up(
    server: Any, sink: Any, cursors: Any, watching: Watching
) -> None:
    """A second run goes on where the first ended: posts, edits and deletions of the time between."""
    channel = server.channel("synthetic_herald")
    for number in range(1, 6):
        channel.post(f"Report {number}")
    async with watching("synthetic_herald"):
        await sink.until(has(5))
        await until_saved(cursors, "telegram:synthetic_herald", 5)
    channel.edit(2, "Report 2, put right")
    channel.delete(4)
    for number in range(6, 261):
        channel.post(f"Report {number}")
    sink.posts.clear()
    async with watching("synthetic_herald"):
        await sink.until(has(257))
        await until_saved(cursors, "telegram:synthetic_herald", 260)
    assert sorted(sink.lines()[:2]) == [("delete", "4", ""), ("edit", "2", "Report 2, put right")]
    assert [post.post_id for post in sink.posts if post.kind == "post"] == [str(n) for n in range(6, 261)]
    assert server.asked["ResolveUsername"] == 1


async def test_edits_and_deletions_of_the_latest_posts_are_noticed_without_a_push(
    server: Any, sink: Any, cursors: Any, watching: Watching
) -> None:
    channel = server.channel("synthetic_herald")
    for number in range(1, 6):
        channel.post(f"Report {number}")
    async with watching("synthetic_herald"):
        await until_saved(cursors, "telegram:synthetic_herald", 5)
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


async def test_a_torn_connection_loses_nothing(server: Any, sink: Any, watching: Watching) -> None:
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
    server: Any, sink: Any, watching: Watching
) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald", at=pace(every=0.1)):
        await sink.until(has(1))
        channel.post("Second", push=False)
        await sink.until(has(2))
    assert [post.text for post in sink.posts] == ["First", "Second"]


async def test_pushed_posts_are_not_sent_again_when_the_history_is_read(
    server: Any, sink: Any, watching: Watching
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


async def test_a_forward_names_its_origin(server: Any, sink: Any, watching: Watching) -> None:
    """By username where Telegram sends the channel along, by the watchlist's name, else by its id."""
    known = types.Channel(
        id=2002, title="Origin", photo=types.ChatPhotoEmpty(), date=None, access_hash=1,
        username="unread_origin", broadcast=True,
    )  # fmt: skip
    channel, other = server.channel("synthetic_herald"), server.channel("second_herald")
    async with watching("synthetic_herald", "Second_Herald"):
        await server.until_asked("GetHistory", 2)
        for number, chats in ((2002, (known,)), (3003, ()), (other.id, ())):
            header = types.MessageFwdHeader(
                date=None, from_id=types.PeerChannel(number), channel_post=77, imported=None
            )
            channel.post(f"From {number}", fwd_from=header, chats=chats)
        await sink.until(has(3))
    assert [post.forward_of for post in sink.posts] == [
        "telegram:unread_origin/77",
        "telegram:#3003/77",
        "telegram:Second_Herald/77",
    ]


async def test_an_album_is_one_post_and_so_is_its_edit(server: Any, sink: Any, watching: Watching) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("Before")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        pieces = channel.album(["", "The caption", ""])
        await sink.until(has(2))
        channel.edit(pieces[1], "The caption, put right")
        await sink.until(has(3))
        channel.edit(pieces[2], "", edit_hide=True)
        channel.delete(*pieces)
        await sink.until(has(4))
    assert sink.lines() == [
        ("post", "1", "Before"),
        ("post", "2", "The caption"),
        ("edit", "2", "The caption, put right"),
        ("delete", "2", ""),
    ]


async def test_reactions_are_no_edits(server: Any, sink: Any, watching: Watching) -> None:
    """Telegram pushes an edit whenever a counter changes; the text is the same."""
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        channel.edit(1, "First", edit_hide=True)
        channel.post("Second")
        await sink.until(has(2))
    assert [post.kind for post in sink.posts] == ["post", "post"]


async def test_a_flood_wait_is_obeyed_while_others_go_on(server: Any, sink: Any, watching: Watching) -> None:
    """The flooded channel asks nothing until its time is over, then it is read; the other's posts come."""
    flooded, other = server.channel("flooded_herald"), server.channel("second_herald")
    flooded.post("Waits")
    other.post("Read at once")
    server.flood("GetHistory", 2)
    async with watching("flooded_herald", "second_herald") as coverage:
        await sink.until(has(1))
        other.post("Pushed meanwhile")
        flooded.post("Pushed to the flooded one")
        await sink.until(has(4))
        state = coverage.of("telegram:flooded_herald")
        assert state.floods == 1
        assert state.waits_until is not None
        assert coverage.of("telegram:second_herald").floods == 0
    assert server.asked["GetHistory"] == 3, "one that was flooded, one of the other, one more"
    texts = [post.text for post in sink.posts]
    assert texts[0] == "Read at once"
    assert texts[-1] == "Waits"
    assert set(texts[1:3]) == {"Pushed meanwhile", "Pushed to the flooded one"}


async def test_the_cursor_never_runs_ahead_of_the_sink(
    server: Any, sink: Any, cursors: Any, watching: Watching
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
        await until_saved(cursors, "telegram:synthetic_herald", 250)
    assert all(held >= (last_id or 0) for _, last_id, held in cursors.saved)
    assert [post.post_id for post in sink.posts] == [str(n) for n in range(1, 251)]


async def test_what_a_slow_sink_cannot_take_is_read_later(server: Any, sink: Any, watching: Watching) -> None:
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


async def test_an_answer_that_never_comes_silences_no_channel(
    server: Any, sink: Any, watching: Watching
) -> None:
    """The request is given up and made again."""
    server.channel("synthetic_herald").post("First")
    server.swallowed.append("GetHistory")
    async with watching("synthetic_herald", patience=0.2):
        await sink.until(has(1))
    assert not server.swallowed


async def test_a_username_that_leads_nowhere_is_told_and_the_others_are_read(
    server: Any, sink: Any, watching: Watching
) -> None:
    server.channel("synthetic_herald").post("First")
    async with watching("nobody_here", "synthetic_herald") as coverage:
        await sink.until(has(1))
    assert "UsernameNotOccupied" in (coverage.of("telegram:nobody_here").problem or "")


async def test_an_access_hash_of_another_account_is_looked_up_anew(
    server: Any, sink: Any, cursors: Any, watching: Watching
) -> None:
    """A cursor written by another account still tells what was read."""
    channel = server.channel("synthetic_herald")
    channel.post("Read before")
    channel.post("New")
    cursors.kept["telegram:synthetic_herald"] = {
        "last_id": 1, "seen": {}, "id": channel.id, "access_hash": 1, "audience": 5, "joined": True,
    }  # fmt: skip
    async with watching("synthetic_herald"):
        await sink.until(has(1))
    assert [post.text for post in sink.posts] == ["New"]


async def test_a_channel_is_joined_so_that_it_pushes(server: Any, sink: Any, watching: Watching) -> None:
    server.channel("synthetic_herald", left=True).post("First")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
    assert server.asked["JoinChannel"] == 1


async def test_an_account_that_is_let_in_no_more_ends_the_watch(
    server: Any, sink: Any, cursors: Any, clock: Any
) -> None:
    server.channel("synthetic_herald")
    server.refuse("GetHistory", 401, "SESSION_REVOKED")
    client = open_client(App(1, "0" * 32), server.session(), asyncio.Event(), retry_delay=0.05)
    await client.connect()
    watchlist = Watchlist(telegram=(TelegramChannel("synthetic_herald"),))
    try:
        with pytest.raises(errors.SessionRevokedError):
            async with asyncio.timeout(20):
                await watch(client, watchlist, sink, cursors, clock, pace=pace())
    finally:
        await client.disconnect()


async def until_saved(cursors: Any, channel: str, last_id: int) -> None:
    await eventually(lambda: any(saved[:2] == (channel, last_id) for saved in cursors.saved))


async def eventually(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110  # nothing signals it
            await asyncio.sleep(0.01)
