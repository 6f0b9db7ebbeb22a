"""What may be read of X, as every post read costs: a pure rule of what was read and of the time.

When reading at this pace would cost more than there is, rules of the lowest priority go first; those of the
highest stay until nothing is left. Within a day it only gets stricter; a new day is judged anew. Months begin
on the day on which X's own count begins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from connectors.watchlist import PRIORITIES, TwitterRule

ALL: Final = max(PRIORITIES)
"""The level at which rules of every priority are read."""
CLOSED: Final = 0
"""The level at which nothing is read."""
NEAR: Final = 0.8
"""Share of the day's limit from which rules of the lowest priority rest."""
NEARER: Final = 0.95
"""Share of a limit from which only rules of the highest priority are read."""
FAR_BEYOND: Final = 1.25
"""Forecast, in limits of a month, from which only rules of the highest priority are read."""
SURE_AFTER: Final = timedelta(days=3)
"""A pace is not reckoned from less: one lively morning is no month."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Posts that may be read."""

    month: int
    day: int
    reset_day: int = 1
    """Day of the month (1 to 28) on which X's count begins."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Posts read in the month and on the day that a moment lies in."""

    month: date
    day: date
    reads_month: int = 0
    reads_day: int = 0
    level: int = ALL
    """The strictest level of this day: the lowest priority that is still read."""


def nothing(now: datetime, limits: Limits) -> Spent:
    """Give an untouched account."""
    return Spent(month_of(now, limits), now.astimezone(UTC).date())


def after(spent: Spent, reads: int, now: datetime, limits: Limits) -> Spent:
    """Count ``reads`` posts read at a time; a day or a month that has begun is counted from 0.

    A clock that goes back changes neither day nor month.
    """
    fresh = nothing(now, limits)
    if fresh.month > spent.month:
        spent = fresh
    elif fresh.day > spent.day:
        spent = replace(spent, day=fresh.day, reads_day=0, level=ALL)
    spent = replace(spent, reads_month=spent.reads_month + reads, reads_day=spent.reads_day + reads)
    return replace(spent, level=min(spent.level, _level(spent, now, limits)))


def forecast(spent: Spent, now: datetime) -> float:
    """Tell how many posts will have been read at the month's end at the month's pace so far."""
    start, end = _midnight(spent.month), _midnight(_next_month(spent.month))
    elapsed = max(now - start, SURE_AFTER)
    return spent.reads_month * max(1.0, (end - start) / elapsed)


def left(spent: Spent, limits: Limits, share: float = 1.0) -> int:
    """Count the posts that may be read until a share of the tighter limit is reached."""
    day, month = int(limits.day * share) - spent.reads_day, int(limits.month * share) - spent.reads_month
    return max(0, min(day, month))


def kept(rules: tuple[TwitterRule, ...], level: int) -> tuple[TwitterRule, ...]:
    """Choose the rules that are read at a level; the best priority there is stays until nothing is read."""
    if level == CLOSED or not rules:
        return ()
    lowest = max(level, min(rule.priority for rule in rules))
    return tuple(rule for rule in rules if rule.priority <= lowest)


def month_of(now: datetime, limits: Limits) -> date:
    """Give the first day of the month of X's count that a moment lies in."""
    today = now.astimezone(UTC).date()
    if today.day >= limits.reset_day:
        return today.replace(day=limits.reset_day)
    last = today.replace(day=1) - DAY
    return last.replace(day=limits.reset_day)


def next_day(now: datetime) -> datetime:
    """Give the next midnight in UTC, where X's days begin."""
    return _midnight(now.astimezone(UTC).date() + DAY)


def _level(spent: Spent, now: datetime, limits: Limits) -> int:
    day, month = spent.reads_day / limits.day, spent.reads_month / limits.month
    coming = forecast(spent, now) / limits.month
    if day >= 1 or month >= 1:
        return CLOSED
    if max(day, month) >= NEARER or coming > FAR_BEYOND:
        return 1
    return 2 if day >= NEAR or coming > 1 else ALL


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=month.day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
