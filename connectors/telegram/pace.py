"""How often Telegram is asked, and how long a wait is.

Telegram publishes no limits for accounts; the figures here are what others met, and `plan` holds a watchlist
against them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from connectors.posting import Sleep

DAY: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between readings, and sizes; the usual ones ask for 300 channels about once a second."""

    every: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({1: 120, 2: 300, 3: 900}))
    """Between two readings of a channel's history, by its priority: pushes come between them."""
    gap: float = 0.6
    """Between two requests, all channels together: a reading brings about 60 messages, and 3,000 messages in
    30 s are let through (https://github.com/LonamiWebs/Telethon/pull/565)."""
    lookup: float = 5
    """Between two look-ups of usernames: 160 in a few seconds cost an account 15 to 18 hours
    (https://pypi.org/project/telethon-floodgate/)."""
    lookups_a_day: int = 180
    """About 200 are let through (https://github.com/LonamiWebs/Telethon/issues/4294)."""
    join: float = 300
    """Between two channels joined; whoever joins hundreds at once is made to wait
    (https://github.com/spmedia/Telegram-Channel-Joiner)."""
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
    look: float = 900
    """Between two looks at the posts that live claims stand on."""
    inbox: int = 200
    """Pushed events of one channel that wait for the sink; more are dropped, and its history read."""


class Turnstile:
    """Lets requests through one at a time, in the order they came, with a gap between them."""

    def __init__(self, gap: float, sleep: Sleep = asyncio.sleep, most_a_day: int | None = None) -> None:
        self._gap, self._sleep = gap, sleep
        self._lock = asyncio.Lock()
        self._free_at = 0.0
        self._latest: deque[float] | None = deque(maxlen=most_a_day) if most_a_day else None

    async def turn(self) -> None:
        """Return when the next request may be made."""
        loop = asyncio.get_running_loop()
        async with self._lock:
            if (wait := self._free_at - loop.time()) > 0:
                await self._sleep(wait)
            self._free_at = loop.time() + self._gap
            if self._latest is not None:
                self._latest.append(loop.time())
                if len(self._latest) == self._latest.maxlen:
                    self._free_at = max(self._free_at, self._latest[0] + DAY)
