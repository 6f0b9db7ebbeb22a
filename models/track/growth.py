"""How fast a claim grows: pure formulas on counts, each with its source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from models.track.intervals import Estimate, gamma_quantile, poisson_rate

LEAST_POSTS: Final = 10
"""Posts below which no trend is told: a Poisson count of 10 is known to a third."""
LEAST_INFECTED: Final = 11
"""Posts in the window below which no reproduction number is told.

Cori et al. 2013, web appendix 1: the posterior's coefficient of variation 1 / sqrt(1 + n) is then below 0.3.
"""
PRIOR_SHAPE: Final = 1.0
PRIOR_SCALE: Final = 5.0
"""Gamma prior of the reproduction number, mean 5 and deviation 5: Cori et al. 2013."""

Z95: Final = 1.959964
"""Two-sided 95 % of a normal distribution."""
_STEPS: Final = 25


class Bin(NamedTuple):
    """Posts counted over a stretch of time."""

    middle: float
    """Minutes, from any origin."""
    posts: int
    exposure: float
    """Minutes watched."""


class Trend(NamedTuple):
    """Growth rate per minute of an exponential, with its standard error."""

    rate: float
    error: float


def trend(bins: Sequence[Bin]) -> Trend | None:
    """Fit count ~ Poisson(exposure * exp(a + rate * t)) by maximum likelihood; None where it has no answer.

    Newton's method on the log-linear Poisson model (McCullagh and Nelder 1989, "Generalized Linear Models",
    2.5 and 6.2). The error is widened by Pearson's dispersion (4.5.2 there) where counts scatter more than
    Poisson's, as reshares do.
    """
    if len(bins) < 3 or sum(b.posts for b in bins) < LEAST_POSTS or sum(b.posts > 0 for b in bins) < 2:
        return None
    centre = sum(b.middle for b in bins) / len(bins)
    times = [b.middle - centre for b in bins]
    level, rate = math.log(sum(b.posts for b in bins) / sum(b.exposure for b in bins)), 0.0
    for _ in range(_STEPS):
        means = _means(bins, times, level, rate)
        s0, s1, s2 = _moments(times, means)
        gradient = [b.posts - mean for b, mean in zip(bins, means, strict=True)]
        g0, g1 = sum(gradient), sum(t * g for t, g in zip(times, gradient, strict=True))
        determinant = s0 * s2 - s1 * s1
        if determinant <= 1e-12:
            return None
        step = (s0 * g1 - s1 * g0) / determinant
        level, rate = level + (s2 * g0 - s1 * g1) / determinant, rate + step
        if abs(step) < 1e-10:
            return Trend(rate, math.sqrt(_dispersion(bins, means) * s0 / determinant))
    return None


def _means(bins: Sequence[Bin], times: Sequence[float], level: float, rate: float) -> list[float]:
    return [b.exposure * math.exp(min(50.0, level + rate * t)) for b, t in zip(bins, times, strict=True)]


def _moments(times: Sequence[float], means: Sequence[float]) -> tuple[float, float, float]:
    pairs = list(zip(times, means, strict=True))
    return sum(means), sum(t * m for t, m in pairs), sum(t * t * m for t, m in pairs)


def _dispersion(bins: Sequence[Bin], means: Sequence[float]) -> float:
    scatter = sum((b.posts - m) ** 2 / m for b, m in zip(bins, means, strict=True))
    return max(1.0, scatter / (len(bins) - 2))


def doubling_minutes(bins: Sequence[Bin]) -> Estimate | None:
    """Give the doubling time of counts with its 95 % interval; None unless growth is beyond doubt."""
    found = trend(bins)
    return found and doubling_of(found)


def doubling_of(found: Trend) -> Estimate | None:
    """Give the doubling time ln 2 / rate with its 95 % interval; None unless growth is beyond doubt."""
    slow, fast = found.rate - Z95 * found.error, found.rate + Z95 * found.error
    return Estimate(math.log(2) / found.rate, math.log(2) / fast, math.log(2) / slow) if slow > 0 else None


def acceleration(last: int, before: int, minutes: float, earlier: float) -> Estimate:
    """Give the change of the rate of posts, in posts a minute per minute, with its 95 % interval.

    ``last`` posts came in the last ``minutes``, ``before`` in the ``earlier`` minutes before them. The rates
    are told at the middle of each stretch. The interval is made of those of both rates (Zou and Donner 2008,
    "Construction of confidence limits about effect measures: a general approach").
    """
    now, then, apart = poisson_rate(last, minutes), poisson_rate(before, earlier), (minutes + earlier) / 2
    change = now.value - then.value
    low = change - math.hypot(now.value - now.low, then.high - then.value)
    high = change + math.hypot(now.high - now.value, then.value - then.low)
    return Estimate(change / apart, low / apart, high / apart)


REACTS_WITHIN: Final = 5.0
"""Minutes in which reactions come evenly; later ones fall off as a power."""
REACTS_POWER: Final = 0.242
"""Both measured on a month of Twitter: Zhao, Erdogdu, He, Rajaraman, Leskovec 2015, "SEISMIC", section 4."""
REACTS_UNTIL: Final = 7 * 24 * 60.0
"""Minutes after which nobody answers an old post: the power has no mean, so it must end somewhere."""


def reacted(minutes: float) -> float:
    """Give the share of reactions that come within so many minutes of a post: the serial interval.

    SEISMIC's memory kernel, constant up to `REACTS_WITHIN` and minutes ** -(1 + `REACTS_POWER`) from there,
    ended at `REACTS_UNTIL` and scaled to 1.
    """
    return _kernel(min(minutes, REACTS_UNTIL)) / _kernel(REACTS_UNTIL)


def _kernel(minutes: float) -> float:
    if minutes <= REACTS_WITHIN:
        return max(0.0, minutes) / REACTS_WITHIN
    return 1.0 + (1 - math.pow(minutes / REACTS_WITHIN, -REACTS_POWER)) / REACTS_POWER


def reproduction_number(
    counts: Sequence[int], width: float, window: int, local: Sequence[int] | None = None
) -> Estimate | None:
    """Give how many posts each post brings about, with its 95 % interval; None where there are too few.

    Cori, Ferguson, Fraser, Cauchemez 2013, "A new framework and software to estimate time-varying
    reproduction numbers during epidemics": posterior Gamma(a + sum of I, 1 / (1/b + sum of Lambda)) over the
    last ``window`` of ``counts`` (posts per bucket of ``width`` minutes, oldest first), where Lambda of a
    bucket is what earlier buckets should bring to it by the serial interval `reacted`. As there, a post
    brings nothing in its own bucket, so that narrow buckets are the better ones.

    Where it is known which posts were brought about by others, ``local`` counts these: all posts bring
    others about, and only these are the others (Thompson et al. 2019, "Improved inference of time-varying
    reproduction numbers during infectious disease outbreaks", which tells imported cases from local ones).
    """
    first = max(1, len(counts) - window)
    infected = sum((counts if local is None else local)[first:])
    if infected < LEAST_INFECTED:
        return None
    pressure = _pressure(counts, first, _shares(len(counts), width))
    shape, scale = PRIOR_SHAPE + infected, 1 / (1 / PRIOR_SCALE + pressure)
    low, high = gamma_quantile(0.025, shape), gamma_quantile(0.975, shape)
    return Estimate(shape * scale, low * scale, high * scale)


def _pressure(counts: Sequence[int], first: int, shares: Sequence[float]) -> float:
    """Sum what the posts of each bucket should bring to the later ones, from ``first`` on."""
    until = list(accumulate(shares, initial=0.0))
    return sum(
        count * (until[len(counts) - s] - until[max(1, first - s)]) for s, count in enumerate(counts) if count
    )


@lru_cache(maxsize=1_024)
def _shares(buckets: int, width: float) -> tuple[float, ...]:
    """Give the serial interval by whole buckets: nothing in the first, and 1 in all if it had no end."""
    edges = [reacted(max(0.0, (k - 0.5) * width)) for k in range(buckets + 1)]
    rest = 1 - edges[1] if buckets else 1.0
    if rest <= 0:  # a bucket outlasts the serial interval: nothing reaches the next one
        return (0.0,) * buckets
    return (0.0, *((edges[k + 1] - edges[k]) / rest for k in range(1, buckets)))
