"""How far a claim will go, and each of its largest cascades, with intervals that hold four truths of five."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

from models.track.ahead import CASCADES, CLAIMS, LEAST, Growth, ahead
from models.track.intervals import Estimate
from models.track.record import ClaimRecord
from models.track.timeline import Stretch, born, by, running, told
from models.track.tree import Branch
from models.track.windows import minute_of

MOST_CASCADES: Final = 3
"""Cascades that are foretold, the largest."""


def predicted(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Foretell the final number of posts, with an 80 % interval; None of fewer than `LEAST`.

    Audiences play no part: what is known of them told nothing more where it was tried.
    """
    stretches = told(record, at)
    now = sum(stretch.posts for stretch in stretches)
    if now < LEAST:
        return None  # too few, or all but a few are of long ago
    age = max(1.0, minute_of(at) + running(at) - born(record))
    growth = ahead(CLAIMS, now, by(stretches, age / 2), age / 60)
    return _grown(growth, record.posts)


def cascades(record: ClaimRecord, at: datetime) -> list[tuple[Branch, Estimate | None]]:
    """Give the posts that most others have it from, with the final number of their shares foretold.

    None of a cascade that has fewer than `LEAST` posts, whose first post was not read, or that was followed
    only in part.
    """
    largest = sorted(record.tree, key=lambda branch: (-branch.certain, branch.post))
    return [
        (branch, _shares(branch, at) if number < MOST_CASCADES else None)
        for number, branch in enumerate(largest)
    ]


def _shares(branch: Branch, at: datetime) -> Estimate | None:
    if branch.certain + 1 < LEAST or branch.over or not branch.minute:
        return None
    age = max(1.0, minute_of(at) + running(at) - branch.minute)
    curve, width = branch.curve, branch.curve.width
    wait = Stretch(0, max(0.0, curve.start * width - branch.minute))
    stretches = [wait, *(Stretch(count, float(width)) for count in curve.posts)]
    growth = ahead(CASCADES, branch.certain + 1, 1 + by(stretches, age / 2), age / 60)
    found = _grown(growth, branch.certain + 1)
    return Estimate(*(posts - 1 for posts in found))  # the post itself is no share


def _grown(growth: Growth, now: int) -> Estimate:
    middle, low, high = (now * math.exp(each) for each in growth)
    return Estimate(middle, math.floor(low + 1e-9), math.ceil(high - 1e-9))
