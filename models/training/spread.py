"""Fit the forecast of reshares: ``python -m models.training.spread FOLDER``, a folder of the public cascades.

Prints the median absolute percentage error and the share of truths inside the interval by cross-validation
over cascades, fits on everything and writes ``models/data/spread.npz`` with these figures inside. Needs the
dependency group ``train``. A few minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

from models.forecast.forecast import (
    KINDS,
    PARTS,
    WEIGHTS,
    Forecaster,
    Margins,
    Part,
    knowledge,
    sized,
    write_forecaster,
)  # fmt: skip
from models.forecast.trees import Trees
from models.training.cascades import LEAST, SETS, Cuts, Numbers, error, folds, read_cuts, scored

FOLDS: Final = 5
QUANTILES: Final[Mapping[Part, float]] = {"low": 0.1, "middle": 0.5, "high": 0.9}
TAIL: Final = 0.1
"""Share of truths on each side of the interval."""
LEAST_CALIBRATED: Final = 40
"""Cascades of a kind from which margins are told for it alone."""
SET_WEIGHT: Final = {"seismic": 5.0}
"""It has fifty cascades beside a thousand and more of the others."""
HORIZONS: Final = (3600, 21600)
"""Ages the figures are told for; rows of these count double."""
SHAPE: Final[Mapping[str, Any]] = {
    "max_iter": 200, "learning_rate": 0.07, "max_leaf_nodes": 12, "min_samples_leaf": 20,
    "l2_regularization": 1.0, "max_features": 0.4, "early_stopping": False, "random_state": 1,
}  # fmt: skip
"""Usual values for so many rows; they were not searched."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Growth foretold for rows by trees that never saw their cascades: its median and two quantiles."""

    low: Numbers
    middle: Numbers
    high: Numbers


def fit_trees(cuts: Cuts, part: Part) -> Trees:
    """Fit the trees of one quantile."""
    cuts = cuts.take((cuts.seen >= LEAST) & (cuts.seen <= cuts.final))
    weights = np.array([SET_WEIGHT.get(str(source), 1.0) for source in cuts.sources])
    weights *= 1.0 + np.isin(cuts.ages, HORIZONS)
    model = HistGradientBoostingRegressor(loss="quantile", quantile=QUANTILES[part], **SHAPE)
    return exported(model.fit(cuts.features, cuts.growth, sample_weight=weights))


def exported(model: HistGradientBoostingRegressor) -> Trees:
    """Take the trees out of scikit-learn; they judge as it does, up to the rounding of 32-bit numbers."""
    blocks = [stage[0].nodes for stage in model._predictors]
    roots = np.cumsum([0, *(len(block) for block in blocks)])[:-1]
    nodes = np.concatenate(blocks)
    own, leaf = np.arange(len(nodes)), nodes["is_leaf"].astype(bool)
    first = np.repeat(roots, [len(block) for block in blocks])
    return Trees(
        feature=np.where(leaf, 0, nodes["feature_idx"]).astype(np.uint8),
        threshold=np.where(leaf, 0.0, nodes["num_threshold"]).astype(np.float32),
        left=np.where(leaf, own, first + nodes["left"]).astype(np.int32),
        right=np.where(leaf, own, first + nodes["right"]).astype(np.int32),
        value=np.where(leaf, nodes["value"], 0.0).astype(np.float32),
        roots=roots.astype(np.int32),
        base=float(np.ravel(model._baseline_prediction)[0]),
        depth=int(nodes["depth"].max()),
    )


def judge_rows(trees: Mapping[Part, Trees], cuts: Cuts) -> Judged:
    """Give the growth foretold for each row."""
    found = {part: np.array([trees[part].judge(row) for row in cuts.features]) for part in PARTS}
    return Judged(found["low"], found["middle"], found["high"])


