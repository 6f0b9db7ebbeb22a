"""Time that tests turn by hand."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

LONG = timedelta(minutes=6)
"""Before a sleep of more is cut short, the network has more time."""
FAR = timedelta(minutes=20)
"""A sleep of more is not cut short unless asked for."""


class Wheel:
    """A clock that stands still until it is turned; then sleepers wake in the order of their time."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self.sleeps: list[float] = []
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        waking = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + timedelta(seconds=seconds), len(self.sleeps), waking))
        await waking

    @property
    def asleep(self) -> int:
        """Count those who sleep."""
        return sum(not waking.done() for _, _, waking in self._sleepers)

    async def turn(
        self, until: Callable[[], bool], asleep: int = 1, *, leaps: bool = False, patience: float = 90
    ) -> None:
        """Wake one sleeper after the other until something is so; none before so many are asleep.

        Unless it ``leaps``, who sleeps for long is let sleep: the network may need its time.
        """
        async with asyncio.timeout(patience):
            while not until():
                before = len(self.sleeps)
                await self._rest(until)
                ready = before == len(self.sleeps) and self.asleep >= max(asleep, 1) and not until()
                if ready and (leaps or not self._is_beyond(FAR)):
                    self._wake_one()

    async def pass_by(self, time: timedelta, asleep: int = 1) -> None:
        """Let a time go by; whoever has slept when that many are asleep has had its turn."""
        end = self.now + time
        await self.turn(lambda: self.asleep >= asleep and self._next() > end, asleep, leaps=True)
        self.now = end

    async def _rest(self, until: Callable[[], bool]) -> None:
        """Give the network its time: more of it before time leaps."""
        for _ in range(40):
            await asyncio.sleep(0.003)
            if until() or not self._is_beyond(LONG):
                return

    def _is_beyond(self, time: timedelta) -> bool:
        return not self.asleep or self._next() - self.now > time

    def _next(self) -> datetime:
        return min((due for due, _, waking in self._sleepers if not waking.done()))

    def _wake_one(self) -> None:
        while self._sleepers:
            due, _, waking = heapq.heappop(self._sleepers)
            if not waking.done():
                self.now = max(self.now, due)
                waking.set_result(None)
                return


async def at_once(seconds: float) -> None:
    """Sleep no time for seconds and minutes, for ever for hours."""
    if seconds >= 1800:
        await asyncio.Event().wait()
    await asyncio.sleep(0)
