"""The memory of texts seen last: it counts, forgets the oldest, and changes no vector."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from models.embedding import DIMENSIONS, Cached
from models.embedding.embedder import unit
from models.reading import Vector


class Letters:
    """A hand-written embedder: a vector of the letters, and a list of what it was asked."""

    name = "letters"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, text: str) -> Vector:
        self.asked.append(text)
        vector = np.ones(DIMENSIONS, np.float32)
        for letter in text:
            vector[ord(letter) % DIMENSIONS] += 1
        return unit(vector)


def test_a_text_is_embedded_once() -> None:
    inner = Letters()
    cached = Cached(inner)
    first, again = cached.embed("a b"), cached.embed(" a\n b\0 ")
    assert first is again
    assert inner.asked == ["a b"]
    assert (cached.hits, cached.misses) == (1, 1)


def test_the_text_used_longest_ago_is_forgotten_first() -> None:
    inner = Letters()
    cached = Cached(inner, size=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.embed(text)
    assert inner.asked == ["a", "b", "c", "b"]


def test_a_vector_given_out_cannot_be_altered() -> None:
    """One caller's arithmetic in place must not reach the next caller."""
    vector = Cached(Letters()).embed("a")
    with pytest.raises(ValueError, match="read-only"):
        vector *= 2


def test_threads_share_it_without_losing_count() -> None:
    cached = Cached(Letters(), size=5)
    texts = [str(number % 9) for number in range(900)]
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(cached.embed, texts))
    assert cached.hits + cached.misses == len(texts)
    assert all(np.array_equal(v, Letters().embed(t)) for v, t in zip(vectors, texts, strict=True))


def test_it_has_the_name_of_what_it_wraps() -> None:
    assert Cached(Letters()).name == "letters"
