"""When a claim's posts were published, as finely as its record knows: the last hour by the minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from models.track.record import ClaimRecord
from models.track.windows import minute_of

MOST_MOMENTS: Final = 2_000
"""Posts of which single times are made; of more, so many evenly taken."""


class Stretch(NamedTuple):
    """Posts of a stretch of time."""

    posts: int
    minutes: float


def running(at: datetime) -> float:
    """Give how much of its minute has passed."""
    return at.second / 60


def born(record: ClaimRecord) -> int:
    """Give the minute of the earliest post that the curve holds, or a few minutes before it."""
    shape = record.shape
    return max(shape.start * shape.width, minute_of(record.origin.at))


def asserted(record: ClaimRecord, at: datetime) -> list[Stretch]:
    """Cut the time since birth into stretches with the assertions of each, up to now."""
    return _cut(record, at, record.shape.asserting, record.minutes.asserting)


def moments(record: ClaimRecord, at: datetime) -> list[float]:
    """Give times of all posts, ascending, in seconds since birth: even within what the record knows.

    At most `MOST_MOMENTS`.
    """
    begins, found = 0.0, list[float]()
    for stretch in _cut(record, at, record.shape.posts, record.minutes.posts):
        gap = 60 * stretch.minutes / max(1, stretch.posts)
        found += [begins + gap * (number + 0.5) for number in range(stretch.posts)]
        begins += 60 * stretch.minutes
    if len(found) <= MOST_MOMENTS:
        return found
    return [found[number * len(found) // MOST_MOMENTS] for number in range(MOST_MOMENTS)]


def _cut(record: ClaimRecord, at: datetime, coarse: Sequence[int], fine: Sequence[int]) -> list[Stretch]:
    """Take the buckets since birth up to where those of the minutes begin, these, and the silence since."""
    shape, minutes = record.shape, record.minutes
    if not coarse:
        return []
    now = minute_of(at) + running(at)
    edge = minutes.start if fine else now
    cut, begins = list[Stretch](), float(born(record))
    for number, count in enumerate(coarse, shape.start):
        ends = min((number + 1) * shape.width, edge)
        if number * shape.width >= edge:
            break
        late = _within(fine, minutes.start, number * shape.width, (number + 1) * shape.width)
        cut.append(Stretch(max(0, count - late), max(0.0, ends - max(begins, number * shape.width))))
    if not fine:
        return cut
    whole = max(0.0, now - minutes.end)
    last = min(1.0, max(running(at), 1 / 60)) if minute_of(at) == minutes.end - 1 else 1.0
    cut += [Stretch(count, 1.0) for count in fine[:-1]]
    return [*cut, Stretch(fine[-1], last), *([Stretch(0, whole)] if whole > 0 else [])]


def _within(fine: Sequence[int], start: int, since: int, until: int) -> int:
    return sum(fine[max(0, since - start) : max(0, until - start)])
