"""Foretell the final number of reshares, with an interval that holds four truths of five."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal, get_args
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from models.errors import RumorError
from models.forecast.features import MISSING, NAMES, features
from models.forecast.seen import Seen
from models.forecast.trees import Grove, Trees, planted, read_trees

WEIGHTS: Final = Path(__file__).parent.parent / "data" / "spread.npz"
MOST_GROWTH: Final = math.log(1e5)
"""Bound of the logarithm of final size over size now."""

KINDS: Final = 3
"""What `knowledge` tells apart."""
_ROOT: Final = NAMES.index("root audience")
_RESHARERS: Final = NAMES.index("audiences")

Part = Literal["low", "middle", "high"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


class ForecastError(RumorError):
    """Weights that do not fit this code; the message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The final number of reshares; never below what was seen, and low <= predicted <= high."""

    predicted: float
    """The answer whose error, as a share of the truth, is mostly least: a little below the median, since too
    much costs more than too little and what grows by far more than others of its kind is rare."""
    low: float
    high: float
    """Between these lies the truth four times of five."""


@dataclass(frozen=True, slots=True)
class Margins:
    """What is added to the interval so that it holds on cascades never seen, by what is known and by age."""

    log_ages: tuple[float, ...]
    """Ascending."""
    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    """A row for each number of `knowledge`, in it one margin for each age."""

    def at(self, known: int, log_age: float) -> tuple[float, float]:
        """Give the margins below and above, straight between the ages measured."""
        rows = self.low[known], self.high[known]
        below, above = (float(np.interp(log_age, self.log_ages, row)) for row in rows)
        return below, above


def knowledge(row: NDArray[np.float32]) -> int:
    """Tell what is known of audiences, from features: 0 nothing, 1 the first post's, 2 resharers'."""
    if row[_RESHARERS] > MISSING:
        return 2
    return int(row[_ROOT] > MISSING)


@dataclass(frozen=True, slots=True)
class Forecaster:
    """Trees for three quantiles of the logarithm of growth, log((final + 1) / (seen + 1)).

    The middle one is what is foretold, the others are the limits of the interval.
    These are conformalised (Romano, Patterson, Candès 2019, "Conformalized Quantile Regression", with a
    margin for each side, age and kind of cascade): widened or narrowed by what cross-validation found to be
    missing.
    """

    trees: Mapping[Part, Trees]
    margins: Margins
    about: Mapping[str, Any]
    """Provenance and figures."""
    _grove: Grove = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the trees out."""
        object.__setattr__(self, "_grove", planted([self.trees[part] for part in PARTS]))

    def forecast(self, cascade: Seen) -> Forecast:
        """Foretell the final number of reshares."""
        row = features(cascade)
        low, middle, high = self._grove.judge(row)
        below, above = self.margins.at(knowledge(row), float(row[0]))
        return sized(cascade.count, middle, low - below, high + above)


def sized(seen: int, middle: float, low: float, high: float) -> Forecast:
    """Make counts of logarithms of growth; the interval is rounded to whole reshares."""
    middle, low, high = (min(MOST_GROWTH, max(0.0, growth)) for growth in (middle, low, high))
    low, high = min(low, middle), max(high, middle)
    predicted, least, most = ((seen + 1) * math.exp(growth) - 1 for growth in (middle, low, high))
    least, most = max(seen, round(least)), round(most)
    predicted = max(float(seen), round(predicted, 1))
    return Forecast(predicted, min(float(least), predicted), max(float(most), predicted))


def write_forecaster(file: Path, forecaster: Forecaster) -> None:
    """Write a file of weights that `read_forecaster` gives back."""
    arrays: dict[str, NDArray[Any]] = {}
    for part in PARTS:
        arrays.update(forecaster.trees[part].arrays(part))
    margins = forecaster.margins
    arrays["margins"] = np.array([margins.low, margins.high])
    arrays["margins.ages"] = np.array(margins.log_ages)
    about = {**forecaster.about, "features": list(NAMES)}
    arrays["about"] = np.array(json.dumps(about, ensure_ascii=False))
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def read_forecaster(file: Path) -> Forecaster:
    """Read a file of weights; raise `ForecastError` where it is missing or was made for other features."""
    try:
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as data:
            about = json.loads(str(data["about"]))
            _check(about["features"], file)
            trees = {part: read_trees(data, part, len(NAMES)) for part in PARTS}
            low, high = (tuple(map(tuple, side)) for side in data["margins"].tolist())
            return Forecaster(trees, Margins(tuple(data["margins.ages"].tolist()), low, high), about)
    except (OSError, EOFError, KeyError, ValueError, TypeError, BadZipFile) as error:
        raise ForecastError(
            f"{file} is no file of forecasting weights ({error}): take the one of the release"
        ) from None


def _check(made_for: Sequence[str], file: Path) -> None:
    if tuple(made_for) != NAMES:
        raise ForecastError(
            f"{file} was made for other features: fit it anew, python -m models.training.spread"
        )


@cache
def load_forecaster() -> Forecaster:
    """Read the weights that ship with the code, once."""
    return read_forecaster(WEIGHTS)
