"""Quantities in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts.numbers import spelt_numbers


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("200 000 people", "en"),
        ("200,000 people", "en"),
        ("200k people", "en"),
        ("two hundred thousand people", "en"),
        ("200 тыс. человек", "ru"),
        ("двести тысяч человек", "ru"),
        ("двісті тисяч людей", "uk"),
        ("екі жүз мың адам", "kk"),
        ("200.000 Menschen", "de"),
        ("0,2 млн человек", "ru"),
    ],
)
def test_one_number_has_one_spelling(text: str, lang: str) -> None:
    """Figures, grouping, scales and words of four languages; with its unit beside it."""
    assert spelt_numbers(text, lang) == {"200000", "200000 person"}


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("20 литров", "ru", {"20", "20 litre"}),
        ("20 л", "uk", {"20", "20 litre"}),
        ("двадцать литров", "ru", {"20", "20 litre"}),
        ("жиырма литр", "kk", {"20", "20 litre"}),
        ("18-year-old", "en", {"18", "18 year"}),
        ("5 % and 70%", "en", {"5%", "70%"}),
        ("$5 million", "en", {"5000000", "5000000 dollar"}),
        ("50 тысяч тенге", "ru", {"50000", "50000 tenge"}),
        ("twenty-five cars", "en", {"25"}),
        ("сто пятьдесят машин", "ru", {"150"}),
        ("4.24 against the euro", "en", {"4.24"}),
    ],
)
def test_a_number_keeps_its_unit(text: str, lang: str, expected: set[str]) -> None:
    """A percentage is another kind of thing than a number of litres."""
    assert spelt_numbers(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("at 22:57 and 15:02", "en"),
        ("in 2022 and since 2023", "en"),
        ("в 2022 году", "ru"),
        ("с 15 октября и 20.09", "ru"),
        ("by January 1, 2023", "en"),
        ("won 4-0", "en"),
        ("Article 4 on the A12", "en"),
        ("24-го", "ru"),
        ("one of two drivers, the third one", "en"),
        ("https://news.example/2000/300", "en"),
    ],
)
def test_what_is_no_quantity_is_left_out(text: str, lang: str) -> None:
    """Times, years, days, scores, articles, ordinals and numbers that are grammar."""
    assert spelt_numbers(text, lang) == frozenset()


@settings(deadline=None)
@given(st.integers(min_value=2_100, max_value=10**12))
def test_grouping_changes_no_number(number: int) -> None:
    """With commas, spaces or nothing between its thousands."""
    for written in (str(number), f"{number:,}", f"{number:,}".replace(",", " ")):
        assert str(number) in spelt_numbers(f"about {written} cars", "en")


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789.,: -%kтыс$€two hundred"), max_size=200))
def test_any_text_gives_numbers_that_can_be_read(text: str) -> None:
    """Each begins with a number above nothing."""
    assert all(float(number.split()[0].rstrip("%")) > 0 for number in spelt_numbers(text, "en"))


def test_a_table_is_cut() -> None:
    """A hostile list of numbers does not grow without end."""
    assert len(spelt_numbers(" ".join(map(str, range(3_000, 9_000))), "en")) <= 24
