"""What is described of a cascade: by hand for a small one, finite at every edge."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forecast.features import MISSING, NAMES, features
from models.forecast.seen import OLDEST, YOUNGEST, seen

EVENTS = st.lists(
    st.tuples(st.floats(-1e12, 1e12), st.none() | st.floats() | st.integers(-5, 10**12)), max_size=60
)


def named(*given: object) -> dict[str, float]:
    """Describe a cascade, each number under its name."""
    return dict(zip(NAMES, features(seen(*given)).tolist(), strict=True))  # type: ignore[arg-type]


def test_a_small_cascade_is_described_as_worked_out_by_hand() -> None:
    found = named([(100.0, None), (200.0, 50.0), (500.0, 150.0), (900.0, None)], 1000.0, 999.0)
    expected = {
        "age": math.log(1000), "count": math.log(5), "root audience": math.log(1000),
        "audiences": math.log(201), "mean audience": math.log(101), "largest audience": math.log(151),
        "share by 0.75": 1 / 5, "share by 0.25": 2 / 5, "last half": math.log(2),
        "speeding, quarters": math.log(2), "count by 180 s": math.log(2), "count by 1800 s": MISSING,
        "count of last 300 s": math.log(2), "since last": math.log(101 / 1000),
        "mean time": 0.425, "first time": math.log(101), "fifth time": MISSING,
        "longest gap": math.log(401 / 1000), "median gap": math.log(101),
    }  # fmt: skip
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-5)


def test_without_audiences_what_needs_them_is_missing() -> None:
    found = named([(10.0, None)] * 20, 3600.0)
    assert found["root audience"] == found["audiences"] == found["to come by audience"] == MISSING


@given(EVENTS, st.floats(-1e12, 1e12), st.none() | st.floats())
def test_every_number_is_finite_whatever_is_seen(
    events: list[tuple[float, float | None]], at: float, audience: float | None
) -> None:
    row = features(seen(events, at, audience))
    assert len(row) == len(NAMES)
    assert np.isfinite(row).all()
    assert row.min() >= MISSING


@given(EVENTS.flatmap(lambda events: st.tuples(st.just(events), st.permutations(events))), st.floats(0, 1e7))
def test_the_order_of_events_does_not_matter(
    orders: tuple[list[tuple[float, float | None]], list[tuple[float, float | None]]], at: float
) -> None:
    one, other = (features(seen(events, at)) for events in orders)
    assert np.array_equal(one, other)


def test_reshares_after_the_age_are_not_seen_and_earlier_than_the_post_come_with_it() -> None:
    now = seen([(7200.0, None), (-3.0, 4.0), (60.0, None)], 3600.0)
    assert now.times.tolist() == [0.0, 60.0]


@pytest.mark.parametrize(("at", "age"), [(-1.0, YOUNGEST), (1e9, OLDEST)])
def test_ages_are_bounded(at: float, age: float) -> None:
    assert seen([], at).at == age


def test_what_is_no_number_is_refused() -> None:
    for at, time in ((math.nan, 1.0), (math.inf, 1.0), (60.0, math.nan)):
        with pytest.raises(ValueError, match="finite"):
            seen([(time, None)], at)
