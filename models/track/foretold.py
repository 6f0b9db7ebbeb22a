"""How far a claim will go, and each of its largest cascades, with intervals that hold four truths of five."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

from models.post import channel_of
from models.track.ahead import CASCADES, CLAIMS, FOLLOWED, LEAST, YOUNGEST, Growth, ahead
from models.track.intervals import Estimate
from models.track.record import ClaimRecord
from models.track.sketch import digest
from models.track.timeline import Stretch, born, by, running, told
from models.track.tree import Branch
from models.track.windows import minute_of

MOST_CASCADES: Final = 3
"""Cascades that are foretold, the largest."""


def predicted(record: ClaimRecord, at: datetime) -> Estimate | None:
    """Foretell the final number of posts, with an 80 % interval.

    None of a claim with fewer than `LEAST` posts, or younger than `YOUNGEST`: nothing was learnt of these.

    Audiences play no part: a claim has no one channel to begin with.
    """
    stretches = told(record, at)
    now = sum(stretch.posts for stretch in stretches)
    if now < LEAST:
        return None  # too few, or all but a few are of long ago
    age = minute_of(at) + running(at) - born(record)
    if age < YOUNGEST:
        return None
    growth = ahead(CLAIMS, now, by(stretches, age / 2), age / 60)
    return _grown(growth, record.posts)


def cascades(record: ClaimRecord, at: datetime) -> list[tuple[Branch, Estimate | None]]:
    """Give the posts that most others have it from, with the final number of their shares foretold.

    The followers of the post's channel are used where they are known. None of a cascade that has fewer than
    `LEAST` posts or is younger than `YOUNGEST`, whose first post was not read, or that was followed in part.
    """
    largest = sorted(record.tree, key=lambda branch: (-branch.certain, branch.post))
    return [
        (branch, _shares(branch, at, audience_of(record, branch)) if number < MOST_CASCADES else None)
        for number, branch in enumerate(largest)
    ]


def audience_of(record: ClaimRecord, branch: Branch) -> int | None:
    """Give how many follow the channel of a post; None where it was not read, or is one of too many."""
    return record.audience.of(digest(channel_of(branch.post)))


def _shares(branch: Branch, at: datetime, followers: int | None) -> Estimate | None:
    if branch.certain + 1 < LEAST or branch.over or not branch.minute:
        return None
    age = minute_of(at) + running(at) - branch.minute
    if age < YOUNGEST:
        return None
    curve, width = branch.curve, branch.curve.width
    wait = Stretch(0, max(0.0, curve.start * width - branch.minute))
    stretches = [wait, *(Stretch(count, float(width)) for count in curve.posts)]
    seen = branch.certain + 1, 1 + by(stretches, age / 2), age / 60
    growth = ahead(FOLLOWED, *seen, followers) if followers else ahead(CASCADES, *seen)
    now = branch.certain + 1
    return Estimate(*(posts - 1 for posts in _grown(growth, now)))  # the post itself is no share


def _grown(growth: Growth, now: int) -> Estimate:
    middle, low, high = (now * math.exp(each) for each in growth)
    return Estimate(middle, math.floor(low + 1e-9), math.ceil(high - 1e-9))
