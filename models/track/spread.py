"""How fast a claim spreads and how far it will: the formulas of `growth` applied to its record.

Rates, growth and reproduction count the posts that assert the claim: a denial is not one more post spreading
it. The forecast is of all posts, as the count is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from models.track import growth
from models.track.bursts import burst_levels, robust_z
from models.track.foretold import predicted
from models.track.growth import Bin, Trend
from models.track.intervals import Estimate, poisson_rate, significant
from models.track.record import ClaimRecord
from models.track.timeline import asserted, running
from models.track.windows import HOURS, Buckets, Tally, minute_of

WINDOWS: Final = (1, 10, 60)
"""Minutes of the sliding windows; each includes the minute that is running."""
RATE_WINDOW: Final = 10
GROWTH_WINDOW: Final = 60
GROWTH_BIN: Final = 5
SHAPE_BINS: Final = 24
R_BUCKETS: Final = 6
HOUR: Final = 60
LEAST_DAYS: Final = 3
"""Earlier days below which nothing is usual at an hour."""
MOST_SILENCE: Final = 64
"""Stretches of silence that count as a claim's past: after more the pace of old would be forgotten."""

Shown = dict[str, float] | None


def spread(record: ClaimRecord, at: datetime) -> dict[str, Any]:
    """Give the contract's ``spread`` object at a time: each figure with its interval, or None.

    Beyond the contract: ``reproduction_number_tree`` counts as brought about only what says from which post
    it has it; ``growth_per_hour`` is the rate of the exponential, ``acceleration`` in posts a minute per
    minute, ``burst_level`` 0 to 3, ``robust_z`` against the claim's own past and ``robust_z_hour`` against
    the same hour of the days before.
    """
    trends = _trends(record, at)
    return {
        "per_minute": per_minute(record, at).shown(),
        "doubling_minutes": _shown(_doubling(trends)),
        "reproduction_number": _shown(reproduction(record, at)),
        "predicted_posts": _shown(predicted(record, at), digits=4),
        "reproduction_number_tree": _shown(reproduction_of_tree(record, at)),
        "growth_per_hour": _shown(_hourly(trends)),
        "acceleration": _shown(acceleration(record, at)),
        "burst_level": burst_level(record, at),
        "robust_z": _rounded(own_z(record, at)),
        "robust_z_hour": _rounded(hour_z(record, at)),
    }


def per_minute(record: ClaimRecord, at: datetime) -> Estimate:
    """Give asserting posts per minute over the last ten minutes and the one that is running."""
    return poisson_rate(window(record, RATE_WINDOW, at).asserting, RATE_WINDOW + running(at))


def acceleration(record: ClaimRecord, at: datetime) -> Estimate:
    """Give how the rate of asserting posts changes, per minute: the last ten minutes and the ten before."""
    start = minute_of(at) - RATE_WINDOW
    before = record.minutes.total(start - RATE_WINDOW, start).asserting
    last = window(record, RATE_WINDOW, at).asserting
    return growth.acceleration(last, before, RATE_WINDOW + running(at), RATE_WINDOW)


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
    return next(reversed(burst_levels(asserted(record, at))), 0)


def own_z(record: ClaimRecord, at: datetime) -> float | None:
    """Give the asserting posts of late beside those of equal stretches since birth, in robust deviations.

    A stretch is a bucket of the curve, or an hour where these have grown wider.
    """
    row = record.shape if record.shape.width <= HOUR else record.hours
    if not row.rows:
        return None
    now, width = minute_of(at), row.width
    over = now // width - row.end
    past = [float(count) for count in row.asserting[: len(row.posts) + min(0, over)]]
    past += [0.0] * min(max(0, over), MOST_SILENCE)
    return robust_z(record.minutes.total(now - width + 1, now + 1).asserting, past)


def hour_z(record: ClaimRecord, at: datetime) -> float | None:
    """Give the asserting posts of the last hour beside those of the same hour on the days before.

    Up to seven of them, of which the last is the same hour of the week; None before there are `LEAST_DAYS`.
    This is the claim's own baseline. That of its topic would be one of many claims, and a claim's record,
    which is all that this stage has, knows of no other.
    """
    now, row = minute_of(at), record.hours
    days = range(1, HOURS // 24 + 1)
    hours = [now // HOUR - 24 * day for day in days]
    past = [float(_asserting(row, number)) for number in hours if row.rows and number >= row.start]
    return robust_z(record.minutes.total(now - HOUR + 1, now + 1).asserting, past, LEAST_DAYS)


def _shown(estimate: Estimate | None, digits: int = 3) -> Shown:
    return estimate.shown(digits) if estimate else None


def _rounded(number: float | None) -> float | None:
    return None if number is None else significant(number, 3)


def doubling(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Give the doubling time in minutes; None unless growth is beyond doubt."""
    return _doubling(_trends(record, at))


def _doubling(trends: Sequence[Trend]) -> Estimate | None:
    return next(filter(None, map(growth.doubling_of, trends)), None)


def _hourly(trends: Sequence[Trend]) -> Estimate | None:
    if not trends:
        return None
    rate, margin = trends[0].rate, growth.Z95 * trends[0].error
    return Estimate(60 * rate, 60 * (rate - margin), 60 * (rate + margin))


def _trends(record: ClaimRecord, at: datetime) -> list[Trend]:
    """Give the growth of the last hour and that since birth, as far as each has enough to tell."""
    now = minute_of(at)
    rows = (_recent_bins(record.minutes, now, running(at)), _shape_bins(record.shape, now))
    return [trend for trend in map(growth.trend, rows) if trend is not None]


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
    counts = _curve(record, at, record.shape.asserting)
    return growth.reproduction_number(counts, record.shape.width, R_BUCKETS) if counts else None


def reproduction_of_tree(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Give how many asserting posts say that they have it from each asserting one."""
    counts, local = (_curve(record, at, row) for row in (record.shape.asserting, record.shape.relayed))
    return growth.reproduction_number(counts, record.shape.width, R_BUCKETS, local) if counts else None


def _curve(record: ClaimRecord, at: datetime, row: tuple[int, ...]) -> list[int]:
    """Give the buckets since birth up to now; none of a claim that has long been silent."""
    silent = minute_of(at) // record.shape.width + 1 - record.shape.end
    return [*row, *(0,) * silent] if silent < R_BUCKETS else []
