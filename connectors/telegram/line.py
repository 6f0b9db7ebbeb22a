"""The line to Telegram: whether it is up, told at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from telethon.network import ConnectionTcpFull


@dataclass(frozen=True, slots=True)
class Line:
    """Set by the client whenever it connects or loses its connection; whoever waits clears what it took."""

    up: asyncio.Event = field(default_factory=asyncio.Event)
    down: asyncio.Event = field(default_factory=asyncio.Event)

    def connection(self) -> type[ConnectionTcpFull]:
        """Give a kind of connection for Telethon that tells here what becomes of it.

        Telethon tells nobody when it has reconnected, but it does so through these two methods.
        """
        line = self

        class Announced(ConnectionTcpFull):  # type: ignore[misc]
            async def connect(self, timeout: float | None = None, ssl: object = None) -> None:
                await super().connect(timeout=timeout, ssl=ssl)
                line.up.set()

            async def disconnect(self) -> None:
                line.down.set()
                await super().disconnect()

        return Announced
