"""What Telegram is asked for the messages of a channel; each request waits for its turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

from telethon.tl import types

from connectors.telegram.desk import Desk
from connectors.telegram.seen import AnyMessage
from connectors.telegram.source import Source
from connectors.telegram.sync import albums, batches

ALBUM_SIZE: Final = 10
"""Messages of an album at most (https://core.telegram.org/api/files#albums-grouped-media)."""


async def latest(desk: Desk, source: Source, limit: int, above: int, below: int = 0) -> list[AnyMessage]:
    """Give the latest messages between two ids, oldest first; ``below`` 0: up to the newest."""
    await desk.turnstile.turn()
    newest_first = await desk.client.get_messages(source.peer, limit=limit, min_id=above, max_id=below)
    return list(reversed(newest_first))


async def walk(desk: Desk, source: Source, last_id: int) -> AsyncIterator[list[AnyMessage]]:
    """Give all messages above an id, oldest first, in batches that cut no album."""
    messages = desk.client.iter_messages(source.peer, min_id=last_id, reverse=True, wait_time=desk.pace.gap)
    await desk.turnstile.turn()
    async for batch in batches(messages, desk.pace.page):
        yield batch


async def by_ids(desk: Desk, source: Source, ids: Sequence[int]) -> list[types.Message]:
    """Give the messages with these ids that are there, in their order; 100 of them cost a request."""
    found = list[AnyMessage]()
    for start in range(0, len(ids), desk.pace.page):
        await desk.turnstile.turn()
        found += await desk.client.get_messages(source.peer, ids=list(ids[start : start + desk.pace.page]))
    return [one for one in found if isinstance(one, types.Message)]


async def album_of(desk: Desk, source: Source, message: types.Message) -> tuple[types.Message, ...]:
    """Give all messages of the album that a message is of; none if they are gone."""
    near = range(max(1, message.id - ALBUM_SIZE + 1), message.id + ALBUM_SIZE)
    there = albums(await by_ids(desk, source, near))
    return next((album for album in there if message.id in {one.id for one in album}), ())
