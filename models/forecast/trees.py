"""Sums of regression trees, evaluated with plain arrays: all trees go down one level at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PARTS: Final = ("feature", "threshold", "left", "right", "value", "roots")
"""Arrays of a file, and their order in `Trees`."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Nodes of all trees in one row; a leaf has itself as both its children."""

    feature: NDArray[np.uint8]
    threshold: NDArray[np.float32]
    """A number up to this goes left."""
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    """Of leaves."""
    roots: NDArray[np.int32]
    base: float
    """Added to the sum of leaves."""
    depth: int
    """Levels below the roots, at most."""

    def judge(self, row: NDArray[np.float32]) -> float:
        """Give the sum of the leaves that a row of features ends in."""
        at = self.roots
        for _ in range(self.depth):
            low = row[self.feature[at]] <= self.threshold[at]
            at = np.where(low, self.left[at], self.right[at])
        return self.base + float(self.value[at].sum(dtype=np.float64))

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Give what a file holds of the trees, under keys that begin with a name."""
        arrays = {f"{name}.{part}": getattr(self, part) for part in PARTS}
        return {**arrays, f"{name}.base": np.array([self.base, self.depth], np.float64)}


@dataclass(frozen=True, slots=True)
class Grove:
    """Several sums of trees laid out for one walk down all of them: a quarter of the time of one by one."""

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    children: NDArray[np.intp]
    """Of node n the left one at 2 n, the right one at 2 n + 1."""
    value: NDArray[np.float32]
    roots: NDArray[np.intp]
    firsts: NDArray[np.intp]
    """Place of each sum's first tree among the roots."""
    bases: NDArray[np.float64]
    depth: int

    def judge(self, row: NDArray[np.float32]) -> list[float]:
        """Give for each sum what `Trees.judge` gives."""
        at = self.roots
        for _ in range(self.depth):
            right = row.take(self.feature.take(at)) > self.threshold.take(at)
            at = self.children.take(2 * at + right)
        sums = np.add.reduceat(self.value.take(at), self.firsts, dtype=np.float64)
        judged: list[float] = (self.bases + sums).tolist()
        return judged


def planted(sums: Sequence[Trees]) -> Grove:
    """Lay out sums of trees, of which there is at least one, to be judged in one walk."""
    nodes = _begins([len(trees.feature) for trees in sums])
    children = [
        np.stack([trees.left, trees.right], axis=1).ravel() + first
        for trees, first in zip(sums, nodes, strict=True)
    ]
    return Grove(
        feature=np.concatenate([trees.feature for trees in sums]).astype(np.intp),
        threshold=np.concatenate([trees.threshold for trees in sums]),
        children=np.concatenate(children).astype(np.intp),
        value=np.concatenate([trees.value for trees in sums]),
        roots=np.concatenate([trees.roots + first for trees, first in zip(sums, nodes, strict=True)]),
        firsts=_begins([len(trees.roots) for trees in sums]),
        bases=np.array([trees.base for trees in sums]),
        depth=max(trees.depth for trees in sums),
    )


def _begins(sizes: Sequence[int]) -> NDArray[np.intp]:
    return np.cumsum([0, *sizes[:-1]], dtype=np.intp)


def read_trees(data: Mapping[str, NDArray[Any]], name: str, features: int) -> Trees:
    """Take trees from the arrays of a file; raises KeyError or ValueError where they are no trees."""
    arrays = [data[f"{name}.{part}"] for part in PARTS]
    base, depth = data[f"{name}.base"]
    feature, threshold, left, right, value, roots = arrays
    trees = Trees(feature, threshold, left, right, value, roots, float(base), int(depth))
    nodes = len(trees.feature)
    pointers = np.concatenate([trees.left, trees.right, trees.roots])
    sizes = {len(part) for part in arrays[:-1]}
    if sizes != {nodes} or not nodes or pointers.min() < 0 or pointers.max() >= nodes:
        raise ValueError(f"the trees of {name} have links that lead nowhere")
    if trees.feature.max() >= features:
        raise ValueError(f"the trees of {name} ask for more than {features} features")
    return trees
