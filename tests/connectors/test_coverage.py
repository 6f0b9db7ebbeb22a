"""What is told of a source: its gaps, its silence, and the record others read. All sources are synthetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.coverage import MAX_GAPS, STALE, Coverage, Gap, SourceState, unwatched
from connectors.coverage_record import coverage_record, read_coverage
from models.post import Post

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HERALD = "telegram:synthetic_herald"


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def post(at: datetime, **given: Any) -> Post:
    return Post("telegram", "synthetic_herald", "1", at, **given)


def test_what_history_brings_back_is_no_gap() -> None:
    state = SourceState(HERALD, read_at=NOON)
    state.interrupt(minutes(5), "line cut")
    assert state.gaps == [Gap(NOON, None, "line cut")], "from the last whole reading on"
    state.interrupt(minutes(6), "line cut again")
    state.resume(minutes(9), bridged=True)
    assert (state.gaps, state.gaps_total, state.connected, state.problem) == ([], 0, True, None)


def test_what_no_history_brings_back_stays_a_gap() -> None:
    state = SourceState(HERALD, read_at=NOON)
    state.interrupt(minutes(5), "line cut")
    state.resume(minutes(9), bridged=False)
    state.miss(minutes(20), minutes(30), "history deleted")
    state.miss(minutes(20), minutes(30), "history deleted")
    assert state.gaps == [
        Gap(NOON, minutes(9), "line cut"),
        Gap(minutes(20), minutes(30), "history deleted"),
    ]
    assert state.gaps_total == 2


def test_gaps_kept_are_bounded_and_all_are_counted() -> None:
    state = SourceState(HERALD)
    for number in range(2 * MAX_GAPS):
        state.miss(minutes(number), minutes(number + 1), "history deleted")
    assert len(state.gaps) == MAX_GAPS - 1
    assert state.gaps_total == 2 * MAX_GAPS


def test_no_number_of_other_gaps_hides_the_one_that_lasts() -> None:
    state = SourceState(HERALD, read_at=NOON)
    state.interrupt(minutes(1), "line cut")
    for number in range(2 * MAX_GAPS):
        state.miss(minutes(number), minutes(number + 1), "history deleted")
    assert state.open_gap == Gap(NOON, None, "line cut")
    assert len(state.gaps) == MAX_GAPS


def test_what_was_not_watched_is_said_for_the_span_asked_alone() -> None:
    states = [SourceState("feed:example.org"), SourceState(HERALD)]
    states[1].miss(minutes(10), minutes(40), "line cut")
    states[0].interrupt(minutes(50), "HTTP 503")
    assert unwatched(states, NOON, minutes(60)) == [
        "feed:example.org was not read from 12:50 to 13:00: HTTP 503",
        "telegram:synthetic_herald was not read from 12:10 to 12:40: line cut",
    ]
    assert unwatched(states, minutes(20), minutes(30)) == [
        "telegram:synthetic_herald was not read from 12:20 to 12:30: line cut"
    ]
    assert unwatched(states, minutes(40), minutes(50)) == []


def test_a_span_over_midnight_is_told_with_its_days() -> None:
    state = SourceState(HERALD)
    state.miss(minutes(660), minutes(780), "line cut")
    assert unwatched([state], NOON, minutes(1440)) == [
        "telegram:synthetic_herald was not read from 02 Mar 23:00 to 03 Mar 01:00: line cut"
    ]


def test_a_state_nobody_tells_any_more_is_one_that_is_not_read() -> None:
    state = SourceState(HERALD, connected=True, told_at=NOON)
    assert unwatched([state], NOON, NOON + STALE) == []
    assert unwatched([state], NOON, minutes(5)) == [
        "telegram:synthetic_herald was not read from 12:00 to 12:05: its connector does not run"
    ]


def test_a_source_taken_off_the_list_is_forgotten() -> None:
    coverage = Coverage()
    coverage.of(HERALD).posts = 3
    coverage.of("feed:example.org", "feed")
    coverage.keep([HERALD])
    assert list(coverage.sources) == [HERALD]
    assert coverage.of(HERALD).posts == 3


def test_a_source_silent_beyond_its_habit_is_told_while_it_is_read() -> None:
    """Two weeks of a post every hour by day: a night is habit, a night and a morning are not."""
    state = SourceState(HERALD, connected=True)
    for day in range(14):
        for hour in range(8, 24):
            state.note(post(NOON.replace(hour=0) + timedelta(days=day, hours=hour)))
    last = state.posted_at
    assert last is not None
    assert state.silent_since(last + timedelta(hours=10)) is None
    assert state.silent_since(last + timedelta(hours=14)) == last
    state.connected = False
    assert state.silent_since(last + timedelta(hours=14)) is None


def test_a_source_first_met_by_day_is_not_silent_at_night() -> None:
    """Forty posts of one afternoon teach nothing of the night; a whole day without any is told."""
    state = SourceState(HERALD, connected=True)
    for number in range(40):
        state.note(post(minutes(10 * number)))
    last = state.posted_at
    assert last is not None
    assert state.silent_since(last + timedelta(hours=9)) is None
    assert state.silent_since(last + timedelta(hours=25)) == last


def test_too_few_posts_make_no_habit() -> None:
    state = SourceState(HERALD, connected=True)
    for number in range(10):
        state.note(post(minutes(10 * number)))
    assert state.silent_since(NOON + timedelta(days=9)) is None


def test_an_edit_or_an_old_post_teaches_no_habit() -> None:
    state = SourceState(HERALD, connected=True)
    state.note(post(NOON))
    state.note(post(minutes(90), kind="edit"))
    assert state.habit.known == 0
    state.note(post(minutes(-30)))
    assert (state.habit.known, state.posts, state.posted_at) == (0, 3, NOON)


times = st.integers(-(10**8), 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds))
counts = st.integers(0, 2**40)


@given(
    read=st.none() | times, posted=st.none() | times, words=st.none() | st.text(max_size=400),
    spans=st.lists(st.tuples(times, st.none() | times), max_size=4), number=counts, now=times,
)  # fmt: skip
def test_a_record_read_back_is_the_state_written(
    read: datetime | None, posted: datetime | None, words: str | None,
    spans: list[tuple[datetime, datetime | None]], number: int, now: datetime,
) -> None:  # fmt: skip
    state = SourceState(HERALD, "channel", True, read, posted, posts=number, floods=number, reads_day=number)
    state.gaps = [Gap(since, until, "line cut") for since, until in spans]
    state.problem = words and (" ".join(words.split())[:300] or None)
    state.habit = state.habit.after(read, now)
    state.told_at = now
    written = orjson.dumps(coverage_record(state, now), option=orjson.OPT_NON_STR_KEYS)
    assert read_coverage(orjson.loads(written)) == state


@pytest.mark.parametrize(
    "damaged", [None, 3, {}, [], {"source": "a", "kind": "b", "connected": 1, "at": "x"}]
)
def test_a_damaged_record_is_left_out(damaged: Any) -> None:
    assert read_coverage(damaged) is None
