"""Vectors in 96 bytes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.outline import likeness, outline


def unit(seed: int, towards: np.ndarray | None = None, cosine: float = 0.0) -> np.ndarray:
    drawn = np.random.RandomState(seed).standard_normal(384)
    if towards is not None:
        drawn -= (drawn @ towards) * towards
    drawn /= np.linalg.norm(drawn)
    return drawn if towards is None else cosine * towards + (1 - cosine**2) ** 0.5 * drawn


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**31), st.floats(-1, 1))
def test_a_cosine_is_told_to_within_a_tenth(seed, cosine):
    """The bias is towards 0 and the same for all; what compares sentences is what is left of the error."""
    one = unit(seed % 1000 + 1)
    (told,) = likeness([outline(unit(seed, one, cosine))], outline(one))
    assert told == pytest.approx(0.88 * cosine, abs=0.13)


def test_a_vector_is_likest_to_itself():
    """Up to rounding."""
    vector = outline(unit(5))
    assert likeness([vector], vector) == [1.0]
    assert len(vector) == 128


def test_what_is_not_known_is_like_nothing():
    """An empty outline stands for no vector."""
    known = outline(unit(5))
    assert likeness(["", known], "") == [0.0, 0.0]
    assert likeness([""], known) == [0.0]


def test_another_length_is_refused():
    """A record of another make is no vector."""
    with pytest.raises(ValueError, match="96 bytes"):
        likeness(["AAAA"], outline(unit(5)))
