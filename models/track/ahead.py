"""How far something will grow, from how much it grew in the second half of its life: no scale, any sample.

At each of some ages, log(final / now) is told by a straight line in log(now / half-way), one line for the
median and one for each end of the interval: quantile regression (Koenker and Bassett 1978, "Regression
quantiles") of the log-linear model of Pinto, Almeida, Goncalves 2013, "Using early view patterns to predict
the popularity of YouTube videos", which widens Szabo and Huberman's scaling law by how the past went. The
lines were fitted by `models.training.ahead`.

The trees of `models.forecast` are better on whole cascades that all grew large, as those they learnt from. A
newsroom reads a sample, and of small things too. There they foretell several times too much: with three posts
in ten read of the same cascades, their interval holds four truths of ten instead of eight.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final, NamedTuple

USUAL: Final = 10_000
"""Followers of a channel for which audience plays no part."""
MOST_LATE: Final = 2.0
"""Seven times as many as half-way: more was seldom seen by the fit."""
YOUNGEST: Final = 10.0
"""Minutes of age below which nothing is foretold."""
LEAST: Final = 10
"""Posts below which nothing is foretold: the lines were fitted from there on."""


class Line(NamedTuple):
    """One quantile of log(final / now)."""

    level: float
    late: float
    """For each unit of log(now / half-way)."""
    audience: float = 0.0
    """For each unit of log(followers / `USUAL`)."""

    def at(self, late: float, audience: float = 0.0) -> float:
        """Give the logarithm of growth, which is never below nothing."""
        return max(0.0, self.level + self.late * late + self.audience * audience)


class Growth(NamedTuple):
    """The logarithms of growth to come."""

    middle: float
    low: float
    high: float


class Age(NamedTuple):
    """What was learnt of growth at one age."""

    hours: float
    middle: Line
    low: Line
    """Nine of ten lie above it."""
    high: Line
    """Nine of ten lie below it."""

    def at(self, late: float, audience: float = 0.0) -> Growth:
        """Give growth in order."""
        middle, low, high = (line.at(late, audience) for line in (self.middle, self.low, self.high))
        return Growth(middle, min(low, middle), max(high, middle))


Lines = tuple[Age, ...]
"""By age, youngest first."""

CLAIMS: Final[Lines] = (
    Age(1 / 6, Line(0.4175, 1.4855), Line(0.1708, 0.5643), Line(1.6618, 1.1993)),
    Age(1 / 3, Line(0.3244, 1.0064), Line(0.0595, 0.4112), Line(1.1623, 1.6952)),
    Age(1 / 2, Line(0.2192, 0.7101), Line(0.0499, 0.3635), Line(1.6324, -0.1862)),
    Age(1, Line(0.125, 0.4252), Line(0.029, 0.1871), Line(1.0183, 0.8707)),
    Age(2, Line(0.0722, 0.1216), Line(0.0, 0.0348), Line(0.6885, 0.3598)),
    Age(3, Line(0.0133, 0.5242), Line(0.0, 0.0), Line(0.3371, 1.0864)),
    Age(6, Line(0.0, 0.5459), Line(-0.0037, 0.1364), Line(0.0809, 1.1364)),
    Age(12, Line(0.0, 0.4955), Line(0.0, 0.0), Line(0.0299, 1.4995)),
    Age(24, Line(0.0, 0.1047), Line(0.0, 0.0), Line(0.0157, 1.0234)),
    Age(48, Line(0.0, 0.1081), Line(0.0, 0.0), Line(0.0095, 0.3404)),
)
"""Of claims: the 80 of PHEME (Zubiaga et al. 2016), whole and in samples.

