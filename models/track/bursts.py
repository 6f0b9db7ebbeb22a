"""Whether a claim is told far more often than before: a state machine, and a count beside its own past."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Final

from models.track.timeline import Stretch

SCALING: Final = 2.0
"""How many times faster posts come in each state than in the one below it."""
GAMMA: Final = 1.0
"""Price of going up one state, in logarithms of the posts: both are Kleinberg's defaults."""
STATES: Final = 4
"""Usual, and 2, 4 and 8 times faster."""
FEWEST: Final = 5
"""Posts below which no burst is told."""
CONSISTENT: Final = 1.4826
"""1 / (quantile of a normal distribution at 3/4): makes the median deviation one of a normal's sigma."""
LEAST_PAST: Final = 6
"""Earlier counts below which there is no past to compare with."""


def burst_levels(
    stretches: Sequence[Stretch], states: int = STATES, scaling: float = SCALING, gamma: float = GAMMA
) -> list[int]:
    """Give the state of each stretch, 0 for the usual pace: the cheapest way through Kleinberg's automaton.

    Kleinberg 2002, "Bursty and Hierarchical Structure in Streams", sections 2 and 3, with ``states`` states:
    in state i posts come by a Poisson process ``scaling`` ** i times as fast as on the whole; going up costs
    ``gamma`` ln(posts) a state, going down nothing. States change between stretches only, where the gaps in
    one of r posts and w minutes have together the density rate ** r * exp(-rate * w).
    """
    posts = sum(stretch.posts for stretch in stretches)
    minutes = sum(stretch.minutes for stretch in stretches)
    if posts < FEWEST or minutes <= 0:
        return [0] * len(stretches)
    rates = [posts / minutes * scaling**level for level in range(states)]
    logs, up = [math.log(rate) for rate in rates], gamma * math.log(posts)
    costs, came = [0.0] + [math.inf] * (states - 1), list[list[int]]()
    for count, length in stretches:
        costs, origins = _next(costs, up)
        came.append(origins)
        costs = [c + rate * length - count * log for c, rate, log in zip(costs, rates, logs, strict=True)]
    return _traced(came, costs.index(min(costs)))


def _next(costs: Sequence[float], up: float) -> tuple[list[float], list[int]]:
    """Give the cheapest way into each state, and the state it comes from."""
    best, origins = list(costs), list(range(len(costs)))
    for state in range(len(costs) - 2, -1, -1):  # down for nothing
        if best[state + 1] < best[state]:
            best[state], origins[state] = best[state + 1], origins[state + 1]
    for state in range(1, len(costs)):  # up, a price for each state
        if best[state - 1] + up < best[state]:
            best[state], origins[state] = best[state - 1] + up, origins[state - 1]
    return best, origins


def _traced(came: Sequence[Sequence[int]], last: int) -> list[int]:
    levels = [last]
    for origins in reversed(came[1:]):
        levels.append(origins[levels[-1]])
    return levels[::-1]


def robust_z(count: float, past: Sequence[float], least: int = LEAST_PAST) -> float | None:
    """Give how many robust deviations a count lies above the median of earlier ones; None of too few.

    (count - median) / (1.4826 * median absolute deviation): Rousseeuw and Croux 1993, "Alternatives to the
    median absolute deviation". A deviation below that of a Poisson count of the median, or below one post,
    is taken as that: where most earlier counts are equal theirs is nothing.
    """
    if len(past) < least:
        return None
    middle = median(past)
    deviation = CONSISTENT * median([abs(earlier - middle) for earlier in past])
    return (count - middle) / max(deviation, math.sqrt(max(middle, 1.0)))
