"""Watch all channels of a watchlist with one connected client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from telethon import TelegramClient, events, utils

from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, Sleep
from connectors.telegram.desk import Deleted, Desk, Edited, Event, New
from connectors.telegram.error import DisconnectedError
from connectors.telegram.pace import Pace, Turnstile
from connectors.telegram.reader import ChannelReader
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
    reconnected: asyncio.Event | None = None,
    pace: Pace | None = None,
    coverage: Coverage | None = None,
    sleep: Sleep = asyncio.sleep,
) -> NoReturn:
    """Hand every new, edited and deleted post of the watched channels to ``sink``, until cancelled.

    ``reconnected`` is set by whoever made the client when it has connected anew. Raises `DisconnectedError`
    when the client has given up, and Telegram's own error when the account is no longer let in.
    """
    pace = pace or Pace()
    turnstile = Turnstile(pace.gap, sleep)
    desk = Desk(client, sink, cursors, clock, pace, sleep, turnstile, coverage or Coverage())
    readers = [ChannelReader(entry, desk) for entry in watchlist.telegram]
    listening = _listen(desk)
    nudging = _nudge(reconnected or asyncio.Event(), readers)
    try:
        await together(nudging, _ended(client), *(reader.run() for reader in readers))
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


async def _nudge(reconnected: asyncio.Event, readers: list[ChannelReader]) -> NoReturn:
    reconnected.clear()  # the first connection is not a new one: all are due anyway
    while True:
        await reconnected.wait()
        reconnected.clear()
        log.info("reconnected to Telegram: %d channels are read again", len(readers))
        for reader in readers:
            reader.nudge()


async def _ended(client: TelegramClient) -> None:
    try:
        await client.disconnected
    except OSError as error:
        raise DisconnectedError(f"Telegram's client gave up: {error}") from error