def cross_validate(cuts: Cuts, fold: NDArray[np.intp]) -> Judged:
    """Judge each row by trees fitted on the other folds."""
    judged = Judged(*(np.zeros(len(fold)) for _ in PARTS))
    for number in np.unique(fold):
        trees = {part: fit_trees(cuts.take(fold != number), part) for part in PARTS}
        found = judge_rows(trees, cuts.take(fold == number))
        for part in PARTS:
            getattr(judged, part)[fold == number] = getattr(found, part)
    return judged


def fit_margins(judged: Judged, cuts: Cuts) -> Margins:
    """Give the margins with which each side of the interval misses one truth of ten, by kind and age.

    A kind of cascade of which there are too few at an age gets the margins of all.
    """
    ages, kinds = np.unique(cuts.ages), kinds_of(cuts)
    sides: list[list[list[float]]] = [[], []]
    for kind in range(KINDS):
        for side in sides:
            side.append([])
        for age in ages:
            rows = scored(cuts) & (cuts.ages == age)
            ours = rows & (kinds == kind)
            rows = ours if ours.sum() >= LEAST_CALIBRATED else rows
            truth = cuts.growth[rows]
            for side, missed in zip(
                sides, (judged.low[rows] - truth, truth - judged.high[rows]), strict=True
            ):
                side[kind].append(float(np.quantile(missed, 1 - TAIL)))
    low, high = (tuple(map(tuple, side)) for side in sides)
    return Margins(tuple(np.log(ages).tolist()), low, high)


def kinds_of(cuts: Cuts) -> NDArray[np.intp]:
    """Tell of each row what is known of audiences."""
    return np.array([knowledge(row) for row in cuts.features], np.intp)


def forecasts(judged: Judged, margins: Margins, cuts: Cuts) -> Numbers:
    """Give predicted, low and high, a row each, as the command would."""
    rows = []
    for number, kind in enumerate(kinds_of(cuts)):
        below, above = margins.at(int(kind), float(np.log(cuts.ages[number])))
        low, high = judged.low[number] - below, judged.high[number] + above
        found = sized(int(cuts.seen[number]), judged.middle[number], low, high)
        rows.append((found.predicted, found.low, found.high))
    return np.array(rows)


def figures(found: Numbers, cuts: Cuts) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Score each set at each horizon."""
    for source in SETS:
        for age in HORIZONS:
            rows = scored(cuts) & (cuts.sources == source) & (cuts.ages == age)
            final = cuts.final[rows]
            inside = (found[rows, 1] <= final) & (final <= found[rows, 2])
            shares = {"error": error(found[rows, 0], cuts.take(rows)), "inside": float(inside.mean())}
            yield source, age, {name: round(share, 3) for name, share in shares.items()}


def about(cuts: Cuts, kept: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """Say what the weights were made from."""
    counts = {source: len(np.unique(cuts.cascades[cuts.sources == source])) for source in SETS}
    return {
        "made": datetime.now(UTC).date().isoformat(),
        "by": "models.training.spread",
        "cascades": counts,
        "cross-validated over cascades": kept,
    }


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Fit the forecast of reshares.")
    parser.add_argument("folder", type=Path, help="holds seismic.cascades.jsonl.gz and the two others")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    return parser.parse_args()


def main() -> None:
    """Print the cross-validated figures, fit, write the file."""
    given = options()
    cuts = read_cuts(given.folder)
    judged = cross_validate(cuts, folds(cuts, FOLDS))
    margins, kept = fit_margins(judged, cuts), {}
    for source, age, shares in figures(forecasts(judged, margins, cuts), cuts):
        print(f"{source:12} {age // 3600} h  {shares}", flush=True)
        kept[f"{source}, {age // 3600} h"] = shares
    trees = {part: fit_trees(cuts, part) for part in PARTS}
    write_forecaster(given.out, Forecaster(trees, margins, about(cuts, kept)))
    print(f"{given.out}: {given.out.stat().st_size} bytes, {len(cuts.seen)} rows")


if __name__ == "__main__":
    main()
