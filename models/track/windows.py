"""How many posts fell into which minute, in event time and bounded space.

Two rows of buckets a claim: minutes for the last hour, and wider ones since birth whose width doubles when
they grow too many. Both depend on which posts there were, never on their order.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

MINUTES: Final = 70
"""One-minute buckets kept: the longest window, 60 minutes, and the allowed lateness."""
SHAPE_BUCKETS: Final = 64
SHAPE_WIDTH: Final = 5
"""Minutes of the buckets since birth, to begin with: 64 of them cover five hours."""


class Buckets(NamedTuple):
    """Neighbouring buckets of equal width; bucket ``i`` begins at minute ``(start + i) * width``."""

    start: int = 0
    """Number of the first bucket, counted from 1970 in widths."""
    width: int = 1
    """Minutes."""
    posts: tuple[int, ...] = ()
    asserting: tuple[int, ...] = ()

    def total(self, since: int, until: int) -> tuple[int, int]:
        """Sum posts and asserting posts of the buckets that begin in minutes [since, until)."""
        low = max(0, -(-since // self.width) - self.start)
        high = max(low, -(-until // self.width) - self.start)
        return sum(self.posts[low:high]), sum(self.asserting[low:high])


def minute_of(at: datetime) -> int:
    """Give the number of a minute, counted from 1970."""
    return int(at.timestamp()) // 60


def count_recent(buckets: Buckets, minute: int, asserting: bool) -> Buckets:
    """Count a post in one-minute buckets, of which the last `MINUTES` are kept."""
    if not buckets.posts:
        return Buckets(minute, 1, (1,), (int(asserting),))
    last = buckets.start + len(buckets.posts) - 1
    if minute <= last - MINUTES:
        return buckets
    if minute >= last + MINUTES:
        return Buckets(minute, 1, (1,), (int(asserting),))
    grown = _counted(buckets, minute, asserting)
    extra = len(grown.posts) - MINUTES
    if extra <= 0:
        return grown
    return Buckets(grown.start + extra, 1, grown.posts[extra:], grown.asserting[extra:])


def count_shape(buckets: Buckets, minute: int, asserting: bool) -> Buckets:
    """Count a post in the buckets since birth, widened until they are no more than `SHAPE_BUCKETS`."""
    if not buckets.posts:
        return Buckets(minute // SHAPE_WIDTH, SHAPE_WIDTH, (1,), (int(asserting),))
    while _span(buckets, minute) > SHAPE_BUCKETS:
        buckets = _widened(buckets)
    return _counted(buckets, minute // buckets.width, asserting)


def uncount(buckets: Buckets, minute: int, asserting: bool) -> Buckets:
    """Give the buckets without a post that was counted in them, as far as they still hold it."""
    i = minute // buckets.width - buckets.start
    if not 0 <= i < len(buckets.posts) or not buckets.posts[i]:
        return buckets
    posts, asserts = list(buckets.posts), list(buckets.asserting)
    posts[i] -= 1
    asserts[i] = min(posts[i], max(0, asserts[i] - asserting))
    counted = [number for number, count in enumerate(posts) if count]
    if not counted:
        return Buckets()
    first, end = counted[0], counted[-1] + 1
    return Buckets(buckets.start + first, buckets.width, tuple(posts[first:end]), tuple(asserts[first:end]))


def united_recent(one: Buckets, other: Buckets) -> Buckets:
    """Add up two rows of one-minute buckets; the last `MINUTES` are kept."""
    if not one.posts or not other.posts:
        return one if one.posts else other
    end = max(_end(one), _end(other))
    return _summed(one, other, max(min(one.start, other.start), end - MINUTES), end)


def united_shape(one: Buckets, other: Buckets) -> Buckets:
    """Add up two rows of buckets since birth, widened until they are no more than `SHAPE_BUCKETS`."""
    if not one.posts or not other.posts:
        return one if one.posts else other
    while (
        one.width != other.width or max(_end(one), _end(other)) - min(one.start, other.start) > SHAPE_BUCKETS
    ):
        if one.width <= other.width:
            one, other = other, one
        if one.width == other.width:
            one = _widened(one)
        other = _widened(other)
    return _summed(one, other, min(one.start, other.start), max(_end(one), _end(other)))


def _end(buckets: Buckets) -> int:
    return buckets.start + len(buckets.posts)


def _summed(one: Buckets, other: Buckets, start: int, end: int) -> Buckets:
    posts, asserts = [0] * (end - start), [0] * (end - start)
    for row in (one, other):
        for number, (count, asserting) in enumerate(zip(row.posts, row.asserting, strict=True), row.start):
            if start <= number < end:
                posts[number - start] += count
                asserts[number - start] += asserting
    return Buckets(start, one.width, tuple(posts), tuple(asserts))


def _span(buckets: Buckets, minute: int) -> int:
    number = minute // buckets.width
    last = buckets.start + len(buckets.posts) - 1
    return max(last, number) - min(buckets.start, number) + 1


def _widened(buckets: Buckets) -> Buckets:
    """Merge neighbours two by two, so that every bucket still begins at a multiple of its width."""
    odd = buckets.start % 2
    return Buckets(
        buckets.start // 2, 2 * buckets.width, _paired(buckets.posts, odd), _paired(buckets.asserting, odd)
    )


def _paired(counts: tuple[int, ...], odd: int) -> tuple[int, ...]:
    padded = (0,) * odd + counts
    return tuple(sum(padded[i : i + 2]) for i in range(0, len(padded), 2))


def _counted(buckets: Buckets, number: int, asserting: bool) -> Buckets:
    start, posts, asserts = buckets.start, buckets.posts, buckets.asserting
    if number < start:
        gap = (0,) * (start - number)
        start, posts, asserts = number, gap + posts, gap + asserts
    elif (gap_after := number - start - len(posts) + 1) > 0:
        posts, asserts = posts + (0,) * gap_after, asserts + (0,) * gap_after
    i = number - start
    posts = (*posts[:i], posts[i] + 1, *posts[i + 1 :])
    if asserting:
        asserts = (*asserts[:i], asserts[i] + 1, *asserts[i + 1 :])
    return Buckets(start, buckets.width, posts, asserts)
