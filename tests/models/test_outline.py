"""Vectors in 96 bytes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.outline import MOST_IN_MEAN, centralities, direction, mean_with, means_together, outline


def unit(seed, towards=None, cosine=0.0):
    drawn = np.random.RandomState(seed).standard_normal(384)
    if towards is not None:
        drawn -= (drawn @ towards) * towards
    drawn /= np.linalg.norm(drawn)
    return drawn if towards is None else cosine * towards + (1 - cosine**2) ** 0.5 * drawn


def mean_of(outlines):
    mean = ""
    for each in outlines:
        mean = mean_with(mean, each)
    return mean


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**31), st.floats(-1, 1))
def test_a_cosine_is_told_to_within_a_tenth(seed, cosine):
    """The bias is towards 0 and the same for all; what compares sentences is what is left of the error."""
    one = unit(seed % 1000 + 1)
    (told,) = centralities((outline(unit(seed, one, cosine)),), (False,), mean_with("", outline(one)))
    assert told == pytest.approx(0.88 * cosine, abs=0.13)


def test_the_medoid_of_many_is_found():
    """Order of centrality among posts of one claim, each measured against all others."""
    middle = unit(99)
    vectors = [unit(n, middle, cosine) for n, cosine in enumerate([0.4, 0.5, 0.9, 0.6, 0.7, 0.45, 0.55] * 5)]
    outlines = [outline(vector) for vector in vectors]
    found = centralities(tuple(outlines), (True,) * len(outlines), mean_of(outlines))
    others = sum(vectors)
    exact = [v @ (others - v) / np.linalg.norm(others - v) for v in vectors]
    assert np.argmax(exact) % 7 == np.argmax(found) % 7 == 2
    assert np.corrcoef(exact, found)[0, 1] > 0.98


def test_a_vector_says_nothing_of_its_own_centrality():
    """One alone has none, and of two each is as near as the other."""
    one, other = outline(unit(1)), outline(unit(2, unit(1), 0.5))
    assert centralities((one,), (True,), mean_with("", one)) == (0.0,)
    near = centralities((one, other), (True, True), mean_of([one, other]))
    assert near[0] == pytest.approx(near[1], abs=0.01)
    assert near[0] == pytest.approx(0.45, abs=0.1)


def test_the_mean_of_many_stays_put():
    """What is told after 64 posts does not change what a claim is known by."""
    old, new = outline(unit(1)), outline(unit(2))
    mean = mean_of([old] * MOST_IN_MEAN)
    assert mean_with(mean, new) == mean != mean_with(mean_of([old] * 63), new)
    assert centralities((old,), (False,), mean)[0] > 0.99


def test_means_are_put_together_by_what_is_in_them():
    """Whichever comes first; an empty one adds nothing."""
    parts = [outline(unit(n, unit(0), 0.6)) for n in range(1, 10)]
    one, other = mean_of(parts[:3]), mean_of(parts[3:])
    both = means_together(one, other)
    assert both == means_together(other, one)
    assert means_together(one, "") == means_together("", one) == one
    within = (True,) * 9
    assert centralities(tuple(parts), within, both) == pytest.approx(
        centralities(tuple(parts), within, mean_of(parts)), abs=0.02
    )


def test_what_is_not_known_is_like_nothing():
    """An empty outline stands for no vector."""
    known = outline(unit(5))
    assert len(known) == 128
    assert centralities(("", known), (False, False), "") == (0.0, 0.0)
    assert centralities(("",), (False,), mean_with("", known)) == (0.0,)


@pytest.mark.parametrize(("outlined", "mean"), [("AAAA", ""), ("", "AAAA")])
def test_another_length_is_refused(outlined, mean):
    """A record of another make is no vector."""
    with pytest.raises(ValueError, match="bytes, not 3"):
        centralities((outlined,), (False,), mean)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_direction_of_a_mean_gives_cosines_without_bias(count):
    """However few vectors it was made of, and though each was written in two bits an element."""
    middle, others = unit(5), [unit(n, unit(5), 0.7) for n in range(100, 100 + count)]
    made, towards = direction(mean_of([outline(vector) for vector in others]))
    exact = sum(others) / np.linalg.norm(sum(others))
    off = [towards @ (q := unit(n, exact, c)) - exact @ q for n in range(40) for c in (0.2, 0.6, 1.0)]
    assert made == count
    assert abs(np.mean(off)) < 0.03
    assert abs(towards @ middle - exact @ middle) < 0.1


def test_an_empty_mean_has_no_direction():
    """Nobody has asserted the claim in words of his own."""
    assert direction("") is None
