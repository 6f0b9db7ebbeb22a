"""Rank short texts by the words they share with a query: BM25 (Robertson and Zaragoza 2009)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

K1: Final = 1.2
B: Final = 0.75
"""The usual ones (Robertson and Zaragoza 2009, section 3.2)."""


class WordIndex:
    """Texts by their stems; how rare a stem is, is counted in the texts themselves."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        """Index texts given as their stems."""
        self._size = len(texts)
        lengths = np.array([len(text) for text in texts], np.float64)
        around = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if len(texts) else 1.0, 1.0))
        postings: dict[str, list[tuple[int, int]]] = {}
        for number, text in enumerate(texts):
            for stem, count in Counter(text).items():
                postings.setdefault(stem, []).append((number, count))
        self._rarity = {stem: self._idf(len(found)) for stem, found in postings.items()}
        self._postings = {stem: self._scored(stem, found, around) for stem, found in postings.items()}

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """Score every text, 0..1: 1 for one in which each stem of the query occurs without end."""
        scores = np.zeros(self._size)
        most = 0.0
        for stem in sorted(set(query)):
            most += self._rarity.get(stem, self._idf(0)) * (K1 + 1)
            if stem in self._postings:
                numbers, parts = self._postings[stem]
                scores[numbers] += parts
        return (scores / most if most else scores).astype(np.float32)

    def _idf(self, holding: int) -> float:
        return log(1 + (self._size - holding + 0.5) / (holding + 0.5))

    def _scored(
        self, stem: str, found: list[tuple[int, int]], around: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        numbers = np.array([number for number, _ in found], np.intp)
        counts = np.array([count for _, count in found], np.float64)
        return numbers, self._rarity[stem] * counts * (K1 + 1) / (counts + around[numbers])
