"""What is put away, when, and that times which contradict each other are refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.claim.retention import Agenda, Retention, RetentionError

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


def at(minutes):
    return MIDNIGHT + timedelta(minutes=minutes)


def test_posts_must_be_known_for_as_long_as_their_claim_is_awake():
    """The message names the setting to change."""
    with pytest.raises(RetentionError, match="remember_days"):
        Retention(remembered=timedelta(days=13))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 50)), max_size=30), st.integers(0, 60))
def test_what_is_due_goes_by_the_latest_time_of_a_name(moves, until):
    """A name is noted once; when its time moves on, it falls due later."""
    agenda, times = Agenda(), {}
    for name, minute in moves:
        if name not in times:
            agenda.add(name, at(minute).timestamp())
        times[name] = max(times.get(name, 0.0), at(minute).timestamp())
    due = agenda.due(at(until), times.get)
    assert due == sorted(name for name, time in times.items() if time < at(until).timestamp())
    assert agenda.due(at(until), times.get) == []
    rest = agenda.due(at(1000), times.get)
    assert sorted([*due, *rest]) == sorted(times)


def test_a_name_that_is_gone_falls_due_no_more():
    """A claim that was merged away does not fall asleep."""
    agenda = Agenda()
    agenda.add("a", at(0).timestamp())
    assert agenda.due(at(9), {}.get) == []
