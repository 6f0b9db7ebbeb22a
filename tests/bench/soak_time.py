"""Time that goes faster than the world's: two hours of connectors' waits and time-outs within minutes.

The event loop itself is quickened, so that whatever waits in it (a pause, a time-out of aiohttp, Telethon's
pings, Kafka's linger) keeps its proportion to all else. Work is not quickened: a second of the machine is
many here, which is harder on the connectors than the world is.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

START: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""When the time of a soak begins."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time of a soak, the same in all processes of one machine."""

    began: float
    """By the machine's monotonic clock."""
    speed: float

    def seconds(self) -> float:
        """Tell how much of its time is over."""
        return (time.monotonic() - self.began) * self.speed

    def __call__(self) -> datetime:
        """Tell the time."""
        return START + timedelta(seconds=self.seconds())


class _QuickSelector(selectors.DefaultSelector):
    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self._speed if timeout and timeout > 0 else timeout)


class QuickLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds are shorter."""

    def __init__(self, speed: float) -> None:
        super().__init__(_QuickSelector(speed))
        self._speed = speed

    def time(self) -> float:
        """Give the loop's own time."""
        return super().time() * self._speed


def run(work: Coroutine[Any, Any, Any], speed: float) -> Any:
    """Run a work to its end in quickened time."""
    with asyncio.Runner(loop_factory=lambda: QuickLoop(speed)) as runner:
        return runner.run(work)
