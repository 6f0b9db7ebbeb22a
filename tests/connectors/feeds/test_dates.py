"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.feeds.dates import has_time, read_date

HALF_PAST_TWELVE = datetime(2025, 11, 7, 12, 30, tzinfo=UTC)
MIDNIGHT = datetime(2025, 11, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "07 ноября 2025, 12:30",
        "7 ноя. 2025 г. 12:30",
        "Пт, 07 ноя 2025 15:30:00 +0300",
        "пятница, 7 ноября 2025 г., 15:30 (МСК)",
        "7 листопада 2025 р., 12:30",
        "2025 ж. 7 қараша, 12:30",
        "2025 жылғы 7 қараша 12:30",
        "7 қараша 2025, 12:30",
        "Freitag, 7. November 2025 um 12:30 Uhr",
        "7 de noviembre de 2025 12:30",
        "November 7, 2025 12:30 pm",
        "Fri, 07 Nov 2025 12:30:00 GMT",
        "Fri, 7 Nov 25 07:30 EST",
        "07.11.2025 12:30",
        "12:30, 07.11.2025",
        "07/11/2025 12:30",
        "2025-11-07 12:30:00",
        "2025-11-07T12:30Z",
        "2025-11-07T17:30:00.123+05:00",
        "2025-11-07T17:30:00+0500",
        "2025/11/07 12:30",
    ],
)
def test_a_date_in_any_of_its_forms_is_read(text: str) -> None:
    assert read_date(text) == HALF_PAST_TWELVE
    assert has_time(text)


@pytest.mark.parametrize(
    "text", ["07.11.2025", "7 қараша 2025", "2025-11-07", "7 November 2025", "7 ноября 2025"]
)
def test_a_day_without_an_hour_is_its_midnight(text: str) -> None:
    assert read_date(text) == MIDNIGHT
    assert not has_time(text)


def test_where_no_day_can_be_so_high_the_month_comes_first() -> None:
    assert read_date("11/27/2025") == datetime(2025, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "yesterday",
        "99.99.2025",
        "0000-00-00",
        "7 Smarch 2025",
        "1762511400",
        "2025",
        "31.02.2025",
    ],
)
def test_what_is_no_date_is_none(text: object) -> None:
    assert read_date(text) is None


@given(st.text(alphabet="0123456789:.-/ +TZntноярdе،²٣", max_size=120) | st.text())
def test_no_text_breaks_it(text: str) -> None:
    found = read_date(text)
    assert found is None or found.utcoffset() is not None


@given(st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2099, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_what_a_standard_writes_is_read_back(time: datetime, hours: int) -> None:
    """RFC 3339 and RFC 822, in any zone."""
    whole = time.replace(microsecond=0, tzinfo=UTC)
    sign = "+" if hours >= 0 else "-"
    offset = f"{sign}{abs(hours):02}"
    utc = datetime.fromisoformat(f"{whole:%Y-%m-%dT%H:%M:%S}{offset}:00")
    assert read_date(f"{whole:%Y-%m-%dT%H:%M:%S}{offset}:00") == utc
    assert read_date(f"{whole:%a, %d %b %Y %H:%M:%S} {offset}00") == utc
