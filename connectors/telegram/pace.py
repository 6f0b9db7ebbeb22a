"""How often Telegram is asked, and how long a wait is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from connectors.posting import Sleep


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between readings, and sizes; the usual ones ask for 300 channels about once a second."""

    every: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({1: 120, 2: 300, 3: 900}))
    """Between two readings of a channel's history, by its priority: pushes come between them."""
    gap: float = 0.3
    """Between two requests for history, all channels together."""
    history: int | None = 100
    """Posts read of a channel that was never read before; None: all it has."""
    page: int = 100
    """Messages of one request: Telegram's most (https://core.telegram.org/method/messages.getHistory)."""
    album: float = 1.5
    """Until all messages of an album are there."""
    retry: float = 60
    """After an error that mends itself."""
    refused: float = 3600
    """After a channel was refused or not found."""
    describe: float = 12 * 3600
    """Between two looks at a channel's title and subscribers."""
    inbox: int = 200
    """Pushed events of one channel that wait for the sink; more are dropped, and its history read."""


class Turnstile:
    """Lets requests through one at a time, in the order they came, with a gap between them."""

    def __init__(self, gap: float, sleep: Sleep = asyncio.sleep) -> None:
        self._gap, self._sleep = gap, sleep
        self._lock = asyncio.Lock()
        self._free_at = 0.0

    async def turn(self) -> None:
        """Return when the next request may be made."""
        loop = asyncio.get_running_loop()
        async with self._lock:
            if (wait := self._free_at - loop.time()) > 0:
                await self._sleep(wait)
            self._free_at = loop.time() + self._gap
