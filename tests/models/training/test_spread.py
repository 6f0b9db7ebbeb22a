"""Fitting forecasts: made-up cascades by default; the shipped weights where the sets are at hand."""

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from models.forecast.forecast import PARTS, WEIGHTS, read_forecaster

pytest.importorskip("sklearn", reason="fitting needs the dependency group train")

from sklearn.ensemble import HistGradientBoostingRegressor

from models.training import cascades
from models.training import spread as training

DATA = os.environ.get("RUMOR_SPREAD_DATA")


def write_sets(folder: Path, count: int = 12) -> None:
    """Write synthetic sets: cascades whose reshares come ever more slowly."""
    random = np.random.default_rng(3)
    for source in cascades.SETS:
        with gzip.open(folder / f"{source}.cascades.jsonl.gz", "wt") as file:
            for number in range(count):
                times = np.sort(np.exp(random.uniform(2, 11, 60 + 5 * number))).round(1).tolist()
                known = 100 if source == "seismic" else None
                events = [[time, known] for time in times]
                line = {"id": str(number), "n": len(times), "audience0": known, "events": events}
                file.write(json.dumps(line) + "\n")


def test_cascades_are_cut_off_at_each_age(tmp_path: Path) -> None:
    write_sets(tmp_path)
    cuts = cascades.read_cuts(tmp_path, (600, 3600))
    assert len(cuts.seen) == 3 * 12 * 2
    assert (cuts.seen[::2] <= cuts.seen[1::2]).all()
    assert (cuts.growth >= 0).all()
    assert np.isnan(cuts.seismic).mean() == pytest.approx(2 / 3)


def test_all_rows_of_a_cascade_fall_into_one_fold(tmp_path: Path) -> None:
    write_sets(tmp_path)
    cuts = cascades.read_cuts(tmp_path, (600, 3600))
    fold = cascades.folds(cuts, 5)
    assert (fold[::2] == fold[1::2]).all()
    assert set(fold) == set(range(5))


def test_scaling_multiplies_by_the_median_growth_of_the_other_folds(tmp_path: Path) -> None:
    write_sets(tmp_path)
    cuts = cascades.read_cuts(tmp_path, (3600,))
    fold = np.arange(len(cuts.seen)) % 2
    first = (cuts.sources == "weibo") & (fold == 0)
    others = (cuts.sources == "weibo") & (fold == 1)
    factor = float(np.median((cuts.final[others] + 1) / (cuts.seen[others] + 1)))
    assert cascades.scaling(cuts, fold)[first] == pytest.approx((cuts.seen[first] + 1) * factor - 1, rel=0.05)


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(cascades.CascadeError, match="cannot be read"):
        cascades.read_cuts(tmp_path)


def test_exported_trees_judge_as_scikit_learn_does() -> None:
    random = np.random.default_rng(1)
    rows = random.normal(size=(500, 6)).astype(np.float32)
    target = rows[:, 0] * 2 + np.sin(rows[:, 1])
    model = HistGradientBoostingRegressor(max_iter=30, max_leaf_nodes=9, random_state=0).fit(rows, target)
    trees = training.exported(model)
    assert [trees.judge(row) for row in rows] == pytest.approx(model.predict(rows).tolist(), abs=1e-5)


def test_margins_make_each_side_miss_one_truth_of_ten(tmp_path: Path) -> None:
    write_sets(tmp_path, 40)
    cuts = cascades.read_cuts(tmp_path, (3600,))
    flat = np.full(len(cuts.seen), float(np.median(cuts.growth)))
    margins = training.fit_margins(training.Judged(flat, flat, flat), cuts)
    for kind in (0, 2):
        rows = training.kinds_of(cuts) == kind
        low, high = flat[rows] - margins.low[kind], flat[rows] + margins.high[kind]
        assert np.mean(cuts.growth[rows] < low) == pytest.approx(0.1, abs=0.03)
        assert np.mean(cuts.growth[rows] > high) == pytest.approx(0.1, abs=0.03)


@pytest.mark.skipif(not DATA, reason="the public sets are not at hand: set RUMOR_SPREAD_DATA to their folder")
def test_fitting_again_gives_the_shipped_weights_within_a_hundredth_of_error() -> None:
    """Both sets of trees foretell every cascade; the median error of each set and horizon agrees."""
    shipped = read_forecaster(WEIGHTS)
    cuts = cascades.read_cuts(Path(str(DATA)))
    fitted = {part: training.fit_trees(cuts, part) for part in PARTS}
    cuts = cuts.take(np.isin(cuts.ages, training.HORIZONS))
    found = []
    for trees in (shipped.trees, fitted):
        judged = training.forecasts(training.judge_rows(trees, cuts), shipped.margins, cuts)
        found.append([shares["error"] for _, _, shares in training.figures(judged, cuts)])
    assert found[1] == pytest.approx(found[0], abs=0.01)
