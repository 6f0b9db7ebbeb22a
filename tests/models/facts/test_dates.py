"""Days and months named, and what they mean on the day of the post."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts import dates_in
from models.facts.dates import spelt_dates

POSTED = date(2022, 9, 14)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("from October 15", "en", {"10-15"}),
        ("from the 15th of October", "en", {"10-15"}),
        ("с 15 октября", "ru", {"10-15"}),
        ("с 15.10 для всех", "ru", {"10-15"}),
        ("пятнадцатого октября", "ru", {"10-15"}),
        ("двадцять п'ятого жовтня", "uk", {"10-25"}),
        ("15 жовтня", "uk", {"10-15"}),
        ("15 қазаннан бастап", "kk", {"10-15"}),
        ("15. Oktober", "de", {"10-15"}),
        ("15 października", "pl", {"10-15"}),
        ("le 15 octobre", "fr", {"10-15"}),
        ("el 15 de octubre", "es", {"10-15"}),
        ("15 Ekim", "tr", {"10-15"}),
        ("by January 1, 2023", "en", {"2023-01-01"}),
        ("1 января 2023 года", "ru", {"2023-01-01"}),
        ("2023-01-01", "en", {"2023-01-01"}),
        ("3.11.2025", "pl", {"2025-11-03"}),
        ("on Monday", "en", {"mon"}),
        ("з понеділка", "uk", {"mon"}),
        ("дүйсенбіден", "kk", {"mon"}),
        ("в июне", "ru", {"06"}),
        ("in May", "en", {"05"}),
        ("у червні 2022", "uk", {"2022-06"}),
    ],
)
def test_a_day_has_one_spelling(text: str, lang: str, expected: set[str]) -> None:
    """In figures or words, with or without year, in nine languages."""
    assert spelt_dates(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("they may march", "en"),
        ("«Жовта папка» пише", "uk"),
        ("средства и сердце, груди и трава", "ru"),
        ("31.02 и 45 октябрь", "ru"),
        ("at 10.11 dollars", "en"),
        ("żółty środek, czwarty", "pl"),
        ("12:30", "en"),
    ],
)
def test_other_words_are_no_dates(text: str, lang: str) -> None:
    """Month names are common words in many languages; a day that no month has is none."""
    assert not {day for day in spelt_dates(text, lang) if "-" in day or day.isalpha()}


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("said in June", "en", date(2022, 6, 1)),
        ("in November", "en", date(2021, 11, 1)),
        ("в сентябре", "ru", date(2022, 9, 1)),
        ("в июне 2021 года", "ru", date(2021, 6, 1)),
        ("15 сентября", "ru", date(2022, 9, 15)),
        ("1 січня", "uk", date(2023, 1, 1)),
        ("30 мая", "ru", date(2022, 5, 30)),
        ("yesterday", "en", date(2022, 9, 13)),
        ("вчора", "uk", date(2022, 9, 13)),
        ("кеше", "kk", date(2022, 9, 13)),
        ("завтра", "ru", date(2022, 9, 15)),
        ("today", "en", POSTED),
        ("29 февраля", "ru", None),
    ],
)
def test_a_date_is_meant_from_the_day_of_the_post(text: str, lang: str, expected: date | None) -> None:
    """A month alone is the latest one, a day without year the nearest."""
    assert dates_in(text, lang, POSTED) == ((expected,) if expected else ())


def test_dates_come_in_the_order_of_the_text() -> None:
    """Each once."""
    days = dates_in("1 января, вчера, 1 января и в июне", "ru", POSTED)
    assert days == (date(2023, 1, 1), date(2022, 9, 13), date(2022, 6, 1))


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_a_full_date_means_itself(day: date, posted: date) -> None:
    """Whenever it is read."""
    assert dates_in(f"on {day.isoformat()}", "en", posted) == (day,)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.-/ mayocteбряфл'"), max_size=200))
def test_any_text_can_be_resolved(text: str) -> None:
    """No invented day raises an error."""
    assert len(dates_in(text, "ru", POSTED)) <= 12
