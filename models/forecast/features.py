"""What foretells growth: a row of numbers that describe a cascade as seen so far.

Counts enter as logarithms and times mostly as shares of the age, so that what is learnt at one age or size
serves at others. What is not known has a number of its own, `MISSING`, below all that can occur.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.forecast import kernel
from models.forecast.seen import Array, Seen

MISSING: Final = -50.0
SHARES: Final = (0.9375, 0.875, 0.75, 0.5, 0.25, 0.125, 0.0625, 0.03125)
"""Ages as shares of the present one at which the count then is looked up."""
AGES: Final = (60, 180, 600, 1800, 3600, 7200, 10800, 21600, 43200)
"""Ages in seconds at which the count then is looked up, where the cascade is older."""
RECENT: Final = (300, 600, 1800, 3600)
"""Seconds before now in which reshares are counted, where the cascade is older."""
QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.9)
NAMES: Final = (
    "age", "count", "root audience", "audiences", "mean audience", "largest audience",
    *(f"share by {share}" for share in SHARES),
    "last quarter", "last sixteenth", "last eighth", "last half",
    "speeding, quarters", "speeding, halves", "speeding, earlier halves",
    *(f"count by {age} s" for age in AGES),
    *(f"count of last {span} s" for span in RECENT),
    "since last", "since fifth last", "mean time", "spread of times", "mean log time",
    *(f"time, quantile {quantile}" for quantile in QUANTILES), "first time", "fifth time",
    "longest gap", "median gap", "long gap", "together", "gap variation",
    "branching", "pending", "to come", "branching since birth", "to come since birth",
    "resharing share", "branching by audience", "first to come by audience", "to come by audience",
)  # fmt: skip
"""What each number is, in the order of `features`."""


def features(cascade: Seen) -> NDArray[np.float32]:
    """Give the numbers named in `NAMES`; each is finite."""
    row = [math.log(cascade.at), math.log1p(cascade.count)]
    row += _audiences(cascade)
    row += _counts(cascade.times, cascade.at)
    row += _times(cascade.times, cascade.at)
    row += _gaps(cascade.times, cascade.at)
    row += _excitement(cascade)
    return np.array(row, np.float32)


def _audiences(cascade: Seen) -> list[float]:
    root = MISSING if cascade.audience is None else math.log1p(cascade.audience)
    known = cascade.audiences[~np.isnan(cascade.audiences)]
    if not len(known):
        return [root, MISSING, MISSING, MISSING]
    total = float(known.sum())
    return [root, math.log1p(total), math.log1p(total / len(known)), math.log1p(float(known.max()))]


def _counts(times: Array, at: float) -> list[float]:
    count = len(times)
    by = np.searchsorted(times, [at * share for share in SHARES], side="right").tolist()
    shares = [
        (count - then if share >= 0.5 else then) / (count + 1) for share, then in zip(SHARES, by, strict=True)
    ]
    last, before, half = count - by[2], by[2] - by[3], count - by[3]
    log = math.log1p
    speeding = [log(last) - log(before), log(half) - log(by[3] - by[4])]
    earlier = log(by[3] - by[4]) - log(by[4] - by[5])
    ages = np.searchsorted(times, AGES, side="right").tolist()
    spans = np.searchsorted(times, [at - span for span in RECENT]).tolist()
    return [
        *shares, log(last), log(count - by[0]), log(count - by[1]), log(half), *speeding, earlier,
        *(log(then) if age < at else MISSING for age, then in zip(AGES, ages, strict=True)),
        *(log(count - then) if span < at else MISSING for span, then in zip(RECENT, spans, strict=True)),
    ]  # fmt: skip


def _times(times: Array, at: float) -> list[float]:
    count = len(times)
    since = [math.log((at - (float(times[-back]) if count >= back else 0.0) + 1) / at) for back in (1, 5)]
    if not count:
        return since + [MISSING] * (5 + len(QUANTILES))
    logs = np.log((times + 1) / at)
    quantiles = [float(logs[int(quantile * (count - 1))]) for quantile in QUANTILES]
    fifth = math.log1p(float(times[4])) if count > 4 else MISSING
    shape = [float(times.mean()) / at, float(times.std()) / at, float(logs.mean())]
    return [*since, *shape, *quantiles, math.log1p(float(times[0])), fifth]


def _gaps(times: Array, at: float) -> list[float]:
    gaps = np.sort(np.diff(np.concatenate([[0.0], times, [at]])))
    last = len(gaps) - 1
    return [
        math.log((float(gaps[last]) + 1) / at),
        math.log1p(float(gaps[(last + 1) // 2])),
        math.log((float(gaps[int(0.9 * last)]) + 1) / at),
        float((gaps < 1).mean()),
        math.log((float(gaps.std()) + 1e-9) / (float(gaps.mean()) + 1e-9)),
    ]


def _excitement(cascade: Seen) -> list[float]:
    """Describe by the self-exciting process: reshares alike, then by their audiences, as SEISMIC does."""
    at, times = cascade.at, np.concatenate([[0.0], cascade.times])
    reacted, due = kernel.reacted(at - times), kernel.due(times, at)
    recent = kernel.recent(cascade.times, at)
    known = cascade.audiences[~np.isnan(cascade.audiences)]
    row = _alike(cascade.count, recent / float(due.sum()), reacted)
    if not len(known):
        return row + [MISSING] * 4
    mean = float(known.mean())
    root = mean if cascade.audience is None else cascade.audience
    weights = np.nan_to_num(np.concatenate([[root], cascade.audiences]), nan=mean) + 1
    share, waiting = recent / float((weights * due).sum()), float((weights * (1 - reacted)).sum())
    return [
        *row,
        math.log(share + 1e-7),
        math.log(share * mean + 0.01),
        math.log1p(waiting * share) - math.log1p(cascade.count),
        math.log1p(kernel.still_to_come(share, waiting, mean) / (cascade.count + 1)),
    ]


def _alike(count: int, late: float, reacted: Array) -> list[float]:
    whole, waiting = count / float(reacted.sum()), float((1 - reacted).sum())
    to_come = [math.log1p(kernel.still_to_come(r, waiting, 1.0) / (count + 1)) for r in (late, whole)]
    return [math.log(late + 0.01), waiting / (count + 1), to_come[0], math.log(whole + 0.01), to_come[1]]
