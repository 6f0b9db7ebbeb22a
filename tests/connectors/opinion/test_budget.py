"""A judge is asked so many times a minute and so many a day, however often the process starts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.opinion import Budget, BudgetError

DAY = timedelta(days=1)


def test_the_minute_is_spent_and_comes_back(clock):
    """The next call waits until the first is a minute old."""
    budget = Budget(2, 100)
    for _ in range(2):
        assert budget.wait(clock()) == 0
        budget.spend(clock())
        clock.forward(seconds=10)
    assert budget.wait(clock()) == 40
    clock.forward(seconds=40)
    assert budget.wait(clock()) == 0


def test_the_day_is_spent_until_midnight(clock, tmp_path):
    """A process that starts anew goes on with the day it finds."""
    file = tmp_path / "data" / "budget.json"
    budget = Budget(100, 3, file)
    for _ in range(3):
        assert budget.wait(clock()) == 0
        budget.spend(clock())
    assert budget.wait(clock()) is None
    again = Budget(100, 3, file)
    assert again.wait(clock()) is None
    assert again.wait(clock() + DAY) == 0
    again.spend(clock() + DAY)
    assert Budget(100, 3, file).wait(clock() + DAY) == 0


@pytest.mark.parametrize(
    "kept", [b"", b"{}", b'{"day": "now", "calls": 1}', b"[1]", b'{"day": 1, "calls": 2}']
)
def test_a_file_that_tells_nothing_is_named(tmp_path, kept):
    """With the mend: nobody is asked for free by mistake."""
    file = tmp_path / "budget.json"
    file.write_bytes(kept)
    with pytest.raises(BudgetError, match="delete it"):
        Budget(1, 1, file)


def test_a_file_that_cannot_be_written_is_told(tmp_path, clock):
    """Or the next start would spend the day once more."""
    budget = Budget(1, 1, tmp_path / "data" / "budget.json")
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(BudgetError, match="cannot be written"):
        budget.spend(clock())


@pytest.mark.parametrize("limits", [(0, 5), (5, 0), (-1, 5)])
def test_a_budget_of_nothing_is_a_mistake(limits):
    """The setting that asks nobody is another one."""
    with pytest.raises(BudgetError, match="RUMOR_OPINIONS empty"):
        Budget(*limits)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=60), st.integers(1, 5), st.integers(1, 30))
def test_no_minute_and_no_day_holds_more_than_it_may(gaps, per_minute, per_day):
    """Whenever it is asked."""
    from datetime import UTC, datetime

    budget, now, calls = Budget(per_minute, per_day), datetime(2026, 3, 2, 23, 40, tzinfo=UTC), []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if budget.wait(now) == 0:
            budget.spend(now)
            calls.append(now)
    assert all(sum(at - timedelta(minutes=1) < c <= at for c in calls) <= per_minute for at in calls)
    assert all(sum(c.date() == at.date() for c in calls) <= per_day for at in calls)
