"""How far a claim will go, and each of its largest cascades, foretold by what was learnt from cascades.

A claim is foretold as if it were one cascade, its first post the root, by the trees of `models.forecast`.
Audiences are used for a cascade, where they are known, and not for a claim. On the 80 claims of the PHEME set
(Zubiaga et al. 2016; `tests/bench/bench_foretold.py`) that has half the error of Szabo and Huberman's scaling
law and of any blend with it; audiences, learnt from reshares alone, made it worse there.
"""

from __future__ import annotations

import math
from datetime import datetime
from itertools import pairwise
from typing import Final

from models.forecast import Seen, load_forecaster, seen
from models.post import channel_of
from models.track.intervals import Estimate
from models.track.record import ClaimRecord
from models.track.sketch import digest
from models.track.timeline import born, moments, running
from models.track.tree import Branch
from models.track.windows import minute_of

LEAST_POSTS: Final = 10
"""Posts, or shares of a cascade, below which nothing is foretold: the forecast was measured from there on."""
MOST_CASCADES: Final = 3
"""Cascades that are foretold, the largest."""
CLAIM_MARGINS: Final = (
    (30.0, 0.19),
    (60.0, 0.16),
    (120.0, 0.11),
    (180.0, 0.09),
    (360.0, 0.05),
    (720.0, 0.03),
)
"""Age in minutes; what is taken off the logarithm of a claim's least growth.

With it nine of ten PHEME claims end above the lower limit, as they do below the upper one without: a claim
is told by people who do not all read each other, and comes to rest sooner than one cascade of its size.
"""


def predicted(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Foretell the final number of posts, with an 80 % interval; None below `LEAST_POSTS`."""
    if record.posts < LEAST_POSTS:
        return None
    times = moments(record, at)
    age = 60 * max(1.0, minute_of(at) + running(at) - born(record))
    if len(times) < LEAST_POSTS:
        return None  # all but a few are of long ago
    middle, low, high = _growth(seen([(time, None) for time in times[1:]], age))
    low = max(0.0, low - _margin(age / 60))
    return Estimate(*(record.posts * math.exp(growth) for growth in (middle, low, high)))


def cascades(record: ClaimRecord, at: datetime) -> list[tuple[Branch, Estimate | None]]:
    """Give the posts that most others have it from, with the final number of their shares foretold.

    None of a cascade that has fewer than `LEAST_POSTS`, whose first post was not read, or that was followed
    only in part.
    """
    largest = sorted(record.tree, key=lambda branch: (-branch.certain, branch.post))
    return [
        (branch, _shares(record, branch, at) if number < MOST_CASCADES else None)
        for number, branch in enumerate(largest)
    ]


def _shares(record: ClaimRecord, branch: Branch, at: datetime) -> Estimate | None:
    if branch.certain < LEAST_POSTS or branch.over or not branch.minute:
        return None
    age = 60 * max(1.0, minute_of(at) + running(at) - branch.minute)
    root = record.audience.of(digest(channel_of(branch.post)))
    found = load_forecaster().forecast(seen(_events(branch, age), age, root))
    return Estimate(found.predicted, found.low, found.high)


def _events(branch: Branch, age: float) -> list[tuple[float, float | None]]:
    """Give a cascade's shares, even within its buckets; of audiences the widest and the mean are known."""
    times, width = list[float](), 60.0 * branch.curve.width
    for number, count in enumerate(branch.curve.posts, branch.curve.start):
        begins = max(0.0, number * width - 60.0 * branch.minute)
        ends = max(begins, min((number + 1) * width - 60.0 * branch.minute, age))
        times += [begins + (ends - begins) * (place + 0.5) / count for place in range(count)]
    if not branch.told:
        return [(time, None) for time in times]
    mean = (branch.reach - branch.widest) / max(1, branch.told - 1)
    audiences = [float(branch.widest), *[mean] * (branch.told - 1), *[None] * (len(times) - branch.told)]
    return list(zip(times, audiences, strict=False))


def _growth(cascade: Seen) -> tuple[float, float, float]:
    """Give the logarithms of growth to the forecast and its limits."""
    found, now = load_forecaster().forecast(cascade), cascade.count + 1
    low, middle, high = (math.log((shares + 1) / now) for shares in (found.low, found.predicted, found.high))
    return middle, low, high


def _margin(age: float) -> float:
    """Give the margin at an age in minutes, straight in its logarithm between those measured."""
    if age <= CLAIM_MARGINS[0][0]:
        return CLAIM_MARGINS[0][1]
    for (before, one), (after, other) in pairwise(CLAIM_MARGINS):
        if age <= after:
            share = math.log(age / before) / math.log(after / before)
            return one + share * (other - one)
    return CLAIM_MARGINS[-1][1]
