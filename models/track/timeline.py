"""When a claim's posts were published, as finely as its record knows: the last hour by the minute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from models.track.record import ClaimRecord
from models.track.windows import minute_of


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


def told(record: ClaimRecord, at: datetime) -> list[Stretch]:
    """Cut the time since birth into stretches with all posts of each, up to now."""
    return _cut(record, at, record.shape.posts, record.minutes.posts)


def by(stretches: Iterable[Stretch], minutes: float) -> float:
    """Count the posts of the first so many minutes; a stretch that is cut is taken for even."""
    posts = 0.0
    for stretch in stretches:
        if stretch.minutes >= minutes:
            return posts + (stretch.posts * minutes / stretch.minutes if stretch.minutes > 0 else 0.0)
        posts, minutes = posts + stretch.posts, minutes - stretch.minutes
    return posts


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
