"""What is seen of a cascade at an age, put in order and within bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

YOUNGEST: Final = 60.0
"""Seconds: a cascade younger than this is described as if it were this old."""
OLDEST: Final = 30 * 86400.0
"""Seconds: one that is older is described by its last month."""
MOST_AUDIENCE: Final = 1e10
"""More than there are people; a larger audience, or a negative one, is no audience."""

Event = tuple[float, float | None]
"""Seconds after the first post, and the audience of who reshared it, None where it is not known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The reshares of one post up to an age."""

    times: Array
    """Seconds after the first post, ascending."""
    audiences: Array
    """One for each reshare; not a number where it is not known."""
    at: float
    """Age in seconds."""
    audience: float | None
    """Of the first post."""

    @property
    def count(self) -> int:
        """Give the reshares seen."""
        return len(self.times)


def seen(events: Sequence[Event], at: float, audience: float | None = None) -> Seen:
    """Put reshares in order; those after ``at`` are left out, those before the first post come with it.

    Equal sets of events give equal results, in whatever order they are given. What is no number (a time or
    an age that is not finite) raises ValueError.
    """
    times = np.array([event[0] for event in events], np.float64)
    if not math.isfinite(at) or not np.isfinite(times).all():
        raise ValueError("times and the age must be finite")
    audiences = np.array([_audience(event[1]) for event in events], np.float64)
    past = times <= at
    times, audiences = times[past], audiences[past]
    order = np.lexsort((audiences, times))
    age = min(max(at, YOUNGEST), OLDEST)
    late = max(0.0, at - age)
    known = _audience(audience)
    return Seen(
        np.clip(times[order] - late, 0.0, age), audiences[order], age, None if math.isnan(known) else known
    )


def _audience(given: float | None) -> float:
    return given if given is not None and 0 <= given <= MOST_AUDIENCE else math.nan
