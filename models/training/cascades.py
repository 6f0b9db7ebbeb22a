"""Public sets of cascades, cut off at ages, for `models.training.spread`; and the plain methods beside it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.errors import RumorError
from models.forecast.features import features
from models.forecast.kernel import infectiousness, reacted, still_to_come
from models.forecast.seen import Event, Seen, seen

SETS: Final = ("seismic", "weibo", "twitter1516")
"""Files are named after these, as in ``weibo.cascades.jsonl.gz``."""
AGES: Final = (300, 900, 1800, 2700, 3600, 5400, 10800, 21600, 43200, 86400)
"""Seconds after the first post at which cascades are cut off."""
LEAST: Final = 5
"""Reshares seen from which a cascade is learnt from."""
LEAST_SCORED: Final = 10
"""Reshares seen from which a forecast is scored."""
MEAN_AUDIENCE: Final = 100.0
"""Of a resharer, in SEISMIC's formula: the value its authors' code comes with."""

Numbers = NDArray[np.float64]


class CascadeError(RumorError):
    """A set that is missing or cannot be read; the message names the file."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Cascades cut off at ages, a row for each."""

    features: NDArray[np.float32]
    seen: Numbers
    final: Numbers
    ages: Numbers
    seismic: Numbers
    """Final size by SEISMIC; not a number where no audience is known."""
    sources: NDArray[np.str_]
    cascades: NDArray[np.intp]
    """Number of the cascade, the same in all its rows."""

    @property
    def growth(self) -> Numbers:
        """Give what is learnt: log((final + 1) / (seen + 1))."""
        growth: Numbers = np.log((self.final + 1) / (self.seen + 1))
        return growth

    def take(self, rows: NDArray[Any]) -> Cuts:
        """Give some of the rows."""
        return Cuts(*(getattr(self, name)[rows] for name in self.__slots__))


def read_cuts(folder: Path, ages: Sequence[int] = AGES) -> Cuts:
    """Read the three sets of a folder and cut each cascade off; raise `CascadeError` where one is missing."""
    columns: list[list[Any]] = [[] for _ in range(7)]
    number = 0
    for source in SETS:
        for cascade in _cascades(cascades_file(folder, source)):
            number += 1
            for age in ages:
                for column, value in zip(columns, _row(cascade, age, source, number), strict=True):
                    column.append(value)
    return Cuts(*(np.array(column) for column in columns))


def cascades_file(folder: Path, source: str) -> Path:
    """Give the file of a set."""
    return folder / f"{source}.cascades.jsonl.gz"


def _row(cascade: dict[str, Any], age: int, source: str, number: int) -> tuple[Any, ...]:
    events: list[Event] = [(time, audience) for time, audience in cascade["events"] if time <= age]
    now = seen(events, age, cascade["audience0"])
    final, at = float(cascade["n"]), float(age)
    return features(now), float(now.count), final, at, seismic(now), source, number


def _cascades(file: Path) -> list[dict[str, Any]]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    except (OSError, ValueError) as error:
        raise CascadeError(f"{file} cannot be read ({error}): give a folder with the sets {SETS}") from None


def seismic(now: Seen) -> float:
    """Foretell the final size by SEISMIC alone, without the corrections its authors fit to each age."""
    known = now.audiences[~np.isnan(now.audiences)]
    if not len(known):
        return float("nan")
    root = float(known.mean()) if now.audience is None else now.audience
    weights = np.nan_to_num(np.concatenate([[root], now.audiences]), nan=float(known.mean()))
    times = np.concatenate([[0.0], now.times])
    share = infectiousness(times, weights + 1e-9, now.at)
    waiting = float(weights @ (1 - reacted(now.at - times)))
    return now.count + still_to_come(share, waiting, MEAN_AUDIENCE)


def scored(cuts: Cuts) -> NDArray[np.bool_]:
    """Tell which rows are scored: those with enough reshares and no more than there are in the end."""
    rows: NDArray[np.bool_] = (cuts.seen >= LEAST_SCORED) & (cuts.seen <= cuts.final)
    return rows


def folds(cuts: Cuts, count: int, seed: int) -> NDArray[np.intp]:
    """Deal cascades out to folds, each set by itself, so that a fold has its part of each."""
    random = np.random.default_rng(seed)
    found = np.zeros(len(cuts.cascades), np.intp)
    for source in SETS:
        rows = cuts.sources == source
        unique, places = np.unique(cuts.cascades[rows], return_inverse=True)
        found[rows] = (random.permutation(len(unique)) % count)[places]
    return found


def error(predicted: Numbers, cuts: Cuts) -> float:
    """Give the median absolute percentage error of final sizes; a share, not a number for no rows."""
    if not len(predicted):
        return float("nan")
    return float(np.median(np.abs(predicted - cuts.final) / cuts.final))


def scaling(cuts: Cuts, fold: NDArray[np.intp]) -> Numbers:
    """Foretell by a constant factor, fitted on other folds' cascades of the same set and age.

    Szabo and Huberman 2010, "Predicting the popularity of online content" (arXiv:0811.0405), their constant
    scaling: the factor has the least relative squared error. The median of growth does worse by a sixth.
    """
    predicted, fit = np.full(len(fold), np.nan), scored(cuts)
    for source in SETS:
        for age in np.unique(cuts.ages):
            group = (cuts.sources == source) & (cuts.ages == age)
            for number in np.unique(fold):
                rows, others = group & (fold == number), group & (fold != number) & fit
                if others.any():
                    share = cuts.seen[others] / cuts.final[others]
                    predicted[rows] = cuts.seen[rows] * share.sum() / (share**2).sum()
    return predicted
