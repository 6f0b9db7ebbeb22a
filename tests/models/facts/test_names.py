"""Names that no table knows are told by capitals, models and roads by their codes. All is synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.facts import Gazetteer, read_facts
from models.facts.names import MOST, STEM


def names(gazetteer: Gazetteer, text: str, lang: str = "en") -> frozenset[str]:
    return read_facts(text, lang, gazetteer).names


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("The tap water in Dorleck has benzene in it", "en", {"dorlek"}),
        ("воду в Дорлеке пить нельзя", "ru", {"dorlek"}),
        ("Nicht nur das Z4, auch das Z-5 ist nach dem Update tot", "de", {"z4", "z5"}),
        ("Die Brücke ist wegen der Reparatur gesperrt", "de", set()),
        ("Dorleck is closed", "en", set()),
        ("DORLECK WATER IS POISONED SAYS MAYOR", "en", set()),
        ("the vote moves to Sunday, 9 November", "en", set()),
        ("ол Дорлекте тұрады", "kk", {"dorlek"}),
    ],
)
def test_a_capital_inside_a_sentence_or_a_code_makes_a_name(
    gazetteer: Gazetteer, text: str, lang: str, found: set[str]
) -> None:
    """Not the first word, not German nouns, not shouting, no month and no weekday."""
    assert names(gazetteer, text, lang) == found


def test_what_a_table_knows_is_no_name(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "the army of Kazakhstan enters Dorleck") == {"dorlek"}


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ru", "ar", "und"]))
def test_any_text_gives_few_short_names(gazetteer: Gazetteer, text: str, lang: str) -> None:
    found = names(gazetteer, text, lang)
    assert len(found) <= MOST
    assert all(0 < len(name) <= 2 * STEM for name in found)
