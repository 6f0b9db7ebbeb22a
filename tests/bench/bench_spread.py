"""Print how well the final number of reshares is foretold, plain methods beside, and what a forecast costs.

    RUMOR_DATA=FOLDER python tests/bench/bench_spread.py

FOLDER holds the public sets (``weibo.cascades.jsonl.gz`` and so on). Figures are median absolute percentage
errors of the final size over cascades with ten reshares or more, by cross-validation over cascades: scaling,
our trees and the margins of their interval are fitted on the other folds. SEISMIC needs audiences, which one
set has. Fitting needs the dependency group ``train`` and some minutes; without it our figures are those kept
in the file of weights.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from models.forecast import load_forecaster, seen
from models.training.cascades import SETS, CascadeError, Cuts, error, folds, read_cuts, scaling, scored

FOLDS = 5
SEED = 7
HOURS = (1, 6)
SIZES = (10, 100, 1_000, 10_000)
"""Reshares of the cascades that are timed."""
_REPEATS = 50


def ours(cuts: Cuts) -> Mapping[str, Mapping[str, float]]:
    """Give our error and coverage by set and horizon, fitted anew where that can be."""
    if importlib.util.find_spec("sklearn") is None:
        print("scikit-learn is missing (dependency group train): our figures are those of the last fit")
        kept: Mapping[str, Mapping[str, float]] = load_forecaster().about["cross-validated over cascades"]
        return kept
    from models.training import spread

    fold = folds(cuts, FOLDS, SEED)
    found = spread.held_out(spread.cross_validate(cuts, fold), cuts, fold)
    return {f"{source}, {age // 3600} h": row for source, age, row in spread.figures(found, cuts)}


def rows(cuts: Cuts) -> Iterator[tuple[str, ...]]:
    """Give the table's rows."""
    plain, learnt = scaling(cuts, folds(cuts, FOLDS, SEED)), ours(cuts)
    for source in SETS:
        for hours in HOURS:
            chosen = scored(cuts) & (cuts.sources == source) & (cuts.ages == hours * 3600)
            part, mine = cuts.take(chosen), learnt[f"{source}, {hours} h"]
            errors = (error(plain[chosen], part), error(part.seismic, part), mine["error"])
            shown = ["-" if np.isnan(one) else f"{one:.3f}" for one in errors]
            yield source, f"{hours} h", str(chosen.sum()), *shown, f"{mine['inside']:.2f}"


def cost(size: int) -> float:
    """Give the median milliseconds of processor time of a forecast, so that a busy machine tells the same."""
    forecaster, took = load_forecaster(), []
    events = [(21600.0 * i / size, float(i)) for i in range(size)]
    for _ in range(_REPEATS):
        begun = time.thread_time()
        forecaster.forecast(seen(events, 21600.0, 1000.0))
        took.append(time.thread_time() - begun)
    return statistics.median(took) * 1000


def main() -> None:
    """Print the tables."""
    for size in SIZES:
        print(f"a forecast from {size:6} reshares takes {cost(size):.2f} ms of processor time")
    folder = os.environ.get("RUMOR_DATA")
    if not folder:
        sys.exit("RUMOR_DATA is not set: give the folder of the public cascades to measure forecasts on")
    table = Table("set", "at", "cascades", "scaling", "SEISMIC", "ours", "inside 80 %")
    try:
        for row in rows(read_cuts(Path(folder))):
            table.add_row(*row)
    except CascadeError as problem:
        sys.exit(str(problem))
    Console().print(table)


if __name__ == "__main__":
    main()
