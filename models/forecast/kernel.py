"""When reactions to a post come: the memory kernel of SEISMIC, its integrals, and what follows from it.

Zhao, Erdogdu, He, Rajaraman, Leskovec 2015, "SEISMIC: A Self-Exciting Point Process Model for Predicting
Tweet Popularity" (arXiv:1506.02594). Times are in seconds.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EVEN: Final = 300.0
"""Seconds in which reactions come evenly."""
POWER: Final = 0.242
"""Later ones fall off as seconds ** -(1 + this). Both from section 4.1 there, a month of Twitter."""
LEVEL: Final = 1 / (EVEN * (1 + 1 / POWER))
"""Density of the even stretch, so that all reactions add up to 1."""
MIN_WINDOW: Final = 300.0
MAX_WINDOW: Final = 7200.0
"""Bounds of the stretch over which infectiousness is told, half the age between them: section 3.2 there."""
NO_END: Final = 0.95
"""A branching number is taken to be at most this: from 1 on the formula has no finite answer."""


def reacted(age: Array) -> Array:
    """Give the share of reactions that came within so many seconds; 0 before the post."""
    late = np.maximum(age, EVEN) / EVEN
    tail = LEVEL * EVEN / POWER * (1 - late**-POWER)
    share: Array = LEVEL * np.clip(age, 0.0, EVEN) + tail
    return share


def reacted_area(age: Array) -> Array:
    """Give the integral of `reacted` from 0 to so many seconds."""
    early, late = np.clip(age, 0.0, EVEN), np.maximum(age, EVEN)
    bend = (EVEN**POWER * late ** (1 - POWER) - EVEN) / (1 - POWER)
    area: Array = LEVEL * early**2 / 2 + LEVEL * EVEN * ((1 + 1 / POWER) * (late - EVEN) - bend / POWER)
    return area


def window(at: float) -> float:
    """Give the seconds before ``at`` over which infectiousness is told."""
    return min(max(at / 2, MIN_WINDOW), MAX_WINDOW)


def due(times: Array, at: float) -> Array:
    """Give the reactions expected within the window of each post, counted by the triangle of `recent`."""
    span, ages = window(at), at - times
    expected: Array = reacted(ages) - (reacted_area(ages) - reacted_area(ages - span)) / span
    return expected


def recent(times: Array, at: float) -> float:
    """Count reshares by a triangle that rises from 0 at the window's beginning to 1 at its end."""
    return float(np.maximum(0.0, 1 - (at - times) / window(at)).sum())


def infectiousness(times: Array, weights: Array, at: float) -> float:
    """Give the reshares that a unit of weight brings about, as of late: equation 5 there.

    ``times`` and ``weights`` begin with the first post, which is itself no reshare. With weights of 1 it is
    the branching number; with audiences, the share of an audience that reshares.
    """
    return recent(times[1:], at) / float(weights @ due(times, at))


def still_to_come(infectious: float, waiting: float, mean_weight: float) -> float:
    """Give the reshares to come, those of reshares included: equation 7 there, without its corrections."""
    return infectious * waiting / (1 - min(NO_END, infectious * mean_weight))
