"""How many posts fell into which minute, in event time and bounded space.

Three rows of buckets a claim: minutes for the last hour, wider ones since birth whose width doubles when they
grow too many, and hours for the last week. All depend on which posts there were, never on their order.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

MINUTES: Final = 70
"""One-minute buckets kept: the longest window, 60 minutes, and the allowed lateness."""
SHAPE_BUCKETS: Final = 64
SHAPE_WIDTH: Final = 5
"""Minutes of the buckets since birth, to begin with: 64 of them cover five hours."""
HOURS: Final = 7 * 24 + 1
"""One-hour buckets kept: a week, and the hour that is running."""


class Tally(NamedTuple):
    """What is counted of posts."""

    posts: int = 0
    asserting: int = 0
    relayed: int = 0
    """Asserting posts that say from which post they have it."""
    views: int = 0


class Buckets(NamedTuple):
    """Neighbouring buckets of equal width; bucket ``i`` begins at minute ``(start + i) * width``."""

    start: int = 0
    """Number of the first bucket, counted from 1970 in widths."""
    width: int = 1
    """Minutes."""
    rows: tuple[tuple[int, ...], ...] = ()
    """The first counts of `Tally`, a row each: posts, asserting, relayed, views; as many as are wanted."""

    @property
    def posts(self) -> tuple[int, ...]:
        """Posts of each bucket."""
        return self.rows[0] if self.rows else ()

    @property
    def asserting(self) -> tuple[int, ...]:
        """Asserting posts of each bucket."""
        return self.rows[1] if len(self.rows) > 1 else ()

    @property
    def relayed(self) -> tuple[int, ...]:
        """Asserting posts of each bucket that say from which post they have it."""
        return self.rows[2] if len(self.rows) > 2 else ()

    @property
    def end(self) -> int:
        """Number of the bucket after the last."""
        return self.start + len(self.posts)

    def total(self, since: int, until: int) -> Tally:
        """Sum what is counted in the buckets that begin in minutes [since, until)."""
        low = max(0, -(-since // self.width) - self.start)
        high = max(low, -(-until // self.width) - self.start)
        return Tally(*(sum(row[low:high]) for row in self.rows))


def minute_of(at: datetime) -> int:
    """Give the number of a minute, counted from 1970."""
    return int(at.timestamp()) // 60


def count_recent(buckets: Buckets, minute: int, counts: tuple[int, ...]) -> Buckets:
    """Count a post in one-minute buckets, of which the last `MINUTES` are kept."""
    return _within(buckets, minute, counts, 1, MINUTES)


def count_hours(buckets: Buckets, minute: int, counts: tuple[int, ...]) -> Buckets:
    """Count a post in one-hour buckets, of which the last `HOURS` are kept."""
    return _within(buckets, minute // 60, counts, 60, HOURS)


def count_shape(
    buckets: Buckets,
    minute: int,
    counts: tuple[int, ...],
    most: int = SHAPE_BUCKETS,
    width: int = SHAPE_WIDTH,
) -> Buckets:
    """Count a post in the buckets since birth, widened until they are no more than ``most``."""
    if not buckets.rows:
        return _one(minute // width, width, counts)
    while _span(buckets, minute) > most:
        buckets = _widened(buckets)
    return _counted(buckets, minute // buckets.width, counts)


def recount(buckets: Buckets, minute: int, counts: tuple[int, ...]) -> Buckets:
    """Add to the bucket of a minute, or take from it, as far as there is one; none falls below nothing."""
    i = minute // buckets.width - buckets.start
    if not any(counts) or not 0 <= i < len(buckets.posts):
        return buckets
    rows = zip(buckets.rows, counts, strict=False)
    new = [(*row[:i], max(0, row[i] + count), *row[i + 1 :]) for row, count in rows]
    return buckets._replace(rows=tuple(new))


def uncount(buckets: Buckets, minute: int, counts: tuple[int, ...]) -> Buckets:
    """Give the buckets without a post that was counted in them, as far as they still hold it."""
    i = minute // buckets.width - buckets.start
    if not 0 <= i < len(buckets.posts) or not buckets.posts[i]:
        return buckets
    left = recount(buckets, minute, tuple(-count for count in counts))
    counted = [number for number, count in enumerate(left.posts) if count]
    if not counted:
        return Buckets()
    first, end = counted[0], counted[-1] + 1
    return Buckets(left.start + first, left.width, tuple(row[first:end] for row in left.rows))


def united_recent(one: Buckets, other: Buckets) -> Buckets:
    """Add up two rows of one-minute buckets; the last `MINUTES` are kept."""
    return _united_within(one, other, MINUTES)


def united_hours(one: Buckets, other: Buckets) -> Buckets:
    """Add up two rows of one-hour buckets; the last `HOURS` are kept."""
    return _united_within(one, other, HOURS)


def united_shape(one: Buckets, other: Buckets, most: int = SHAPE_BUCKETS) -> Buckets:
    """Add up two rows of buckets since birth, widened until they are no more than ``most``."""
    if not one.rows or not other.rows:
        return one if one.rows else other
    while one.width != other.width or max(one.end, other.end) - min(one.start, other.start) > most:
        if one.width <= other.width:
            one, other = other, one
        if one.width == other.width:
            one = _widened(one)
        other = _widened(other)
    return _summed(one, other, min(one.start, other.start), max(one.end, other.end))


def _within(buckets: Buckets, number: int, counts: tuple[int, ...], width: int, most: int) -> Buckets:
    last = buckets.end - 1
    if not buckets.rows or number >= last + most:
        return _one(number, width, counts)
    if number <= last - most:
        return buckets
    return _counted(
        buckets, number, counts, max(0, max(number, last) - min(number, buckets.start) + 1 - most)
    )


def _one(number: int, width: int, counts: tuple[int, ...]) -> Buckets:
    return Buckets(number, width, tuple((count,) for count in counts))


def _united_within(one: Buckets, other: Buckets, most: int) -> Buckets:
    if not one.rows or not other.rows:
        return one if one.rows else other
    end = max(one.end, other.end)
    return _summed(one, other, max(min(one.start, other.start), end - most), end)


def _summed(one: Buckets, other: Buckets, start: int, end: int) -> Buckets:
    rows = []
    for mine, theirs in zip(one.rows, other.rows, strict=True):
        sums = [0] * (end - start)
        for row, first in ((mine, one.start), (theirs, other.start)):
            for number, count in enumerate(row, first):
                if start <= number < end:
                    sums[number - start] += count
        rows.append(tuple(sums))
    return Buckets(start, one.width, tuple(rows))


def _span(buckets: Buckets, minute: int) -> int:
    number = minute // buckets.width
    return max(buckets.end - 1, number) - min(buckets.start, number) + 1


def _widened(buckets: Buckets) -> Buckets:
    """Merge neighbours two by two, so that every bucket still begins at a multiple of its width."""
    odd = buckets.start % 2
    return Buckets(buckets.start // 2, 2 * buckets.width, tuple(_paired(row, odd) for row in buckets.rows))


def _paired(counts: tuple[int, ...], odd: int) -> tuple[int, ...]:
    padded = (0,) * odd + counts
    return tuple(sum(padded[i : i + 2]) for i in range(0, len(padded), 2))


def _counted(buckets: Buckets, number: int, counts: tuple[int, ...], let_go: int = 0) -> Buckets:
    """Count a post, with new buckets up to its own; so many of the first ones are let go."""
    start, rows, length = buckets.start, buckets.rows, len(buckets.posts)
    before, after = max(0, start - number), max(0, number - start - length + 1)
    if before or after or let_go:
        start = min(start, number) + let_go
        rows = tuple(((0,) * before + row + (0,) * after)[let_go:] for row in rows)
    i = number - start
    new = [_raised(row, i, count) for row, count in zip(rows, counts, strict=True)]
    return Buckets(start, buckets.width, tuple(new))


def _raised(row: tuple[int, ...], i: int, count: int) -> tuple[int, ...]:
    # By way of a list: a third of the time that it takes to put slices together.
    if not count:
        return row
    counts = list(row)
    counts[i] += count
    return tuple(counts)
