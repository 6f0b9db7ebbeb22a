"""The budget of reads: nothing above it, the least important given up first, and a new day judged anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.twitter.budget import (
    ALL,
    CLOSED,
    Limits,
    Spent,
    after,
    forecast,
    kept,
    left,
    month_of,
    next_day,
    nothing,
)  # fmt: skip
from connectors.watchlist import TwitterRule

LIMITS = Limits(month=30_000, day=3_000)
MID_MONTH = datetime(2026, 4, 16, tzinfo=UTC)
RULES = tuple(TwitterRule(f"word{n}", f"tag{n}", priority=n) for n in (1, 2, 3))

limits = st.builds(
    Limits, month=st.integers(1, 5_000), day=st.integers(1, 2_000), reset_day=st.integers(1, 28)
)
priorities = st.integers(1, 3)
waits = st.timedeltas(timedelta(0), timedelta(days=3)) | st.just(timedelta(0))


def spent(month: int, day: int, at: datetime = MID_MONTH) -> int:
    """Give the level when so much was read."""
    account = replace(nothing(at, LIMITS), reads_month=month, reads_day=day)
    return after(account, 0, at, LIMITS).level


@pytest.mark.parametrize(
    ("month", "day", "level"),
    [
        (0, 0, 3),
        (15_000, 1_000, 3),
        (15_100, 1_000, 2),
        (18_900, 1_000, 1),
        (10_000, 2_399, 3),
        (10_000, 2_400, 2),
        (10_000, 2_850, 1),
        (10_000, 3_000, 0),
        (28_500, 0, 1),
        (30_000, 0, 0),
    ],
)
def test_rules_rest_from_the_lowest_priority_on(month: int, day: int, level: int) -> None:
    """At half of April: as the forecast passes the month's limit, as the day's comes near, as all is read."""
    assert spent(month, day) == level


def test_the_forecast_is_the_pace_of_the_month_to_its_end() -> None:
    assert forecast(replace(nothing(MID_MONTH, LIMITS), reads_month=15_000), MID_MONTH) == 30_000


def test_one_lively_morning_is_no_month() -> None:
    """Three times the even share of a day is read on the first day before anything rests."""
    first = datetime(2026, 4, 1, 9, tzinfo=UTC)
    assert spent(2_999, 2_399, first) == ALL


def test_a_day_turns_at_midnight_and_is_judged_anew() -> None:
    account = after(nothing(MID_MONTH, LIMITS), 3_000, MID_MONTH, LIMITS)
    assert account.level == CLOSED
    night = next_day(MID_MONTH)
    assert night == MID_MONTH + timedelta(days=1)
    assert after(account, 0, night - timedelta(milliseconds=1), LIMITS).level == CLOSED
    fresh = after(account, 0, night, LIMITS)
    assert (fresh.level, fresh.reads_day, fresh.reads_month) == (ALL, 0, 3_000)


@pytest.mark.parametrize(
    ("now", "reset_day", "month"),
    [
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), 1, date(2026, 3, 1)),
        (datetime(2026, 4, 1, tzinfo=UTC), 1, date(2026, 4, 1)),
        (datetime(2026, 3, 27, tzinfo=UTC), 28, date(2026, 2, 28)),
        (datetime(2026, 1, 3, tzinfo=UTC), 15, date(2025, 12, 15)),
        (datetime(2026, 4, 1, 1, tzinfo=UTC).astimezone(), 1, date(2026, 4, 1)),
    ],
)
def test_a_month_begins_on_the_day_x_begins_it(now: datetime, reset_day: int, month: date) -> None:
    assert month_of(now, Limits(1, 1, reset_day)) == month


def test_a_new_month_begins_at_0() -> None:
    account = after(nothing(MID_MONTH, LIMITS), 30_000, MID_MONTH, LIMITS)
    may = after(account, 1, datetime(2026, 5, 1, tzinfo=UTC), LIMITS)
    assert (may.reads_month, may.reads_day, may.level) == (1, 1, ALL)


def test_a_clock_that_goes_back_forgives_nothing() -> None:
    account = after(nothing(MID_MONTH, LIMITS), 3_000, MID_MONTH, LIMITS)
    back = after(account, 0, MID_MONTH - timedelta(days=40), LIMITS)
    assert (back.reads_day, back.reads_month, back.level) == (3_000, 3_000, CLOSED)


def test_rules_are_kept_by_priority() -> None:
    assert [kept(RULES, level) for level in (3, 2, 1, 0)] == [RULES, RULES[:2], RULES[:1], ()]


def test_the_best_there_is_stays() -> None:
    """Whoever gave all rules the lowest priority loses none of them before the end."""
    assert kept(RULES[2:], 1) == RULES[2:]
    assert kept(RULES[1:], 1) == RULES[1:2]
    assert kept(RULES[2:], CLOSED) == ()


@given(limits, st.lists(st.tuples(waits, priorities), max_size=300))
def test_no_limit_is_ever_passed(limits: Limits, posts: list[tuple[timedelta, int]]) -> None:
    """Whenever posts come, of whatever priority: those of rules that rest do not."""
    now, account = MID_MONTH, nothing(MID_MONTH, limits)
    by_day: dict[date, int] = {}
    by_month: dict[date, int] = {}
    for wait, priority in posts:
        now += wait
        account = after(account, 0, now, limits)
        if priority <= account.level:
            account = after(account, 1, now, limits)
            by_day[now.date()] = by_day.get(now.date(), 0) + 1
            month = month_of(now, limits)
            by_month[month] = by_month.get(month, 0) + 1
    assert all(count <= limits.day for count in by_day.values())
    assert all(count <= limits.month for count in by_month.values())
    assert account.reads_month == by_month.get(account.month, 0)


@given(limits, st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 40))
def test_who_has_read_more_reads_no_more_freely(limits: Limits, month: int, more: int, days: int) -> None:
    now = MID_MONTH + timedelta(days=days)
    account = replace(nothing(now, limits), reads_month=month)
    assert after(account, more, now, limits).level <= after(account, 0, now, limits).level


@given(limits, st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(hours=2)), st.integers(0, 300))))
def test_within_a_day_it_only_gets_stricter(limits: Limits, steps: list[tuple[timedelta, int]]) -> None:
    now, account = MID_MONTH, nothing(MID_MONTH, limits)
    for wait, reads in steps:
        now += wait
        before, account = account, after(account, reads, now, limits)
        if account.day == before.day:
            assert account.level <= before.level


@given(limits, st.integers(0, 10_000), st.integers(0, 10_000), st.floats(0, 1))
def test_what_is_left_fits_both_limits(limits: Limits, month: int, day: int, share: float) -> None:
    account = Spent(MID_MONTH.date(), MID_MONTH.date(), month, day)
    rest = left(account, limits, share)
    assert rest >= 0
    if rest:
        assert day + rest <= limits.day * share
        assert month + rest <= limits.month * share
