"""How far X has been read, and what was missed meanwhile: saved so that a crash loses neither."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from connectors import coverage
from connectors.coverage import SourceState
from connectors.cursors import Cursors
from connectors.posting import Clock, SinkError
from connectors.twitter.gap import LAG, Gap, gap_between, gap_record, parse_gap, with_gap
from connectors.twitter.snowflake import id_at, time_of
from models.post import PostError, parse_time, show_time

log = logging.getLogger(__name__)

STREAM: Final = "twitter:#stream"
"""Key of the stream's cursor and coverage; no channel is called so."""
SAVE_EVERY: Final = timedelta(seconds=30)
MEANWHILE: Final = timedelta(minutes=5)
"""A stream that is down for so long is searched for without waiting for it."""
INDEXED: Final = timedelta(seconds=30)
"""How long search needs to know a post: by default it leaves out the last 30 seconds
(https://docs.x.com/x-api/posts/search/integrate/overview)."""
UNSEARCHED: Final = "the stream was down, not searched yet"
BUDGET: Final = "the budget was used up"


class Progress:
    """The last post handed on, the last word of the stream, and the gaps not yet bridged: one record.

    It is saved whole, so the last id never moves without the gap before it.
    """

    def __init__(self, cursors: Cursors, clock: Clock, state: SourceState) -> None:
        self._cursors, self._clock, self.state = cursors, clock, state
        saved = cursors.get(STREAM) or {}
        self.last_id = int(saved.get("last_id") or 0)
        self._read_until = _time(saved, "read_until") or (time_of(self.last_id) if self.last_id else None)
        self._closed_at = _time(saved, "closed_at")
        self._gaps = _gaps(saved)
        self._active: Gap | None = None
        self._sent_again: tuple[Gap, ...] = ()
        """Gaps that X fills by itself."""
        self._filled_at: datetime | None = None
        """When it will have done so."""
        self._saved_at: datetime | None = None
        self.noted = asyncio.Event()
        """Set when there is a gap."""
        self._show()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What has not been bridged, the oldest first."""
        return (self._active, *self._gaps) if self._active else self._gaps

    def backfill(self, most: int | None) -> int | None:
        """Tell for how many minutes X should send again, None where that would not fill all gaps.

        What it sends again it counts again, so it is not asked for more than is missing.
        """
        if not most or self._read_until is None or self._closed_at:
            return None
        begun = min([self._read_until, *(gap.since for gap in self.gaps)])
        minutes = max(1, math.ceil((self._clock() - begun + LAG) / timedelta(minutes=1)))
        return minutes if minutes <= most else None

    def connected(self, backfill: int | None) -> None:
        """Note that the stream stands, and what it will not bring."""
        now = self._clock()
        until = self._closed_at or now
        if self._read_until and (self._closed_at is None or until - self._read_until > LAG):
            self._add_gap(self._read_until, until)
        if self._closed_at:
            self.state.miss(self._closed_at, now, BUDGET)
            self._closed_at = None
        # What was posted before is in a gap, or was never wanted.
        self.last_id = max(self.last_id, id_at(now))
        self._filled_at = now + timedelta(minutes=backfill) if backfill else None
        self._sent_again = self._gaps if backfill else ()
        self.state.resume(now, bridged=True)
        self._read_until = now
        self._show()

    def doubt(self) -> None:
        """Note that the stream may just have lost a post though it stands: search will tell."""
        if self._read_until:
            self._add_gap(self._read_until, self._clock())

    def alive(self, now: datetime) -> None:
        """Note that the stream has said something: all before has been handed on."""
        self._read_until = self.state.read_at = now
        if self._filled_at and now >= self._filled_at:
            self._gaps = tuple(gap for gap in self._gaps if gap not in self._sent_again)
            self._filled_at = None
            self._show()

    def close(self, why: str) -> None:
        """Note that nothing is read from now on, by our own will: that is no gap to search."""
        self._closed_at = self._closed_at or self._clock()
        self.state.interrupt(self._closed_at, why)

    def took(self, tweet_id: int) -> None:
        """Note a post that has been handed on."""
        self.last_id = max(self.last_id, tweet_id)

    def lost(self) -> None:
        """Note that the stream is down: X sends nothing again any more.

        If it has been for a while, what was missed so far is searched for meanwhile.
        """
        now, self._filled_at = self._clock(), None
        if self._read_until and not self._closed_at and now - self._read_until >= MEANWHILE:
            self._add_gap(self._read_until, now)
            self._read_until, self.last_id = now, max(self.last_id, id_at(now))

    def next_gap(self) -> Gap | None:
        """Take up the oldest gap; None where there is none, or it is too fresh, or X still fills it."""
        if self._active is None and self._filled_at is None and self._gaps:
            first, *rest = self._gaps
            if first.searchable_at(INDEXED) <= self._clock():
                self._active, self._gaps = first, tuple(rest)
        if not self.gaps:
            self.noted.clear()
        return self._active

    async def bridging(self, gap: Gap | None) -> None:
        """Keep what is left of the gap taken up, None where it is bridged."""
        self._active = gap
        self._show()
        await self.save()

    async def save_sometimes(self) -> None:
        """Save if that was long ago."""
        if self._saved_at is None or self._clock() - self._saved_at >= SAVE_EVERY:
            await self.save()

    async def save(self) -> None:
        """Save where we are; later, if that cannot be done now."""
        if self._read_until is None:
            return
        self._saved_at = self._clock()
        closed = {"closed_at": show_time(self._closed_at)} if self._closed_at else {}
        record = {
            "last_id": self.last_id,
            "read_until": show_time(self._read_until),
            "gaps": [gap_record(gap) for gap in self.gaps],
        }
        try:
            await self._cursors.save(STREAM, record | closed)
        except SinkError as error:
            log.warning("the cursor of X is saved later: %s", error)

    def _add_gap(self, since: datetime, until: datetime) -> None:
        self._gaps = with_gap(self._gaps, gap_between(self.last_id, since, until))
        self._show()
        self.noted.set()

    def _show(self) -> None:
        told = [gap for gap in self.state.gaps if gap.why != UNSEARCHED]
        mine = [coverage.Gap(gap.since, gap.until, UNSEARCHED) for gap in self.gaps]
        self.state.gaps = sorted([*told, *mine], key=lambda gap: gap.since)[-coverage.MAX_GAPS :]


def _time(saved: Mapping[str, Any], key: str) -> datetime | None:
    try:
        return parse_time(saved[key], key)
    except (KeyError, PostError):
        return None


def _gaps(saved: Mapping[str, Any]) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    for record in saved.get("gaps") or ():
        try:
            gaps.append(parse_gap(record))
        except ValueError as error:
            log.error("a gap of X that cannot be read is left out: %s: %.200r", error, record)
    return tuple(gaps)
