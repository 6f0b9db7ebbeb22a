"""Fitting: small made-up sets by default; the shipped weights where the public sets are at hand."""

import os
from pathlib import Path

import numpy as np
import pytest

from models.stance import STANCES
from models.stance.features import BAG, MEANING, WORDS
from models.stance.weights import WEIGHTS, read_weights

pytest.importorskip("sklearn", reason="fitting needs the dependency group train")

from scipy.sparse import csr_matrix

from models.training import stance as training

DATA = os.environ.get("RUMOR_STANCE_DATA")


def made_up(count: int = 120) -> training.Data:
    """Give rows of which the first feature tells the class."""
    random = np.random.default_rng(5)
    classes = np.arange(count) % len(STANCES)
    features = random.normal(size=(count, WORDS + MEANING)) / 20
    features[np.arange(count), WORDS + classes] += 5
    voices = np.array(["answer", "headline", "post"])[np.arange(count) // 4 % 3]
    groups = np.array([f"g{number // 12}" for number in range(count)])
    bags = csr_matrix((count, BAG))
    return training.Data(features, bags, classes, voices, np.array(["examples"] * count), groups)


def test_a_class_that_can_be_told_is_told_in_groups_never_seen() -> None:
    data = made_up()
    found = training.cross_validate(data)
    right = [STANCES[number] == stance for number, stance in zip(data.classes, found, strict=True)]
    assert sum(right) > 0.9 * len(right)


def test_fitting_twice_gives_the_same_weights() -> None:
    one, other = training.fit_heads(made_up()), training.fit_heads(made_up())
    assert all(np.array_equal(one[voice].weights, other[voice].weights) for voice in one)


def test_balance_makes_classes_of_a_set_equally_heavy() -> None:
    data = made_up()
    rows = np.concatenate([np.flatnonzero(data.classes == 0), np.flatnonzero(data.classes == 1)[:3]])
    data = data.take(rows)
    weights = training.class_weights(data, training.Fit(1, 1, 1.0, {"examples": 2}))
    assert weights[data.classes == 0].sum() == pytest.approx(weights[data.classes == 1].sum())
    assert weights.sum() == pytest.approx(2 * len(rows))


@pytest.mark.skipif(not DATA, reason="the public sets are not at hand: set RUMOR_STANCE_DATA to their folder")
def test_fitting_again_gives_the_shipped_weights_within_a_hundredth_of_f1(tmp_path: Path) -> None:
    """Both sets of weights judge every sample; the F1 of each public set and of the examples agree."""
    from models.embedding import load_embedder
    from models.training.samples import read_samples
    from models.training.scores import macro
    from models.training.vectors import KeptVectors

    cache = Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")
    samples = read_samples(Path(str(DATA)))
    kept = cache / "training" / "vectors.sqlite"
    with KeptVectors(kept if kept.exists() else tmp_path / "v", load_embedder(cache, "onnx")) as vectors:
        data = training.read_data(samples, vectors)
    figures = []
    for heads in (read_weights(WEIGHTS).full, training.fit_heads(data)):
        found = [STANCES[number] for number in training.judge_rows(heads, data)]
        figures.append({name: macro(by_class) for name, by_class in training.by_source(samples, found)})
    assert figures[1] == pytest.approx(figures[0], abs=0.01)
