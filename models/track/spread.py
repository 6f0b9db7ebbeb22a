"""How fast a claim spreads and how far it will: the formulas of `growth` applied to its record.

Rates, growth and reproduction count the posts that assert the claim: a denial is not one more post spreading
it. The forecast is of all posts, as the count is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from models.track import growth
from models.track.bursts import Stretch, burst_levels, robust_z
from models.track.growth import Bin, Trend
from models.track.intervals import Estimate, poisson_rate, significant
from models.track.record import ClaimRecord
from models.track.windows import Buckets, Tally, minute_of

WINDOWS: Final = (1, 10, 60)
"""Minutes of the sliding windows; each includes the minute that is running."""
RATE_WINDOW: Final = 10
GROWTH_WINDOW: Final = 60
GROWTH_BIN: Final = 5
SHAPE_BINS: Final = 24
R_BUCKETS: Final = 6

Shown = dict[str, float] | None


def spread(record: ClaimRecord, at: datetime) -> dict[str, Any]:
    """Give the contract's ``spread`` object at a time: each figure with its interval, or None."""
    z = own_z(record, at)
    return {
        "per_minute": per_minute(record, at).shown(),
        "doubling_minutes": _shown(doubling(record, at)),
        "reproduction_number": _shown(reproduction(record, at)),
        "predicted_posts": _shown(predicted(record, at), digits=4),
        "growth_per_hour": _shown(growth_per_hour(record, at)),
        "acceleration": _shown(acceleration(record, at)),
        "burst_level": burst_level(record, at),
        "robust_z": None if z is None else significant(z, 3),
    }


def per_minute(record: ClaimRecord, at: datetime) -> Estimate:
    """Give asserting posts per minute over the last ten minutes and the one that is running."""
    return poisson_rate(window(record, RATE_WINDOW, at).asserting, RATE_WINDOW + _running(at))


def acceleration(record: ClaimRecord, at: datetime) -> Estimate:
    """Give how the rate of asserting posts changes, per minute: the last ten minutes and the ten before."""
    start = minute_of(at) - RATE_WINDOW
    before = record.minutes.total(start - RATE_WINDOW, start).asserting
    last = window(record, RATE_WINDOW, at).asserting
    return growth.acceleration(last, before, RATE_WINDOW + _running(at), RATE_WINDOW)


def window(record: ClaimRecord, minutes: int, at: datetime) -> Tally:
    """Count the posts of the last minutes and the one that is running."""
    now = minute_of(at)
    return record.minutes.total(now - minutes, now + 1)


def shown_window(record: ClaimRecord, minutes: int, at: datetime) -> dict[str, int | None]:
    """Give all that is counted of the last minutes and the one that is running.

    Channels and audience are exact while the claim has few channels, and estimated then; views are of the
    posts published in the window, as far as a platform tells them.
    """
    since, tally = minute_of(at) - minutes, window(record, minutes, at)
    groups = (record.platforms, record.languages)
    platforms, languages = (sum(group.last >= since for group in kind.values()) for kind in groups)
    return {
        "posts": tally.posts,
        "asserting": tally.asserting,
        "channels": min(tally.posts, record.channels.since(since)),
        "platforms": min(tally.posts, platforms),
        "languages": min(tally.posts, languages),
        "audience": record.audience.total(since) if tally.posts else 0,
        "views": None if record.views is None else tally.views,
    }


def burst_level(record: ClaimRecord, at: datetime) -> int:
    """Give how far the claim is above its usual pace since birth: 0, or 1, 2, 3 for 2, 4, 8 times."""
    return next(reversed(burst_levels(_stretches(record, at))), 0)


def own_z(record: ClaimRecord, at: datetime) -> float | None:
    """Give the asserting posts of late beside those of equal stretches since birth, in robust deviations."""
    shape, now = record.shape, minute_of(at)
    done = now // shape.width
    past = [float(_asserting(shape, number)) for number in range(shape.start, done)]
    count = record.minutes.total(now - shape.width + 1, now + 1).asserting
    return robust_z(count, past)


def _running(at: datetime) -> float:
    return at.second / 60


def _shown(estimate: Estimate | None, digits: int = 3) -> Shown:
    return estimate.shown(digits) if estimate else None


def _stretches(record: ClaimRecord, at: datetime) -> list[Stretch]:
    """Cut the time since birth: buckets of the curve, then the minutes of the last hour, then silence."""
    fine, shape = record.minutes, record.shape
    if not fine.posts or not shape.posts:
        return []
    cut = []
    for number, count in enumerate(shape.asserting, shape.start):
        begins, ends = number * shape.width, min((number + 1) * shape.width, fine.start)
        if begins >= fine.start:
            break
        cut.append(Stretch(max(0, count - fine.total(begins, begins + shape.width).asserting), ends - begins))
    cut += [Stretch(count, 1.0) for count in fine.asserting]
    silent = minute_of(at) + _running(at) - (fine.start + len(fine.posts))
    return [*cut, Stretch(0, silent)] if silent > 0 else cut


def doubling(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Give the doubling time in minutes; None unless growth is beyond doubt."""
    now = minute_of(at)
    bins = _recent_bins(record.minutes, now, _running(at))
    return growth.doubling_minutes(bins) or growth.doubling_minutes(_shape_bins(record.shape, now))


def growth_per_hour(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Give the rate of exponential growth, negative in decline, per hour: 0.69 doubles in one.

    Of the last hour where it has enough to tell, else of the curve since birth.
    """
    now = minute_of(at)
    found = growth.trend(_recent_bins(record.minutes, now, _running(at)))
    found = found or growth.trend(_shape_bins(record.shape, now))
    return found and _hourly(found)


def _hourly(found: Trend) -> Estimate:
    margin = growth.Z95 * found.error
    return Estimate(60 * found.rate, 60 * (found.rate - margin), 60 * (found.rate + margin))


def _recent_bins(minutes: Buckets, now: int, running: float) -> list[Bin]:
    """Cut the last hour into bins, from the claim's birth on: before it there was nothing to grow."""
    bins = []
    for end in range(now + 1, now + 1 - GROWTH_WINDOW, -GROWTH_BIN):
        if end <= minutes.start:
            break
        exposure = GROWTH_BIN - 1 + running if end == now + 1 else float(GROWTH_BIN)
        bins.append(Bin(end - GROWTH_BIN / 2, minutes.total(end - GROWTH_BIN, end).asserting, exposure))
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


def reproduction(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Give how many posts each asserting post of the claim brings about; None where too few are known."""
    shape = record.shape
    last = minute_of(at) // shape.width
    if last - shape.start - len(shape.asserting) >= R_BUCKETS:
        return None
    counts = [_asserting(shape, number) for number in range(shape.start, last + 1)]
    return growth.reproduction_number(counts, shape.width, R_BUCKETS)


def predicted(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Foretell the final number of posts, with an 80 % interval; None where too few are known."""
    return growth.predicted_posts(record.posts, max(1.0, (at - record.began).total_seconds() / 60))
