"""A reader whose vectors are made of words, so that no model is needed."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from models.centring import shipped_means
from models.facts import Gazetteer, Names, parse_aliases
from models.officials import parse_officials
from models.reader import Reader
from models.reading import Vector

OFFICIALS = """
[[office]]
id = "tarvell-city"
name = "City of Tarvell"
standing = 2
about = ["Tarvell"]
accounts = ["twitter:tarvell_city"]
domains = ["tarvell.example"]
names = ["Tarvell city hall"]
"""


class ByWords:
    """Embeds a text as the sum of a fixed direction for each of its words: like words, like vectors."""

    name = "by-words"

    def embed(self, text: str) -> Vector:
        """Give 384 floats around the mean of English, which is subtracted again."""
        total = np.zeros(384)
        for word in text.lower().split():
            total += np.random.default_rng(zlib.crc32(word.strip(".,:!?").encode())).normal(size=384)
        around: Vector = shipped_means().of("en") + (total / (np.linalg.norm(total) or 1.0)).astype(
            np.float32
        )
        return around


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Read as the stream does, with word vectors."""
    registry = parse_officials(OFFICIALS, "officials.toml")
    names: Names = parse_aliases("", "aliases.toml")
    return Reader(ByWords(), Gazetteer(names, registry.names()), registry)
