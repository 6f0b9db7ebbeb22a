"""The index finds what is near; what is found depends on what is in it and on nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.claim import index
from models.claim.index import DIMENSIONS, RESCORED, SketchIndex


def some_vectors(seed, count):
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((count, DIMENSIONS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def filled(vectors, names=None, kind=np.float32):
    made = SketchIndex(kind)
    for number in range(len(vectors)) if names is None else names:
        made.put(f"v{number}", vectors[number], number)
    return made


@given(seed=st.integers(0, 1000), count=st.integers(1, 60), most=st.integers(1, 20))
def test_few_vectors_are_searched_exhaustively(seed, count, most):
    """Best first, for any vectors."""
    vectors = some_vectors(seed, count)
    order = np.argsort(-(vectors @ vectors[0]), kind="stable")[:most]
    assert [name for name, _ in filled(vectors).nearest(vectors[0], most)] == [f"v{i}" for i in order]


@pytest.mark.parametrize(("kind", "off"), [(np.float32, 1e-6), (np.int8, 0.01)])
def test_among_many_what_lies_near_is_found(kind, off):
    """Eight neighbours at a cosine of .5 among three thousand strangers, with their cosines."""
    strangers = some_vectors(1, 3000)
    asked = strangers[0]
    apart = strangers[1:9] - np.outer(strangers[1:9] @ asked, asked)
    near = 0.5 * asked + 0.75**0.5 * apart / np.linalg.norm(apart, axis=1, keepdims=True)
    made = filled(np.vstack([strangers[9:], near]), kind=kind)
    found = made.nearest(asked, 8)
    assert {name for name, _ in found} == {f"v{2991 + i}" for i in range(8)}
    assert [cosine for _, cosine in found] == pytest.approx([0.5] * 8, abs=off)


@settings(max_examples=20)
@given(order=st.permutations(range(RESCORED + 40)), asked=st.integers(0, 99))
def test_the_order_of_rows_is_no_difference(order, asked):
    """Not in the last bit of a cosine, and not between equals."""
    vectors = np.repeat(some_vectors(3, (RESCORED + 40) // 4), 4, axis=0)
    probe = vectors[asked]
    assert filled(vectors, order).nearest(probe, 12) == filled(vectors).nearest(probe, 12)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=80))
def test_an_index_is_what_is_in_it_however_it_came_there(steps):
    """Rows of what left are taken by others."""
    vectors, made, there = some_vectors(5, 31), SketchIndex(), set()
    for number, put in steps:
        if put:
            made.put(f"v{number}", vectors[number], number)
            there.add(number)
        elif number in there:
            made.drop(f"v{number}")
            there.remove(number)
    assert len(made) == len(there)
    assert made.nearest(vectors[0], 31) == filled(vectors, sorted(there)).nearest(vectors[0], 31)


def test_a_vector_that_moved_is_found_where_it_is(along):
    """And no more where it was."""
    made = SketchIndex()
    made.put("a", along(0), 0)
    made.put("a", along(1), 0)
    assert made.nearest(along(1), 3) == [("a", 1.0)]
    assert made.vector("a") == pytest.approx(along(1))


def test_of_equals_the_older_comes_first(along):
    """Whatever their names."""
    made = SketchIndex()
    for name, age in (("a", 3), ("b", 1), ("c", 2)):
        made.put(name, along(0), age)
    assert [name for name, _ in made.nearest(along(0), 3)] == ["b", "c", "a"]


def test_it_grows_over_many_blocks(monkeypatch):
    """Small blocks here; every row stays findable."""
    monkeypatch.setattr(index, "_BLOCK", 64)
    vectors = some_vectors(7, 1000)
    made = filled(vectors)
    assert all(made.nearest(vectors[i], 1)[0][0] == f"v{i}" for i in range(0, 1000, 37))


def test_a_zero_vector_is_near_to_nothing():
    """It has no direction; nothing divides by its length."""
    made = SketchIndex(np.int8)
    made.put("a", np.zeros(DIMENSIONS, np.float32), 0)
    assert made.nearest(some_vectors(1, 1)[0], 1) == [("a", 0.0)]
