"""When the silence of a source is longer than its habit: a pure judgement of the times of its posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

DAYS: Final = 14
"""Days on which it posted whose longest silences are remembered: two weekends lie among them."""
ENOUGH: Final = 20
"""Silences that must be known before a longer one means anything."""
LONGER: Final = 1.5
FLOOR: Final = 3600.0
"""Seconds of silence that nobody is told of, however busy the source is."""
DAYS_LEAST: Final = 3
FLOOR_AT_FIRST: Final = 24 * 3600.0
"""The floor until so many days are known: a source first met by day has yet to show its night."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How long a source is silent at most: its longest silence of each of the last `DAYS`.

    Busy sources sleep at night and on Sundays, so a quantile of the last few hundred silences would raise an
    alert every evening; the longest of two weeks knows their nights.
    """

    longest: dict[str, float] = field(default_factory=dict)
    """Day on which a silence ended (ISO 8601) -> seconds of the longest of that day."""
    known: int = 0
    """Silences seen so far."""

    def after(self, before: datetime | None, now: datetime) -> Habit:
        """Give the habit after one more post; a post that comes out of order teaches nothing."""
        if before is None or now <= before:
            return self
        day, silence = now.date().isoformat(), (now - before).total_seconds()
        longest = self.longest | {day: max(silence, self.longest.get(day, 0.0))}
        return Habit({one: longest[one] for one in sorted(longest)[-DAYS:]}, self.known + 1)

    @property
    def limit(self) -> float | None:
        """Seconds after which a silence is out of habit; None: too little is known.

        `LONGER` times the longest silence known. If posts came at a constant rate (exponential silences), the
        longest of n is about ln n of their mean, and one that is `LONGER` times as long comes with chance
        n ** -LONGER: at 50 posts a day (n = 700) once in a year of days.
        """
        if self.known < ENOUGH or not self.longest:
            return None
        floor = FLOOR if len(self.longest) >= DAYS_LEAST else FLOOR_AT_FIRST
        return max(floor, LONGER * max(self.longest.values()))

    def broken(self, posted: datetime | None, now: datetime) -> bool:
        """Tell whether the silence since the latest post is longer than ever."""
        limit = self.limit
        return posted is not None and limit is not None and (now - posted).total_seconds() > limit
