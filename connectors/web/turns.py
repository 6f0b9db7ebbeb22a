"""Whose turn it is at a host: requests to one host keep a distance, however many sources want them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final

from connectors.posting import Clock, Sleep

MOST_HOSTS: Final = 5_000
"""Hosts remembered; articles lead to many."""


def pages_of(host: str) -> str:
    """Name the queue of a host's pages: robots wait there for each other, and feeds do not wait for them."""
    return f"{host} pages"


class Turns:
    """Lets requests to each host through one after the other, in the order they came."""

    def __init__(self, clock: Clock, sleep: Sleep, gap: float) -> None:
        self._clock, self._sleep, self._gap = clock, sleep, gap
        self._free: dict[str, datetime] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def wait(self, host: str) -> float:
        """Tell the seconds until a host may be asked."""
        free = self._free.get(host)
        return max(0.0, (free - self._clock()).total_seconds()) if free else 0.0

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for a time, as it asked."""
        until = self._clock() + timedelta(seconds=seconds)
        self._free[host] = max(self._free.get(host, until), until)

    async def turn(self, host: str, gap: float = 0.0) -> None:
        """Return when a host may be asked; the next waits for ``gap`` seconds, or the usual ones if more."""
        self._forget()
        async with self._locks.setdefault(host, asyncio.Lock()):
            while (wait := self.wait(host)) > 0:
                await self._sleep(wait)
            self.hold(host, max(gap, self._gap))

    def _forget(self) -> None:
        if len(self._locks) < MOST_HOSTS:
            return
        idle = [host for host, lock in self._locks.items() if not lock.locked() and not self.wait(host)]
        for host in idle:
            del self._locks[host]
            self._free.pop(host, None)
