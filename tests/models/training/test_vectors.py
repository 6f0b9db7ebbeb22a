"""Vectors on disk: embedded once, told apart by embedder."""

from pathlib import Path

import numpy as np

from models.reading import Vector
from models.training.vectors import KeptVectors


class Counting:
    """An embedder that counts what it is asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[str] = []

    def embed(self, text: str) -> Vector:
        self.asked.append(text)
        return np.full(384, len(self.asked), dtype=np.float32)


def test_a_text_is_embedded_once_and_kept_for_the_next_run(tmp_path: Path) -> None:
    first, second = Counting("one"), Counting("one")
    with KeptVectors(tmp_path / "deep" / "v.sqlite", first) as kept:
        kept.all_of(["a", "b", "a"])
    with KeptVectors(tmp_path / "deep" / "v.sqlite", second) as kept:
        assert np.array_equal(kept.of("b"), np.full(384, 2, np.float32))
    assert first.asked == ["a", "b"]
    assert second.asked == []


def test_another_embedder_is_asked_anew(tmp_path: Path) -> None:
    first, second = Counting("one"), Counting("two")
    for embedder in (first, second):
        with KeptVectors(tmp_path / "v.sqlite", embedder) as kept:
            kept.all_of(["a"])
    assert second.asked == ["a"]
