"""Remember the vectors of the texts seen last: half of what is posted are copies and forwards."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from models.embedding.embedder import Embedder, clean
from models.reading import Vector

SIZE: Final = 20_000
"""Texts remembered: 31 MB of vectors, and at most 24 MB of text (two bytes a letter)."""


class Cached:
    """An embedder that embeds a text once as long as it is among the last ones; safe to share by threads."""

    def __init__(self, embedder: Embedder, size: int = SIZE) -> None:
        """Wrap an embedder; ``size`` is the number of texts remembered."""
        self.hits = 0
        self.misses = 0
        self._embedder = embedder
        self._size = size
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The name of the embedder that is wrapped."""
        return self._embedder.name

    def embed(self, text: str) -> Vector:
        """Give the vector of a text; texts that differ in white space alone are one text."""
        key = clean(text)
        known = self._known(key)
        if known is not None:
            return known
        # Outside the lock: two threads may embed one new text twice, and get the same vector.
        vector = self._embedder.embed(key)
        with self._lock:
            self._vectors[key] = vector
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
        return vector

    def _known(self, key: str) -> Vector | None:
        with self._lock:
            vector = self._vectors.get(key)
            if vector is None:
                self.misses += 1
            else:
                self.hits += 1
                self._vectors.move_to_end(key)
            return vector