On news events that were left out the median absolute percentage error is .46 after half an hour, .21 after
one, .04 after three (scaling law: .50, .33, .06), and .80 of the truths lie inside the interval.
"""
CASCADES: Final[Lines] = (
    Age(1 / 6, Line(0.6949, 0.9175), Line(0.2854, 0.3765), Line(2.059, 0.7397)),
    Age(1 / 3, Line(0.3649, 1.2939), Line(0.1, 0.6056), Line(1.4834, 1.3641)),
    Age(1 / 2, Line(0.2784, 1.2539), Line(0.0685, 0.5405), Line(1.1921, 1.5884)),
    Age(1, Line(0.1284, 1.335), Line(0.0179, 0.5364), Line(0.8284, 1.8042)),
    Age(2, Line(0.1022, 0.9984), Line(0.0003, 0.432), Line(0.5673, 2.0407)),
    Age(3, Line(0.0781, 0.8885), Line(0.0054, 0.2076), Line(0.4449, 2.0229)),
    Age(6, Line(0.0574, 0.6551), Line(0.0, 0.2699), Line(0.4388, 1.6274)),
    Age(12, Line(0.0361, 0.4687), Line(-0.0003, 0.1152), Line(0.2719, 1.2289)),
    Age(24, Line(0.0127, 0.2913), Line(-0.0005, 0.0438), Line(0.1752, 0.9046)),
    Age(48, Line(0.0001, 0.3237), Line(0.0, 0.0), Line(0.1054, 1.2242)),
)
"""Of a post and its shares: Weibo, Twitter15/16 and PHEME, whole and in samples.

On cascades that were left out the error is .30 after half an hour, .21 after one, .08 after six (scaling law:
.41, .33, .13), and .81 of the truths lie inside the interval.
"""
FOLLOWED: Final[Lines] = (
    Age(1 / 6, Line(0.269, 1.8359, -0.0309), Line(0.0648, 0.7781, 0.0064), Line(2.0163, 1.8018, -0.103)),
    Age(1 / 3, Line(0.3075, 1.5891, -0.0328), Line(-0.0447, 0.8898, 0.0089), Line(2.0237, 1.4552, -0.1597)),
    Age(1 / 2, Line(0.1884, 1.5846, -0.0144), Line(-0.0102, 0.699, 0.0061), Line(1.8579, 1.4119, -0.153)),
    Age(1, Line(0.0575, 1.5006, -0.002), Line(-0.0015, 0.5226, 0.0004), Line(1.2763, 1.5058, -0.0897)),
    Age(2, Line(0.1047, 1.0666, -0.0116), Line(-0.001, 0.432, -0.0014), Line(1.0167, 1.912, -0.0975)),
    Age(3, Line(0.084, 1.0158, -0.0116), Line(0.0, 0.2095, 0.0), Line(0.8501, 1.7125, -0.1008)),
    Age(6, Line(0.0645, 0.6993, -0.0083), Line(-0.0033, 0.3185, -0.0005), Line(0.8026, 1.3277, -0.0641)),
    Age(12, Line(0.0664, 0.4317, -0.0093), Line(-0.0002, 0.1223, -0.0001), Line(0.5491, 0.8799, -0.0408)),
    Age(24, Line(0.0249, 0.2867, -0.0035), Line(0.0, 0.064, 0.0), Line(0.2144, 0.8457, -0.0129)),
    Age(48, Line(0.0094, 0.3294, -0.0015), Line(0.0, 0.0, 0.0), Line(0.1547, 1.0932, -0.0091)),
)
"""The same where it is known how many follow the channel of the post: Weibo and PHEME."""


def lateness(now: float, halfway: float) -> float:
    """Give log(now / half-way), with one added to both, and at most `MOST_LATE`."""
    return min(MOST_LATE, math.log((now + 1) / (halfway + 1)))


def following(audience: float) -> float:
    """Give log(followers / `USUAL`), with one added to both."""
    return math.log((audience + 1) / (USUAL + 1))


def ahead(lines: Lines, now: float, halfway: float, hours: float, audience: float = USUAL) -> Growth:
    """Foretell growth from the number now, the number at half the age, and the age.

    ``audience`` are the followers of the first post's channel, for lines that ask for it. Between two ages
    it is told from both, straight in the logarithm of age; beyond them as at the last.
    """
    late, followers = lateness(now, halfway), following(audience)
    if hours <= lines[0].hours:
        return lines[0].at(late, followers)
    for before, after in pairwise(lines):
        if hours <= after.hours:
            share = math.log(hours / before.hours) / math.log(after.hours / before.hours)
            pairs = zip(before.at(late, followers), after.at(late, followers), strict=True)
            return Growth(*((1 - share) * one + share * other for one, other in pairs))
    return lines[-1].at(late, followers)
