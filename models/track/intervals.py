"""Quantiles of the gamma distribution, and the intervals built on them, without a library of their size."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import Final, NamedTuple

LEVEL: Final = 0.95
"""Probability of every interval, unless it says otherwise."""

_NORMAL: Final = NormalDist()
_LARGE: Final = 500.0
"""Shape from which Wilson and Hilferty's approximation is right to five digits."""


class Estimate(NamedTuple):
    """A number with its interval."""

    value: float
    low: float
    high: float

    def shown(self, digits: int = 3) -> dict[str, float]:
        """Give it as the contract's ``{"value", "low", "high"}``, rounded to significant digits."""
        return {name: significant(number, digits) for name, number in self._asdict().items()}


def significant(number: float, digits: int) -> float:
    """Round to so many significant digits."""
    return float(f"{number:.{digits}g}")


def poisson_rate(count: int, exposure: float, level: float = LEVEL) -> Estimate:
    """Give a rate (events per unit of exposure) with its exact interval.

    Garwood 1936, "Fiducial limits for the Poisson distribution": gamma quantiles of shape n and n + 1.
    """
    tail = (1 - level) / 2
    low = gamma_quantile(tail, count) if count else 0.0
    return Estimate(count / exposure, low / exposure, gamma_quantile(1 - tail, count + 1) / exposure)


@lru_cache(maxsize=4_096)
def gamma_quantile(p: float, shape: float) -> float:
    """Give the quantile of a gamma distribution of scale 1, to a relative error below 1e-5.

    Starts from Wilson and Hilferty 1931 and improves by Newton steps kept inside a shrinking bracket.
    """
    z = _NORMAL.inv_cdf(p)
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    guess = shape * root**3 if root > 0.3 else (p * math.gamma(shape + 1)) ** (1 / shape)
    return guess if shape > _LARGE else _refined(p, shape, guess)


def _refined(p: float, shape: float, x: float) -> float:
    low, high = 0.0, max(4 * x, shape + 20 * math.sqrt(shape) + 20)
    for _ in range(60):
        excess = gamma_cdf(x, shape) - p
        low, high = (low, x) if excess > 0 else (x, high)
        density = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))
        step = excess / density if density > 0 else math.inf
        if abs(step) < 1e-9 * x:
            break
        x = x - step if low < x - step < high else (low + high) / 2
    return x


def gamma_cdf(x: float, shape: float) -> float:
    """Give the regularised lower incomplete gamma function P(shape, x).

    Its power series (Abramowitz and Stegun 1964, 6.5.29), which has only positive terms.
    """
    if x <= 0:
        return 0.0
    term = total = 1 / shape
    n = shape
    while term > 1e-12 * total:
        n += 1
        term *= x / n
        total += term
    return min(1.0, total * math.exp(shape * math.log(x) - x - math.lgamma(shape)))
