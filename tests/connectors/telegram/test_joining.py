"""Channels are joined one after the other, and found no faster than Telegram bears."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.telegram.pace import DAY, Turnstile

NAMES = ("first_herald", "second_herald", "third_herald")


async def read_three(server: Any, sink: Any, watching: Any, asked: int, **given: Any) -> None:
    for name in NAMES:
        server.channel(name, left=True).post("First")
    async with watching(*NAMES, **given):
        await sink.until(lambda posts: len(posts) == 3)
        await server.until_asked("JoinChannel", asked)


async def test_channels_are_joined_so_that_they_push(server: Any, sink: Any, watching: Any) -> None:
    await read_three(server, sink, watching, 3)
    assert not any(channel.left for channel in server.channels.values())


async def test_a_channel_once_joined_is_not_joined_again(
    server: Any, cursors: Any, watching: Any, pace: Any, eventually: Any
) -> None:
    """That it was joined is kept with its cursor."""
    server.channel("first_herald", left=True).post("First")
    async with watching("first_herald", at=pace(every=0.05)):
        await eventually(lambda: cursors.kept.get("telegram:first_herald", {}).get("joined"))
    asked = server.asked["GetHistory"]
    async with watching("first_herald", at=pace(every=0.05)):
        await server.until_asked("GetHistory", asked + 3)
    assert server.asked["JoinChannel"] == 1


async def test_a_flood_wait_for_joining_holds_no_reading_back(server: Any, sink: Any, watching: Any) -> None:
    """And the channel is joined when the wait is over."""
    server.flood("JoinChannel", 1)
    await read_three(server, sink, watching, 4)
    assert not any(channel.left for channel in server.channels.values())


async def test_an_account_that_has_joined_enough_joins_no_more(
    server: Any, sink: Any, watching: Any, pace: Any, eventually: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are read by their history."""
    server.refuse("JoinChannel", 400, "CHANNELS_TOO_MUCH")
    for name in NAMES:
        server.channel(name, left=True).post("First")
    async with watching(*NAMES, at=pace(every=0.1)):
        await eventually(lambda: "3 are read by their history" in caplog.text)
        asked = server.asked["GetHistory"]
        await server.until_asked("GetHistory", asked + 6)
    assert len(sink.posts) == 3
    assert server.asked["JoinChannel"] == 1


async def test_a_channel_that_refuses_to_be_joined_is_read(server: Any, sink: Any, watching: Any) -> None:
    server.refuse("JoinChannel", 400, "INVITE_REQUEST_SENT")
    await read_three(server, sink, watching, 3)


async def test_look_ups_of_a_day_are_bounded() -> None:
    """After as many as a day bears, the next waits until the first of them is a day old."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    turnstile = Turnstile(0.0, sleep, most_a_day=3)
    for _ in range(3):
        await turnstile.turn()
    assert waits == []
    await turnstile.turn()
    assert waits == [pytest.approx(DAY, abs=5)]
