"""Bursts, against another implementation and by trying all that could be."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.track.bursts import burst_levels, robust_z
from models.track.timeline import Stretch

R_EXAMPLE = [
    *range(0, 401, 100), *range(410, 451, 5), *range(451, 471, 2), *range(480, 601, 5), 700,
    *range(710, 801, 5), 900, 1000,
]  # fmt: skip
"""The example of the R package ``bursts`` (Binder 2012), which has Kleinberg's automaton with many states."""
SHORT = [4, 17, 23, 27, 33, 35, 37, 76, 77, 82, 84, 88, 90, 92]
"""The example of its Python port ``pybursts``."""


def _gaps(offsets):
    return [Stretch(1, float(after - before)) for before, after in itertools.pairwise(offsets)]


def _intervals(offsets, levels):
    """Give each (level, start, end) during which the state was at least that high."""
    found = []
    for level in range(1, max(levels) + 1):
        for high, run in itertools.groupby(enumerate(levels), key=lambda pair: pair[1] >= level):
            numbers = [number for number, _ in run]
            if high:
                found.append((level, offsets[numbers[0]], offsets[numbers[-1] + 1]))
    return sorted(found)


@pytest.mark.parametrize(
    ("offsets", "gamma", "states", "expected"),
    [
        (R_EXAMPLE, 1.0, 11, [(1, 410, 600), (1, 710, 800), (2, 450, 469)]),
        (SHORT, 0.1, 8, [(1, 33, 37), (1, 76, 92), (2, 76, 77)]),
    ],
)
def test_the_bursts_are_those_of_another_implementation(offsets, gamma, states, expected):
    """Computed with pybursts 0.1.1, every gap between two posts a stretch of its own."""
    levels = burst_levels(_gaps(offsets), states, 2.0, gamma)
    assert _intervals(offsets, levels) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=7), st.integers(2, 3))
def test_no_other_way_through_the_states_is_cheaper(counts, states):
    """Kleinberg's cost of every sequence of states, written out."""
    stretches = [Stretch(count, 5.0) for count in counts]
    posts, minutes = sum(counts), 5.0 * len(counts)
    levels = burst_levels(stretches, states)
    if posts < 5:
        assert levels == [0] * len(counts)
        return

    def cost(way):
        rates = [posts / minutes * 2.0**state for state in way]
        rises = sum(max(0, after - before) for before, after in itertools.pairwise((0, *way)))
        told = sum(5.0 * rate - n * math.log(rate) for n, rate in zip(counts, rates, strict=True))
        return rises * math.log(posts) + told

    cheapest = min(map(cost, itertools.product(range(states), repeat=len(counts))))
    assert cost(levels) == pytest.approx(cheapest)


def test_a_level_pace_is_no_burst():
    """However fast it is."""
    assert set(burst_levels([Stretch(50, 1.0)] * 60)) == {0}


def test_a_surge_is_a_burst_and_its_end_ends_it():
    """Two posts an hour, thirty in ten minutes, and two an hour again."""
    levels = burst_levels([Stretch(2, 60.0)] * 5 + [Stretch(30, 10.0)] + [Stretch(2, 60.0)] * 3)
    assert levels == [0, 0, 0, 0, 0, 3, 0, 0, 0]


def test_the_robust_z_is_that_of_scipy():
    """Its median_abs_deviation with scale="normal" is 2.2239033 here, the median 5.5."""
    assert robust_z(24, [3, 5, 4, 8, 6, 5, 9, 4, 30, 7]) == pytest.approx((24 - 5.5) / math.sqrt(5.5))
    assert robust_z(24, [3, 5, 4, 8, 6, 5, 9, 4, 30, 7, 20, 0]) == pytest.approx((24 - 5.5) / 2.9652)


def test_one_wild_hour_of_the_past_hides_no_burst():
    """A mean and its deviation would be drawn up by it."""
    assert robust_z(30, [2, 3, 2, 4, 3, 500]) > 10


def test_where_nothing_happened_before_one_post_is_one_deviation():
    """All earlier counts are equal: their deviation is nothing, and a post's own is taken."""
    assert robust_z(3, [0.0] * 10) == 3.0
    assert robust_z(3, [0.0] * 5) is None
