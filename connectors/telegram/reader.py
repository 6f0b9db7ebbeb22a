"""One channel, read: what Telegram pushes as it comes, and its history again and again.

Everything of a channel happens in one task, one thing after the other: its posts keep their order, and the
cursor moves only past what Kafka has. A flood wait stops the requests for that channel alone; what is
pushed goes on, and so do the other channels.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from telethon import errors
from telethon.tl import types

from connectors.coverage import SourceState
from connectors.posting import SinkError, deliver
from connectors.telegram.cursor import cursor_of, read_cursor
from connectors.telegram.desk import Deleted, Desk, Edited, Event, New, Wake
from connectors.telegram.error import NoChannelError
from connectors.telegram.mapping import deleted_post, message_to_post
from connectors.telegram.source import Source, describe, find, join
from connectors.telegram.sync import AnyMessage, Change, albums, batches, changes
from connectors.watchlist import TelegramChannel
from models.post import Kind, channel_key

log = logging.getLogger(__name__)

ALBUM_SIZE: Final = 10
"""Messages of an album at most (https://core.telegram.org/api/files#albums-grouped-media)."""
FATAL: Final = (errors.UnauthorizedError, errors.AuthKeyError)
GONE: Final = (
    NoChannelError,
    errors.ChannelPrivateError,
    errors.UsernameInvalidError,
    errors.UsernameNotOccupiedError,
)
STALE: Final = (errors.ChannelInvalidError, errors.PeerIdInvalidError)
PASSING: Final = (errors.RPCError, errors.TypeNotFoundError, OSError, SinkError)


class ChannelReader:
    """Reads one channel until it is cancelled."""

    def __init__(self, entry: TelegramChannel, desk: Desk) -> None:
        self._entry, self._desk = entry, desk
        self._inbox: asyncio.Queue[Event] = asyncio.Queue(desk.pace.inbox)
        self._due = self._described = self._flooded = 0.0
        self._uid = channel_key("telegram", entry.channel)
        self._source, self._seen = read_cursor(entry.channel, desk.cursors.get(self._uid))
        if self._source:
            self._register(self._source)
            if self._source.audience is not None and self._source.joined:
                self._described = self._after(0)

    @property
    def state(self) -> SourceState:
        """What is known of this channel's coverage."""
        return self._desk.coverage.of(self._uid)

    def offer(self, event: Event) -> None:
        """Take what was pushed; when the sink is too slow it is dropped, and the history read instead."""
        try:
            self._inbox.put_nowait(event)
        except asyncio.QueueFull:
            self.state.overflows += 1
            self._due = self._flooded

    def nudge(self) -> None:
        """Read the history as soon as Telegram lets us: something may have been missed."""
        self._due = self._flooded
        self.offer(Wake())

    async def run(self) -> None:
        """Read; return never, raise what ends all reading (the account is no longer let in)."""
        while True:
            event = await self._next()
            try:
                await self._handle(event)
            except FATAL:
                raise
            except errors.FloodError as flood:
                self._obey(getattr(flood, "seconds", None) or self._desk.pace.retry, flood)
            except GONE as error:
                self._postpone(self._desk.pace.refused, error)
            except STALE as error:
                self._forget()
                self._postpone(self._desk.pace.retry, error)
            except PASSING as error:
                self._postpone(self._desk.pace.retry, error)

    async def _next(self) -> Event | None:
        wait = self._due - asyncio.get_running_loop().time()
        if wait <= 0:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                return await self._inbox.get()
        return None

    async def _handle(self, event: Event | None) -> None:
        match event:
            case None:
                await self._read()
            case New(message) if message.grouped_id:
                self._due = max(self._flooded, min(self._due, self._after(self._desk.pace.album)))
            case New(message):
                kind: Kind = "edit" if message.id in self._seen.digests else "post"
                await self._hand_on([Change(kind, message.id, (message,))])
            case Edited(message):
                await self._hand_on_edit(message)
            case Deleted(ids):
                await self._hand_on([Change("delete", one) for one in self._seen.lose(ids)])
            case Wake():
                pass

    async def _read(self) -> None:
        """Read what is new in the channel's history, and what became of its latest posts."""
        source = self._source or await self._find()
        source = await self._describe(source)
        await self._catch_up(source)
        self._due = self._after(self._desk.pace.every[self._entry.priority])
        self.state.read_at, self.state.problem = self._desk.clock(), None

    async def _catch_up(self, source: Source) -> None:
        last_id, page = self._seen.last_id, self._desk.pace.page
        if last_id is None:
            await self._begin(source)
            return
        floor = self._seen.floor
        history = await self._history(source, page, floor - 1)
        full = len(history) >= page
        if full and history[0].id > last_id + 1:
            known = await self._history(source, page, floor - 1, last_id + 1)
            await self._hand_on(changes(known, self._seen, floor))
            await self._walk(source, last_id)
            return
        await self._hand_on(changes(history, self._seen, history[0].id if full else floor))
        await self._save(source, history)

    async def _begin(self, source: Source) -> None:
        """Read a channel for the first time: its latest posts, or all of them."""
        limit = self._desk.pace.history
        if limit is None:
            await self._walk(source, 0)
            return
        history = await self._history(source, max(limit, 1), 0)
        full = len(history) >= max(limit, 1)
        oldest = getattr(history[0], "grouped_id", None) if full else None
        # The oldest album may be cut off: its first message, which names it, may not be there.
        whole = [one for one in history if not oldest or getattr(one, "grouped_id", None) != oldest]
        news = changes(whole, self._seen, history[0].id if full else 1)
        await self._hand_on(news if limit else [])
        await self._save(source, history)

    async def _walk(self, source: Source, last_id: int) -> None:
        """Read on from an id, oldest first, saving on the way: the gap may be long."""
        desk = self._desk
        walk = desk.client.iter_messages(source.peer, min_id=last_id, reverse=True, wait_time=desk.pace.gap)
        await desk.turnstile.turn()
        async for batch in batches(walk, desk.pace.page):
            await self._hand_on(changes(batch, self._seen))
            await self._save(source, batch)
        if self._seen.last_id is None:
            await self._save(source, [])

    async def _history(self, source: Source, limit: int, above: int, below: int = 0) -> list[AnyMessage]:
        """Give the latest messages between two ids, oldest first; ``below`` 0: up to the newest."""
        await self._desk.turnstile.turn()
        newest_first = await self._desk.client.get_messages(
            source.peer, limit=limit, min_id=above, max_id=below
        )
        return list(reversed(newest_first))

    async def _hand_on_edit(self, message: types.Message) -> None:
        pieces: tuple[types.Message, ...] = (message,)
        if message.edit_hide and message.id < self._seen.floor:
            return  # reactions to an old post
        if message.grouped_id:
            pieces = await self._album_of(message)
        if not pieces:
            return  # deleted meanwhile, which is told by itself
        name = self._seen.name_of(pieces[0].id)
        await self._hand_on([Change(self._seen.kind_of(name), name, pieces)])

    async def _album_of(self, message: types.Message) -> tuple[types.Message, ...]:
        assert self._source is not None  # pushes are routed by its id
        near = range(max(1, message.id - ALBUM_SIZE + 1), message.id + ALBUM_SIZE)
        await self._desk.turnstile.turn()
        found = await self._desk.client.get_messages(self._source.peer, ids=list(near))
        there = albums([one for one in found if one])
        return next((album for album in there if message.id in {one.id for one in album}), ())

    async def _hand_on(self, news: Sequence[Change]) -> None:
        assert self._source is not None  # history and pushes come of a channel that was found
        for change in news:
            if change.pieces and self._seen.knows(change.pieces):
                continue
            now, desk = self._desk.clock(), self._desk
            if change.kind == "delete":
                post = deleted_post(change.id, self._source, now)
            else:
                post = message_to_post(
                    change.pieces, self._source, now, desk.names, change.kind, post_id=change.id
                )
            await deliver(desk.sink, post, desk.sleep)
            self._seen.note(change)
            self.state.posts += 1
            self.state.posted_at = post.at

    async def _save(self, source: Source, history: Sequence[AnyMessage]) -> None:
        self._seen.last_id = max((one.id for one in history), default=self._seen.last_id or 0)
        await self._desk.cursors.save(self._uid, cursor_of(source, self._seen))

    async def _find(self) -> Source:
        await self._desk.turnstile.turn()
        source = await find(self._desk.client, self._entry.channel)
        self._register(source)
        await self._desk.cursors.save(self._uid, cursor_of(source, self._seen))
        return source

    async def _describe(self, source: Source) -> Source:
        """Join it and look at its subscribers, now and then; neither is needed to read it."""
        now = asyncio.get_running_loop().time()
        if self._described and now < self._described + self._desk.pace.describe:
            return source
        self._described = now
        await self._desk.turnstile.turn()
        try:
            if not source.joined:
                source = await join(self._desk.client, source)
            source = await describe(self._desk.client, source)
        except FATAL:
            raise
        except errors.RPCError as error:
            log.info("%s is read without being joined or described: %s", self._uid, error)
        self._register(source)
        return source

    def _register(self, source: Source) -> None:
        self._source = source
        self._desk.routes[source.id] = self
        self._desk.names[source.id] = source.name

    def _forget(self) -> None:
        if self._source is not None:
            self._desk.routes.pop(self._source.id, None)
        self._source = None

    def _obey(self, seconds: float, flood: Exception) -> None:
        state = self.state
        state.floods += 1
        state.waits_until = self._desk.clock() + timedelta(seconds=seconds)
        self._flooded = self._after(seconds + 1)
        self._due = self._flooded
        state.problem = f"Telegram asks to wait {seconds:.0f} s"
        log.warning("%s: %s (%s)", self._uid, state.problem, type(flood).__name__)

    def _postpone(self, seconds: float, error: Exception) -> None:
        self.state.problem = f"{type(error).__name__}: {error}"
        self._due = self._after(seconds)
        log.warning("%s is read again in %.0f s: %s", self._uid, seconds, self.state.problem)

    def _after(self, seconds: float) -> float:
        return asyncio.get_running_loop().time() + seconds
