"""Channels watched over Telegram's own wire: Telegram refuses, floods, or does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telethon import errors

from connectors.telegram import Line, open_client, watch
from connectors.telegram.client import App
from connectors.watchlist import TelegramChannel, Watchlist


def has(count: int) -> Callable[[list[Any]], bool]:
    return lambda posts: len(posts) >= count


async def test_a_flood_wait_is_obeyed_while_others_go_on(
    server: Any, sink: Any, watching: Any, eventually: Any
) -> None:
    """The flooded channel asks nothing until its time is over, then it is read; the other's posts come."""
    flooded, other = server.channel("flooded_herald"), server.channel("second_herald")
    flooded.post("Waits")
    other.post("Read at once")
    server.flood("GetHistory", 2)
    async with watching("flooded_herald", "second_herald") as coverage:
        await sink.until(has(1))
        other.post("Pushed meanwhile")
        flooded.post("Pushed to the flooded one")
        await sink.until(has(3))
        state = coverage.of("telegram:flooded_herald")
        assert state.waits_until is not None
        assert (state.floods, state.connected, len(state.gaps)) == (1, False, 1)
        assert coverage.of("telegram:second_herald").connected
        await sink.until(has(4))
        await eventually(lambda: state.connected)
        assert (state.waits_until, state.gaps) == (None, []), "its history brought all"
        assert coverage.of("telegram:second_herald").floods == 0
    assert server.asked["GetHistory"] == 3, "one that was flooded, one of the other, one more"
    texts = [post.text for post in sink.posts]
    assert texts[0] == "Read at once"
    assert texts[-1] == "Waits"
    assert set(texts[1:3]) == {"Pushed meanwhile", "Pushed to the flooded one"}


async def test_a_long_flood_wait_of_one_channel_is_no_other_s(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    """Telethon by itself would refuse to ask for the history of any, for as long."""
    flooded, other = server.channel("flooded_herald"), server.channel("second_herald")
    flooded.post("Waits")
    other.post("Read at once")
    server.flood("GetHistory", 3000)
    async with watching("flooded_herald", "second_herald", at=pace(every=0.1)) as coverage:
        await sink.until(has(1))
        other.post("Never pushed", push=False)
        await sink.until(has(2))
        floods = [coverage.of(f"telegram:{name}").floods for name in ("flooded_herald", "second_herald")]
    assert floods == [1, 0]
    assert [post.text for post in sink.posts] == ["Read at once", "Never pushed"]


async def test_a_flood_wait_of_the_account_is_tried_once_more_and_then_obeyed_by_all(
    server: Any, sink: Any, watching: Any, pace: Any, eventually: Any
) -> None:
    """Those that Telegram was not asked for are shown as waiting, and not counted."""
    names = [f"{name}_herald" for name in ("first", "second", "third", "fourth")]
    for name in names:
        server.channel(name).post("Waits")
    for _ in names:
        server.flood("GetHistory", 3000)
    async with watching(*names, at=pace(every=0.1, gap=0.05)) as coverage:
        states = [coverage.of(f"telegram:{name}") for name in names]
        await eventually(lambda: all(state.waits_until for state in states))
        assert sum(state.floods for state in states) == server.asked["GetHistory"] == 2
        server.channels[1004].post("Pushed")
        await sink.until(has(1))


async def test_an_answer_that_never_comes_silences_no_channel(server: Any, sink: Any, watching: Any) -> None:
    """The request is given up and made again."""
    server.channel("synthetic_herald").post("First")
    server.swallowed.append("GetHistory")
    async with watching("synthetic_herald", patience=0.2):
        await sink.until(has(1))
    assert not server.swallowed


async def test_a_username_that_leads_nowhere_is_told_and_the_others_are_read(
    server: Any, sink: Any, watching: Any
) -> None:
    server.channel("synthetic_herald").post("First")
    async with watching("nobody_here", "synthetic_herald") as coverage:
        await sink.until(has(1))
    assert "UsernameNotOccupied" in (coverage.of("telegram:nobody_here").problem or "")


async def test_an_access_hash_of_another_account_is_looked_up_anew(
    server: Any, sink: Any, cursors: Any, watching: Any
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


async def test_an_account_that_is_let_in_no_more_ends_the_watch(
    server: Any, sink: Any, cursors: Any, clock: Any, pace: Any
) -> None:
    server.channel("synthetic_herald")
    server.refuse("GetHistory", 401, "SESSION_REVOKED")
    client = open_client(App(1, "0" * 32), server.session(), Line(), retry_delay=0.05)
    await client.connect()
    watchlist = Watchlist(telegram=(TelegramChannel("synthetic_herald"),))
    try:
        with pytest.raises(errors.SessionRevokedError):
            async with asyncio.timeout(20):
                await watch(client, watchlist, sink, cursors, clock, pace=pace())
    finally:
        await client.disconnect()
