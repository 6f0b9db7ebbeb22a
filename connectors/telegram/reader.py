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
from dataclasses import replace
from datetime import timedelta
from itertools import chain, islice
from typing import Final

from telethon import errors
from telethon.tl import types

from connectors.coverage import SourceState
from connectors.posting import deliver
from connectors.telegram.cursor import cursor_of, read_cursor
from connectors.telegram.desk import Deleted, Desk, Edited, Event, Look, New, Wake
from connectors.telegram.error import FATAL, GONE, PASSING, STALE
from connectors.telegram.history import album_of, latest, walk
from connectors.telegram.mapping import deleted_post, message_to_post
from connectors.telegram.place import Place
from connectors.telegram.seen import AnyMessage, Change
from connectors.telegram.source import Source
from connectors.telegram.standing import Standing
from connectors.telegram.sync import Hole, changes, holes
from connectors.watchlist import TelegramChannel
from models.post import Kind, Post, channel_key

log = logging.getLogger(__name__)

MOST_HOLES: Final = 10
"""Gaps told of one reading; more are told as one."""
MOST_UNSURE: Final = 200
"""Deletions told after a restart of posts that may have been told before it."""


class ChannelReader:
    """Reads one channel until it is cancelled."""

    def __init__(self, entry: TelegramChannel, desk: Desk) -> None:
        self._entry, self._desk = entry, desk
        self._inbox: asyncio.Queue[Event] = asyncio.Queue(desk.pace.inbox)
        self._due = self._flooded = 0.0
        self.uid = channel_key("telegram", entry.channel)
        found, self._seen = read_cursor(entry.channel, desk.cursors.get(self.uid))
        self.place = Place(entry.channel, desk, self, found)
        self._standing = Standing()
        self._resumed = self._seen.last_id is not None
        """Until the first whole reading: what was pushed after the cursor was saved is forgotten."""
        if not self.state.connected and self.state.problem is None:
            self.state.problem = "not read yet"

    @property
    def state(self) -> SourceState:
        """What is known of this channel's coverage."""
        return self._desk.coverage.of(self.uid)

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
                there = f"t.me/{self._entry.channel} is no public channel"
                mend = "put its right username into the watchlist"
                self._postpone(self._desk.pace.refused, f"{there} ({type(error).__name__}): {mend}")
            except STALE as error:
                self.place.forget()
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
                await self._hand_on([Change(kind, message.id, (message,))], pushed=True)
                self._seen.meet([message.id])
            case Edited(message):
                await self._hand_on_edit(message)
            case Deleted(ids):
                await self._hand_on([Change("delete", one) for one in self._seen.lose(ids)])
            case Look(ids) if self.place.source:
                news = await self._standing.look(self._desk, self.place.source, ids, self._seen)
                await self._hand_on(news)
            case Look() | Wake():
                pass

    async def _read(self) -> None:
        """Read what is new in the channel's history, and what became of its latest posts."""
        source = self.place.source or await self._find()
        source = await self.place.describe(source)
        began = self._desk.clock()
        await self._catch_up(source)
        self._resumed = False
        self._due = self._after(self._desk.pace.every[self._entry.priority])
        self.state.waits_until = None
        self.state.resume(began, bridged=True)

    async def _catch_up(self, source: Source) -> None:
        last_id, page, seen = self._seen.last_id, self._desk.pace.page, self._seen
        if last_id is None:
            await self._begin(source)
            return
        floor = seen.floor
        history = await latest(self._desk, source, page, floor - 1)
        full = len(history) >= page
        if full and history[0].id > last_id + 1:
            known = await latest(self._desk, source, page, floor - 1, last_id + 1)
            await self._hand_on(changes(known, seen, floor))
            await self._walk(source, last_id)
            return
        await self._hand_on(changes(history, seen, history[0].id if full else floor))
        await self._save(source, history)

    async def _begin(self, source: Source) -> None:
        """Read a channel for the first time: its latest posts, or all of them."""
        limit = self._desk.pace.history
        if limit is None:
            await self._walk(source, 0)
            return
        history = await latest(self._desk, source, max(limit, 1), 0)
        full = len(history) >= max(limit, 1)
        oldest = getattr(history[0], "grouped_id", None) if full else None
        # The oldest album may be cut off: its first message, which names it, may not be there.
        whole = [one for one in history if not oldest or getattr(one, "grouped_id", None) != oldest]
        news = changes(whole, self._seen, history[0].id if full else 1)
        await self._hand_on(news if limit else [])
        await self._save(source, history)

    async def _walk(self, source: Source, last_id: int) -> None:
        """Read on from an id, oldest first, saving on the way: the gap may be long."""
        async for batch in walk(self._desk, source, last_id):
            await self._hand_on(changes(batch, self._seen))
            await self._save(source, batch)
        if self._seen.last_id is None:
            await self._save(source, [])

    async def _hand_on_edit(self, message: types.Message) -> None:
        pieces: tuple[types.Message, ...] = (message,)
        if message.edit_hide and message.id < self._seen.floor:
            return  # reactions to an old post
        if message.grouped_id and self.place.source:
            pieces = await album_of(self._desk, self.place.source, message)
        if not pieces:
            return  # deleted meanwhile, which is told by itself
        name = self._seen.name_of(pieces[0].id)
        await self._hand_on([Change(self._seen.kind_of(name), name, pieces)], pushed=True)

    async def _hand_on(self, news: Sequence[Change], *, pushed: bool = False) -> None:
        for change in news:
            known = change.pieces and not change.counters_only and self._seen.knows(change.pieces)
            if known or self._seen.outdated(change, pushed=pushed):
                continue
            await self._deliver(change)
            if self._resumed and change.kind == "post" and any(one.edit_date for one in change.pieces):
                # Told before the restart with another text, a post alone would pass for its repeat.
                await self._deliver(replace(change, kind="edit"))

    async def _deliver(self, change: Change) -> None:
        post = self._post(change)
        await deliver(self._desk.sink, post, self._desk.sleep)
        self._seen.note(change)
        self.state.note(post)

    def _post(self, change: Change) -> Post:
        source, now = self.place.source, self._desk.clock()
        assert source is not None  # history and pushes come of a channel that was found
        if change.kind == "delete":
            return deleted_post(change.id, source, now)
        post = message_to_post(change.pieces, source, now, self._desk.names, change.kind, post_id=change.id)
        # When its text was edited says nothing of when its counters grew.
        return replace(post, published_at=now, same_text=True) if change.counters_only else post

    async def _save(self, source: Source, history: Sequence[AnyMessage]) -> None:
        # Until it was read whole once, what is missing was deleted before anybody watched.
        lost = holes(history, self._seen) if self.state.read_at or self._resumed else []
        if self._resumed:
            # They may have been told before the restart; of one that never was, nobody misses anything.
            gone = islice(chain.from_iterable(hole.ids for hole in lost), MOST_UNSURE)
            await self._hand_on([Change("delete", one) for one in gone])
        self._seen.move(history)
        await self._desk.cursors.save(self.uid, cursor_of(self.place.source or source, self._seen))
        if self.state.read_at:
            self._miss(lost)

    def _miss(self, lost: Sequence[Hole]) -> None:
        rest = lost[MOST_HOLES:]
        told = [(hole.count, hole.since, hole.until) for hole in lost[:MOST_HOLES]]
        if rest:
            told.append((sum(hole.count for hole in rest), rest[0].since, rest[-1].until))
        for count, since, until in told:
            posts = "1 post was" if count == 1 else f"{count} posts were"
            unsure = "perhaps " if self._resumed else ""
            self.state.miss(since, until, f"{posts} deleted, {unsure}before being read")

    async def _find(self) -> Source:
        if not self.state.connected:
            self.state.problem = "waits for its turn to be looked up"
        source = await self.place.find()
        await self._desk.cursors.save(self.uid, cursor_of(source, self._seen))
        return source

    def lose(self, why: str) -> None:
        """Note that nothing comes any more."""
        self.state.interrupt(self._desk.clock(), why)

    def _obey(self, seconds: float, flood: Exception) -> None:
        if not getattr(flood, "held", False):  # else Telegram was not asked, since it said so before
            self.state.floods += 1
        self.state.waits_until = self._desk.clock() + timedelta(seconds=seconds)
        self._flooded = self._due = self._after(seconds + 1)
        self.lose(f"Telegram asks to wait {seconds:.0f} s")
        log.warning("%s: %s (%s)", self.uid, self.state.problem, type(flood).__name__)

    def _postpone(self, seconds: float, problem: Exception | str) -> None:
        named = problem if isinstance(problem, str) else f"{type(problem).__name__}: {problem}"
        self.lose(named)
        self._due = self._after(seconds)
        log.warning("%s is read again in %.0f s: %s", self.uid, seconds, self.state.problem)

    def _after(self, seconds: float) -> float:
        return asyncio.get_running_loop().time() + seconds
