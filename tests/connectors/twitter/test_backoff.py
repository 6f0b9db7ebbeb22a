"""How long the stream is left alone after each kind of end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.twitter.backoff import Backoff
from connectors.twitter.failure import FailedError

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("end", "waits"),
    [
        (FailedError("network"), [0.25, 0.5, 0.75, 1.0]),
        (FailedError("http", 503), [5, 10, 20, 40]),
        (FailedError("closed"), [5, 10, 20, 40]),
        (FailedError("http", 429), [60, 120, 240, 480, 900]),
    ],
)
def test_waits_grow_by_x_own_advice(end: FailedError, waits: list[float]) -> None:
    backoff = Backoff()
    assert [backoff.wait(end, 0, NOON) for _ in waits] == waits


def test_a_connection_that_stood_makes_the_next_wait_short() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.wait(FailedError("closed"), 0, NOON)
    assert backoff.wait(FailedError("closed"), 3600, NOON) == 1
    assert backoff.wait(FailedError("closed"), 0, NOON) == 5


def test_a_reset_in_the_past_or_far_away_is_not_believed() -> None:
    end = FailedError("http", 429)
    assert Backoff().wait(end, 0, NOON, NOON - timedelta(hours=1)) == 60
    assert Backoff().wait(end, 0, NOON, NOON + timedelta(days=30)) == 60


ends = st.sampled_from([("network", None), ("closed", None), ("fault", None), ("http", 503), ("http", 429)])


@given(st.lists(st.tuples(ends, st.floats(0, 59)), min_size=1, max_size=50))
def test_there_is_always_a_wait_and_it_is_bounded(
    history: list[tuple[tuple[str, int | None], float]],
) -> None:
    """At least tweepy's own shortest after a failure, at most a quarter of an hour."""
    backoff = Backoff()
    waits = [backoff.wait(FailedError(*end), lived, NOON) for end, lived in history]  # type: ignore[arg-type]
    assert all(0.25 <= wait <= 900 for wait in waits)
