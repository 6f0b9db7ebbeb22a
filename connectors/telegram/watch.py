"""Watch all channels of a watchlist with one connected client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from telethon import TelegramClient, events, utils

from connectors.claim_posts import LivePosts
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, Sleep
from connectors.telegram.desk import Deleted, Desk, Edited, Event, New
from connectors.telegram.error import DisconnectedError
from connectors.telegram.joining import join_all
from connectors.telegram.line import Line
from connectors.telegram.pace import Pace, Turnstile
from connectors.telegram.reader import ChannelReader
from connectors.telegram.standing import look_after
from connectors.together import together
from connectors.watchlist import Watchlist

log = logging.getLogger(__name__)


async def watch(
    client: TelegramClient,
    watchlist: Watchlist,
    sink: Sink,
    cursors: Cursors,
    clock: Clock,
    *,
    line: Line | None = None,
    pace: Pace | None = None,
    coverage: Coverage | None = None,
    live: LivePosts | None = None,
    sleep: Sleep = asyncio.sleep,
) -> NoReturn:
    """Hand every new, edited and deleted post of the watched channels to ``sink``, until cancelled.

    ``line`` is told by the client when it connects anew; ``live`` knows which posts claims stand on. Raises
    `DisconnectedError` when the client has given up, and Telegram's own error when the account is no longer
    let in.
    """
    pace = pace or Pace()
    line = line or Line()
    desk = Desk(
        client, sink, cursors, clock, pace, sleep,
        turnstile=Turnstile(pace.gap, sleep),
        lookups=Turnstile(pace.lookup, sleep, pace.lookups_a_day),
        coverage=coverage or Coverage(),
    )  # fmt: skip
    readers = [ChannelReader(entry, desk) for entry in watchlist.telegram]
    desk.coverage.keep(reader.uid for reader in readers)
    listening = _listen(desk)
    joining = join_all([reader.place for reader in readers], desk)
    looking = (look_after(live, readers, desk),) if live else ()
    minding = (_nudge(line.up, readers), _mark(line.down, readers), _ended(client), joining, *looking)
    try:
        await together(*minding, *(reader.run() for reader in readers))
        raise DisconnectedError("Telegram's client has ended")
    finally:
        for handler, event in listening:
            client.remove_event_handler(handler, event)


Listening = list[tuple[Callable[[Any], Awaitable[None]], Any]]


def _listen(desk: Desk) -> Listening:
    def route(chat_id: int | None, event: Event) -> None:
        if chat_id is not None and (reader := desk.routes.get(utils.resolve_id(chat_id)[0])):
            reader.offer(event)

    async def new(event: Any) -> None:
        route(event.chat_id, New(event.message))

    async def edited(event: Any) -> None:
        route(event.chat_id, Edited(event.message))

    async def deleted(event: Any) -> None:
        route(event.chat_id, Deleted(tuple(event.deleted_ids)))

    listening: Listening = [
        (new, events.NewMessage()),
        (edited, events.MessageEdited()),
        (deleted, events.MessageDeleted()),
    ]
    for handler, event in listening:
        desk.client.add_event_handler(handler, event)
    return listening


async def _nudge(up: asyncio.Event, readers: list[ChannelReader]) -> NoReturn:
    up.clear()  # the first connection is not a new one: all are due anyway
    while True:
        await up.wait()
        up.clear()
        log.info("reconnected to Telegram: %d channels are read again", len(readers))
        for reader in readers:
            reader.nudge()


async def _mark(down: asyncio.Event, readers: list[ChannelReader]) -> NoReturn:
    down.clear()
    while True:
        await down.wait()
        down.clear()
        for reader in readers:
            if reader.state.connected:  # another has a problem of its own, which says more
                reader.lose("the line to Telegram is down")


async def _ended(client: TelegramClient) -> None:
    try:
        await client.disconnected
    except OSError as error:
        raise DisconnectedError(f"Telegram's client gave up: {error}") from error
