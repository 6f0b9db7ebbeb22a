"""What a source says is cut to what a post can hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import bounds
from models.post import EARLIEST, MAX_LABEL, MAX_TEXT, MAX_URL

NOTICED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
anything = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())


@given(anything)
def test_nothing_breaks_them(value: object) -> None:
    """Whatever a source sends in the place of a text or a number."""
    assert bounds.text(value).encode() is not None
    assert bounds.label(value) != ""
    count = bounds.counter(value)
    assert count is None or 0 <= count < 2**53


def test_a_text_is_cut_and_a_label_lies_on_one_line() -> None:
    assert bounds.text("a" * (MAX_TEXT + 1)) == "a" * MAX_TEXT
    assert bounds.label("Synthetic\n  herald\x00") == "Synthetic herald"
    assert bounds.label("a" * 1000) == "a" * MAX_LABEL
    assert bounds.label(" \n") is None


def test_a_long_address_is_dropped_rather_than_cut() -> None:
    assert bounds.address("https://port.example/" + "a" * MAX_URL) is None
    assert bounds.address("https://port.example/") == "https://port.example/"


@pytest.mark.parametrize("value", [True, -1, 2**53, 1.5, "7", None])
def test_what_is_no_count_is_none(value: object) -> None:
    assert bounds.counter(value) is None


def test_a_time_is_in_utc_and_believed_from_the_year_2000() -> None:
    there = datetime(2026, 3, 2, 17, 0, tzinfo=timezone(timedelta(hours=5)))
    assert bounds.time(there, NOTICED) == NOTICED
    assert bounds.time(datetime(2026, 3, 1, 9, 0), NOTICED) == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)  # noqa: DTZ001
    assert bounds.time(EARLIEST, NOTICED) == EARLIEST
    assert bounds.time(EARLIEST - timedelta(seconds=1), NOTICED) == NOTICED
    assert bounds.time(None, NOTICED) == NOTICED
