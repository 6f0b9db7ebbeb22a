"""Vectors of many texts, kept on disk between runs: a set of 26,000 posts takes minutes to embed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

import numpy as np

from models.embedding import Embedder, clean
from models.reading import Vector

COMMIT_EVERY: Final = 500
"""Texts between two commits: what a broken run loses at most."""


class KeptVectors:
    """Raw vectors by text, from a file where they are in it, else from the embedder and into the file."""

    def __init__(self, file: Path, embedder: Embedder) -> None:
        """Open or make the file; each embedder has its own table."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._kept = sqlite3.connect(file)
        self._kept.execute("CREATE TABLE IF NOT EXISTS kept (embedder TEXT, text TEXT, vector BLOB, "
                           "PRIMARY KEY (embedder, text)) WITHOUT ROWID")  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.commit()
        self._kept.close()

    def of(self, text: str) -> Vector:
        """Give the raw vector of a text."""
        key = (self._embedder.name, clean(text))
        found = self._kept.execute("SELECT vector FROM kept WHERE embedder = ? AND text = ?", key).fetchone()
        if found:
            return np.frombuffer(found[0], dtype=np.float32)
        vector = self._embedder.embed(text)
        self._kept.execute("INSERT INTO kept VALUES (?, ?, ?)", (*key, vector.astype(np.float32).tobytes()))
        return vector

    def all_of(self, texts: Iterable[str]) -> None:
        """Embed what is not kept yet, and keep it."""
        for number, text in enumerate(texts):
            self.of(text)
            if number % COMMIT_EVERY == 0:
                self._kept.commit()
        self._kept.commit()
