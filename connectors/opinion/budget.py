"""How often a judge may be asked: so many times a minute, and so many a day (UTC).

What was spent today is kept in a small file, so that a process that is started again and again does not begin
a new day each time.
"""

from __future__ import annotations

from collections import deque
from datetime import date, datetime, timedelta
from pathlib import Path

import orjson

from models.errors import RumorError

MINUTE = timedelta(minutes=1)


class BudgetError(RumorError):
    """A budget that cannot be kept; the message names the file and the mend."""


class Budget:
    """Counts the calls of one judge."""

    def __init__(self, per_minute: int, per_day: int, file: Path | None = None) -> None:
        """Go on where the file left off; raise `BudgetError` where it cannot be read."""
        if per_minute < 1 or per_day < 1:
            raise BudgetError(
                "a budget of less than one call asks nobody: leave RUMOR_OPINIONS empty instead"
            )
        self._per_minute, self._per_day, self._file = per_minute, per_day, file
        self._last = deque[datetime]()
        self._day, self._calls = _read(file) if file else (date.min, 0)

    def wait(self, now: datetime) -> float | None:
        """Give the seconds until the next call is allowed; None where none is today."""
        if self._calls_on(now.date()) >= self._per_day:
            return None
        while self._last and now - self._last[0] >= MINUTE:
            self._last.popleft()
        if len(self._last) < self._per_minute:
            return 0.0
        return (self._last[0] + MINUTE - now).total_seconds()

    def spend(self, now: datetime) -> None:
        """Count a call, whatever comes of it; raise `BudgetError` where it cannot be written down."""
        self._calls = self._calls_on(now.date()) + 1
        self._day = now.date()
        self._last.append(now)
        if self._file is not None:
            self._write(self._file)

    def _calls_on(self, day: date) -> int:
        return self._calls if day == self._day else 0

    def _write(self, file: Path) -> None:
        part = file.with_suffix(".part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(orjson.dumps({"day": self._day.isoformat(), "calls": self._calls}))
            part.replace(file)
        except OSError as error:
            raise BudgetError(f"{file} cannot be written: {error.strerror}") from None


def _read(file: Path) -> tuple[date, int]:
    try:
        kept = orjson.loads(file.read_bytes())
        return date.fromisoformat(kept["day"]), int(kept["calls"])
    except FileNotFoundError:
        return date.min, 0
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BudgetError(f"{file} does not tell what was spent today ({error}): delete it") from None
