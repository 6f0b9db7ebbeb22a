"""Trees as plain arrays: judged as by hand; a damaged file is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forecast.trees import Trees, planted, read_trees


def two_trees() -> Trees:
    """Give a tree with two splits beside one that is a leaf."""
    return Trees(
        feature=np.array([0, 0, 1, 0, 0, 0], np.uint8),
        threshold=np.array([1.5, 0, -2, 0, 0, 0], np.float32),
        left=np.array([1, 1, 3, 3, 4, 5], np.int32),
        right=np.array([2, 1, 4, 3, 4, 5], np.int32),
        value=np.array([0, 10, 0, 20, 30, 0.5], np.float32),
        roots=np.array([0, 5], np.int32),
        base=100.0,
        depth=2,
    )


@pytest.mark.parametrize(("row", "expected"), [((1.5, 9), 110.5), ((1.6, -2), 120.5), ((1.6, -1.9), 130.5)])
def test_a_row_ends_in_one_leaf_of_each_tree(row: tuple[float, float], expected: float) -> None:
    """A number equal to the threshold goes left."""
    assert two_trees().judge(np.array(row, np.float32)) == pytest.approx(expected)


def test_trees_come_back_from_their_arrays() -> None:
    read = read_trees(two_trees().arrays("x"), "x", 2)
    assert read.judge(np.array([1.6, -2], np.float32)) == pytest.approx(120.5)


def one_stump() -> Trees:
    """Give a sum of one tree that asks for the second number."""
    return Trees(
        feature=np.array([1, 0, 0], np.uint8),
        threshold=np.array([0.25, 0, 0], np.float32),
        left=np.array([1, 1, 2], np.int32),
        right=np.array([2, 1, 2], np.int32),
        value=np.array([0, -1, 1], np.float32),
        roots=np.array([0], np.int32),
        base=5.0,
        depth=1,
    )


@given(st.lists(st.floats(-4, 4, width=32), min_size=2, max_size=2))
def test_sums_laid_out_together_are_judged_as_one_by_one(numbers: list[float]) -> None:
    """In the order given, however deep each is."""
    row, sums = np.array(numbers, np.float32), [two_trees(), one_stump(), two_trees()]
    assert planted(sums).judge(row) == pytest.approx([trees.judge(row) for trees in sums])


@pytest.mark.parametrize(("part", "value"), [("left", 6), ("roots", -1)])
def test_links_that_lead_nowhere_are_refused(part: str, value: int) -> None:
    arrays = two_trees().arrays("x")
    arrays[f"x.{part}"] = np.full_like(arrays[f"x.{part}"], value)
    with pytest.raises(ValueError, match="lead nowhere"):
        read_trees(arrays, "x", 2)


def test_trees_for_more_features_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 1 features"):
        read_trees(two_trees().arrays("x"), "x", 1)
