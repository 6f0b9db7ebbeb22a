"""How often the line to Telegram is tried."""

from __future__ import annotations

import asyncio
from typing import Any

from connectors.telegram import Line, open_client
from connectors.telegram.client import App
from connectors.telegram.line import LONGEST_PAUSE, Pauses


async def test_connections_that_do_not_last_are_tried_ever_more_seldom() -> None:
    """From a second to a minute; the first needs no pause."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    pauses = Pauses(sleep=sleep)
    for _ in range(9):
        await pauses.wait()
    assert waits == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE]


async def test_a_server_that_hangs_up_at_once_is_not_stormed(server: Any, eventually: Any) -> None:
    """Telethon by itself connects a hundred times a second: it waits only where it could not connect."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0 if len(waits) < 6 else 60)

    client = open_client(App(1, "0" * 32), server.session(), Line(pauses=Pauses(sleep=sleep)), 0.0)
    await client.connect()
    server.lets_connect = False
    server.cut()
    await eventually(lambda: len(waits) == 6)
    await client.disconnect()
    assert waits == [1, 2, 4, 8, 16, 32]
    assert server.asked["connection"] <= 1 + len(waits)
