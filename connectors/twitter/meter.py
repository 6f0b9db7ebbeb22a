"""Counts what is read of X, before it is handed on, and keeps the count where a restart finds it."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, timedelta
from typing import Any, Final

from connectors.coverage import SourceState
from connectors.cursors import Cursors
from connectors.posting import Clock, SinkError, Sleep
from connectors.twitter import budget
from connectors.twitter.budget import Limits, Spent

log = logging.getLogger(__name__)

READS: Final = "twitter:#reads"
"""Key of the count among the cursors; no channel is called so."""
BLOCKS: Final = 200
"""Parts of a day's limit: so much is written down as read ahead of being read, and is lost by a crash."""
LARGEST_BLOCK: Final = 500
LOOK_AGAIN: Final = timedelta(hours=1)
"""A sleep over midnight is cut to this: a machine that slept has another idea of how long it was."""
_SAID: Final = {
    budget.ALL: "rules of every priority are read",
    2: "rules of priority 3 rest",
    1: "only rules of priority 1 are read",
    budget.CLOSED: "nothing is read",
}


class Meter:
    """How many posts were read and may be; what is spent is never forgotten, at most counted too high.

    A block of reads is saved as spent before its first is handed on, so that a crash costs at most a block.
    X charges a post once a day however often it is read (https://docs.x.com/x-api/getting-started/pricing);
    here each time counts, so the bill is at most this.
    """

    def __init__(
        self, limits: Limits, cursors: Cursors, clock: Clock, state: SourceState, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._limits, self._cursors, self._clock, self._state, self._sleep = (
            limits, cursors, clock, state, sleep,
        )  # fmt: skip
        now = clock()
        self._spent = _parse(cursors.get(READS)) or budget.nothing(now, limits)
        self._ahead = 0
        """Reads that are saved as spent and were not read yet."""
        self._block = max(1, min(LARGEST_BLOCK, limits.day // BLOCKS))
        self._changed = asyncio.Event()
        self._turn(0)

    @property
    def level(self) -> int:
        """The lowest priority that is read now, 0 where nothing is."""
        self._turn(0)
        return self._spent.level

    def left(self, share: float = 1.0) -> int:
        """Count what may be read until a share of the tighter limit is reached."""
        self._turn(0)
        return budget.left(self._spent, self._limits, share)

    async def spend(self, reads: int) -> None:
        """Count posts that X has sent, before they are handed on."""
        self._turn(reads)
        self._ahead -= reads
        if self._ahead < 0:
            self._ahead = self._block
            await self._save()

    async def turned(self, level: int) -> None:
        """Wait until the level is another one."""
        while self.level == level:
            self._changed.clear()
            now = self._clock()
            until = min(budget.next_day(now) - now, LOOK_AGAIN).total_seconds()
            waits = [asyncio.ensure_future(w) for w in (self._changed.wait(), self._sleep(until))]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()

    def _turn(self, reads: int) -> None:
        before, now = self._spent, self._clock()
        self._spent = budget.after(before, reads, now, self._limits)
        if self._spent.month != before.month or self._spent.day != before.day:
            self._ahead = 0
        coming = budget.forecast(self._spent, now)
        self._tell(coming)
        if self._spent.level != before.level:
            self._ahead = 0  # saved with the next read
            log.warning("the budget of X: %s", self._state.budget)
            self._changed.set()

    def _tell(self, coming: float) -> None:
        spent, limits = self._spent, self._limits
        self._state.reads_day, self._state.reads_month = spent.reads_day, spent.reads_month
        tightest = max(spent.reads_day / limits.day, spent.reads_month / limits.month)
        self._state.budget_left = max(0.0, 1 - tightest)
        self._state.budget = (
            f"{spent.reads_day:,} of {limits.day:,} reads today, {spent.reads_month:,} of {limits.month:,}"
            f" since {spent.month}, {coming:,.0f} by its end at this pace: {_SAID[spent.level]}"
        )

    async def _save(self) -> None:
        ahead = budget.after(self._spent, self._ahead, self._clock(), self._limits)
        try:
            await self._cursors.save(READS, _record(ahead, self._spent.level))
        except SinkError as error:
            self._ahead = 0
            log.warning("the count of X's reads is saved later: %s", error)


def _record(spent: Spent, level: int) -> dict[str, Any]:
    return {
        "month": spent.month.isoformat(), "day": spent.day.isoformat(),
        "reads_month": spent.reads_month, "reads_day": spent.reads_day, "level": level,
    }  # fmt: skip


def _parse(record: Any) -> Spent | None:
    """Read a saved count; None where it is none."""
    if record is None:
        return None
    try:
        return Spent(
            date.fromisoformat(record["month"]), date.fromisoformat(record["day"]),
            int(record["reads_month"]), int(record["reads_day"]), int(record["level"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        log.error("the count of X's reads cannot be read and begins at 0: %.200r", record)
        return None
