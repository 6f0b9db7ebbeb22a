"""Fitting forecasts: made-up cascades by default; the shipped weights where the sets are at hand."""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    fold = cascades.folds(cuts, 5, 7)
    assert (fold[::2] == fold[1::2]).all()
    assert set(fold) == set(range(5))


def test_folds_are_dealt_anew_by_another_seed_and_alike_by_the_same(tmp_path: Path) -> None:
    write_sets(tmp_path)
    cuts = cascades.read_cuts(tmp_path, (600,))
    one, same, other = (cascades.folds(cuts, 5, seed) for seed in (7, 7, 8))
    assert (one == same).all()
    assert (one != other).any()


def test_scaling_multiplies_by_the_factor_of_least_squared_error_in_the_other_folds(tmp_path: Path) -> None:
    """No factor near it has less, of errors as shares of the truth."""
    write_sets(tmp_path)
    cuts = cascades.read_cuts(tmp_path, (3600,))
    fold = np.arange(len(cuts.seen)) % 2
    first = (cuts.sources == "weibo") & (fold == 0)
    others = cuts.take((cuts.sources == "weibo") & (fold == 1))
    factors = cascades.scaling(cuts, fold)[first] / cuts.seen[first]
    assert factors == pytest.approx(factors[0])
    tried = factors[0] * np.linspace(0.9, 1.1, 21)
    squares = [float(((factor * others.seen / others.final - 1) ** 2).sum()) for factor in tried]
    assert int(np.argmin(squares)) == 10


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
    assert training.judge_all(trees, rows).tolist() == [trees.judge(row) for row in rows]


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


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=60))
def test_a_margin_is_missed_by_no_more_than_its_share(missed: list[float]) -> None:
    """Of those it was told from, one place less than a tenth; all of them where they are few."""
    margin = training.margin(np.array(missed))
    assert margin in missed
    assert sum(one > margin for one in missed) <= training.TAIL * (len(missed) + 1)


def test_the_margins_of_a_fold_come_from_the_others(tmp_path: Path) -> None:
    """What is foretold of a fold does not move with its own truths."""
    write_sets(tmp_path, 40)
    cuts = cascades.read_cuts(tmp_path, (3600,))
    fold = cascades.folds(cuts, 5, 7)
    flat = np.full(len(cuts.seen), float(np.median(cuts.growth)))
    judged = training.Judged(flat, flat, flat)
    moved = replace(cuts, final=np.where(fold == 0, 10 * cuts.final, cuts.final))
    before, after = (training.held_out(judged, one, fold) for one in (cuts, moved))
    assert np.array_equal(before[fold == 0], after[fold == 0])
    assert not np.array_equal(before[fold != 0], after[fold != 0])


def test_figures_are_the_means_of_the_rounds() -> None:
    rounds = {"a, 1 h": [{"error": 0.1, "inside": 0.8}, {"error": 0.2, "inside": 0.7}]}
    assert training.means(rounds) == {"a, 1 h": {"error": 0.15, "inside": 0.75}}


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
