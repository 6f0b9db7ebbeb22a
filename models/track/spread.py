"""How fast a claim spreads and how far it will: the formulas of `growth` applied to its record.

Rates, growth and reproduction count the posts that assert the claim: a denial is not one more post spreading
it. The forecast is of all posts, as the count is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from models.track.growth import Bin, doubling_minutes, predicted_posts, reproduction_number
from models.track.intervals import Estimate, poisson_rate
from models.track.record import ClaimRecord
from models.track.windows import Buckets, minute_of

WINDOWS: Final = (1, 10, 60)
"""Minutes of the sliding windows; each includes the minute that is running."""
RATE_WINDOW: Final = 10
GROWTH_WINDOW: Final = 60
GROWTH_BIN: Final = 5
SHAPE_BINS: Final = 24
R_BUCKETS: Final = 6

Shown = dict[str, float] | None


def spread(record: ClaimRecord, at: datetime) -> dict[str, Shown]:
    """Give the contract's ``spread`` object at a time: each figure with its interval, or None."""
    return {
        "per_minute": per_minute(record, at).shown(),
        "doubling_minutes": _shown(_doubling(record, at)),
        "reproduction_number": _shown(_reproduction(record, at)),
        "predicted_posts": _shown(_predicted(record, at), digits=4),
    }


def per_minute(record: ClaimRecord, at: datetime) -> Estimate:
    """Give asserting posts per minute over the last ten minutes and the one that is running."""
    return poisson_rate(window(record, RATE_WINDOW, at)[1], RATE_WINDOW + _running(at))


def window(record: ClaimRecord, minutes: int, at: datetime) -> tuple[int, int]:
    """Count posts and asserting posts of the last minutes and the one that is running."""
    now = minute_of(at)
    return record.minutes.total(now - minutes, now + 1)


def _running(at: datetime) -> float:
    return at.second / 60


def _shown(estimate: Estimate | None, digits: int = 3) -> Shown:
    return estimate.shown(digits) if estimate else None


def _doubling(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Take the last hour where it has enough to tell, else the curve since birth."""
    now = minute_of(at)
    bins = _recent_bins(record.minutes, now, _running(at))
    return doubling_minutes(bins) or doubling_minutes(_shape_bins(record.shape, now))


def _recent_bins(minutes: Buckets, now: int, running: float) -> list[Bin]:
    """Cut the last hour into bins, from the claim's birth on: before it there was nothing to grow."""
    bins = []
    for end in range(now + 1, now + 1 - GROWTH_WINDOW, -GROWTH_BIN):
        if end <= minutes.start:
            break
        exposure = GROWTH_BIN - 1 + running if end == now + 1 else float(GROWTH_BIN)
        bins.append(Bin(end - GROWTH_BIN / 2, minutes.total(end - GROWTH_BIN, end)[1], exposure))
    return bins


def _shape_bins(shape: Buckets, now: int) -> list[Bin]:
    """Take the last finished buckets since birth."""
    done = now // shape.width
    first = max(shape.start, done - SHAPE_BINS)
    width = float(shape.width)
    return [Bin((number + 0.5) * width, _asserting(shape, number), width) for number in range(first, done)]


def _asserting(shape: Buckets, number: int) -> int:
    at = number - shape.start
    return shape.asserting[at] if 0 <= at < len(shape.asserting) else 0


def _reproduction(record: ClaimRecord, at: datetime) -> Estimate | None:
    shape = record.shape
    last = minute_of(at) // shape.width
    if last - shape.start - len(shape.asserting) >= R_BUCKETS:
        return None
    counts = [_asserting(shape, number) for number in range(shape.start, last + 1)]
    return reproduction_number(counts, shape.width, R_BUCKETS)


def _predicted(record: ClaimRecord, at: datetime) -> Estimate | None:
    return predicted_posts(record.posts, max(1.0, (at - record.began).total_seconds() / 60))
