"""Where a channel is found, and what Telegram says about it: looked up once, kept with its cursor."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from telethon import errors

from connectors.telegram.desk import Desk, Inbox
from connectors.telegram.error import FATAL
from connectors.telegram.source import Source, describe, find, join

log = logging.getLogger(__name__)


class Place:
    """Finds one channel, and routes to its inbox what is pushed for it."""

    def __init__(self, name: str, desk: Desk, inbox: Inbox, known: Source | None) -> None:
        self._name, self._desk, self._inbox = name, desk, inbox
        self._described: float | None = None
        self.source: Source | None = None
        if known:
            self.register(known)
            if known.audience is not None:
                self._described = asyncio.get_running_loop().time()

    async def find(self) -> Source:
        """Look the username up, when it is this channel's turn."""
        await self._desk.lookups.turn()
        return self.register(await find(self._desk.client, self._name))

    async def describe(self, source: Source) -> Source:
        """Look at its title and subscribers, now and then; neither is needed to read it."""
        now = asyncio.get_running_loop().time()
        if self._described is not None and now < self._described + self._desk.pace.describe:
            return source
        self._described = now
        await self._desk.turnstile.turn()
        try:
            described = await describe(self._desk.client, source)
        except FATAL:
            raise
        except errors.RPCError as error:
            log.info("%s is read without being described: %s", source.uid, error)
            return source
        # Another task may have joined it meanwhile.
        return self.register(replace(described, joined=self.source is not None and self.source.joined))

    async def join(self) -> None:
        """Join the channel if it is found and was not joined before; raise Telegram's own errors."""
        if self.source and not self.source.joined:
            await self._desk.turnstile.turn()
            await join(self._desk.client, self.source)
            self.register(replace(self.source, joined=True))

    def register(self, source: Source) -> Source:
        """Take it for the channel from now on."""
        self.source = source
        self._desk.routes[source.id] = self._inbox
        self._desk.names[source.id] = source.name
        return source

    def forget(self) -> None:
        """Look it up anew next time: its id or access hash leads nowhere."""
        if self.source is not None:
            self._desk.routes.pop(self.source.id, None)
        self.source = self._described = None
