"""The line to Telegram: whether it is up, told at once; and how often it is tried."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final

from telethon.network import ConnectionTcpFull

from connectors.posting import Sleep

STABLE: Final = 30.0
"""Seconds after which a connection that ends is replaced at once."""
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
"""Seconds before a connection after one that ended sooner: doubled from the first to the longest."""


@dataclass(slots=True)
class Pauses:
    """Keeps connections apart that do not last.

    Telethon waits only where it could not connect: a server that lets it in and hangs up at once would be
    asked about a hundred times a second.
    """

    first: float = FIRST_PAUSE
    longest: float = LONGEST_PAUSE
    sleep: Sleep = asyncio.sleep
    _begun: float | None = None
    _pause: float = 0.0

    async def wait(self) -> None:
        """Return when the next connection may be tried."""
        clock = asyncio.get_running_loop().time
        if self._begun is None or clock() - self._begun >= STABLE:
            self._pause = 0.0
        else:
            self._pause = min(max(self.first, 2 * self._pause), self.longest)
            await self.sleep(self._pause)
        self._begun = clock()


@dataclass(frozen=True, slots=True)
class Line:
    """Set by the client whenever it connects or loses its connection; whoever waits clears what it took."""

    up: asyncio.Event = field(default_factory=asyncio.Event)
    down: asyncio.Event = field(default_factory=asyncio.Event)
    pauses: Pauses = field(default_factory=Pauses)

    def connection(self) -> type[ConnectionTcpFull]:
        """Give a kind of connection for Telethon that tells here what becomes of it.

        Telethon tells nobody when it has reconnected, but it does so through these two methods.
        """
        line = self

        class Announced(ConnectionTcpFull):  # type: ignore[misc]
            async def connect(self, timeout: float | None = None, ssl: object = None) -> None:
                await line.pauses.wait()
                await super().connect(timeout=timeout, ssl=ssl)
                line.up.set()

            async def disconnect(self) -> None:
                line.down.set()
                await super().disconnect()

        return Announced
