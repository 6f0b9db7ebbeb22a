"""The account of gaps, in ids and times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.twitter.gap import LAG, MOST_GAPS, SILENT, Gap, gap_between, gap_record, parse_gap, with_gap
from connectors.twitter.snowflake import earlier, id_at, time_of

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
times = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda passed: NOON + passed)
spans = st.tuples(times, st.timedeltas(timedelta(0), timedelta(days=8)))


def gap(minute: float, length: float = 1, left: tuple[str, ...] | None = None) -> Gap:
    """Give a gap that begins some minutes after noon."""
    begin, end = NOON + timedelta(minutes=minute), NOON + timedelta(minutes=minute + length)
    return Gap(id_at(begin), id_at(end), begin, end, left)


@given(times)
def test_an_id_holds_its_time(time: datetime) -> None:
    assert time - time_of(id_at(time)) < timedelta(milliseconds=1)
    assert time_of(id_at(time) + 2**22 - 1) == time_of(id_at(time))


@given(st.integers(0, 2**63 - 1), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_an_earlier_id_is_no_later(post_id: int, by: timedelta) -> None:
    assert 0 <= earlier(post_id, by) <= post_id


@given(times, st.timedeltas(timedelta(0), timedelta(days=2)), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_gap_holds_all_from_the_last_post_or_word_to_the_connection(
    last: datetime, quiet: timedelta, down: timedelta
) -> None:
    """And what clocks and X's own haste may hide at both ends."""
    read_until, connected = last + quiet, last + quiet + down
    made = gap_between(id_at(last), read_until, connected)
    assert made.since_id <= id_at(last - LAG) or made.since_id <= id_at(read_until - SILENT)
    assert made.until_id >= id_at(connected + LAG)
    assert (made.since, made.until) == (read_until, connected)


def test_gaps_that_touch_are_one_and_others_stay_apart() -> None:
    joined = with_gap([gap(0, 2)], gap(1, 2))
    assert joined == (gap(0, 3),)
    assert len(with_gap([gap(0)], gap(5))) == 2
    assert len(with_gap([gap(0, 2, left=("ferry",))], gap(1))) == 2, "one that is being searched"
    assert len(with_gap([gap(0, 14)], gap(13, 5))) == 2, "so that a stream that ever falls is searched"


@given(st.lists(st.tuples(st.floats(0, 10_000), st.floats(0, 60)), max_size=200))
def test_however_often_the_stream_falls_all_stays_covered_and_the_list_short(
    falls: list[tuple[float, float]],
) -> None:
    gaps: tuple[Gap, ...] = ()
    for minute, length in sorted(falls):
        gaps = with_gap(gaps, gap(minute, length))
    assert len(gaps) <= MOST_GAPS
    for minute, length in falls:
        one = gap(minute, length)
        reached = one.since_id
        for held in sorted(gaps, key=lambda g: g.since_id):
            if held.since_id <= reached:
                reached = max(reached, held.until_id)
        assert reached >= one.until_id


@given(spans, st.none() | st.lists(st.text(max_size=5), max_size=3).map(tuple))
def test_a_gap_can_be_written_and_read(
    span: tuple[datetime, timedelta], left: tuple[str, ...] | None
) -> None:
    begin = span[0].replace(microsecond=0)
    end = (begin + span[1]).replace(microsecond=0)
    one = Gap(id_at(begin), id_at(end), begin, end, left)
    assert parse_gap(orjson.loads(orjson.dumps(gap_record(one)))) == one


@pytest.mark.parametrize(
    "record",
    [7, {}, {"since_id": "1"}, gap_record(gap(0)) | {"until": 7}, gap_record(gap(0)) | {"left": "x"}],
)
def test_what_is_no_gap_is_refused(record: Any) -> None:
    with pytest.raises(ValueError, match=r"gap|since|until"):
        parse_gap(record)
