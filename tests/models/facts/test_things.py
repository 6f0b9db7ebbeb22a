"""Petrol is no diesel in any language; words that mean other things elsewhere are told by the language."""

from __future__ import annotations

import tomllib

import pytest

from models.facts import Gazetteer, read_facts
from models.facts.things import TABLE


def told(gazetteer: Gazetteer, text: str, lang: str) -> set[str]:
    found = read_facts(text, lang, gazetteer).entities
    return {name.removeprefix("thing:") for name in found if name.startswith("thing:")}


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("no more than 20 litres of petrol", "en", {"fuel.petrol"}),
        ("бензина больше не нальют", "ru", {"fuel.petrol"}),
        ("дизель на заправках закінчився", "uk", {"fuel.diesel"}),
        ("қант қымбаттайды, тұз емес", "kk", {"food.sugar", "food.salt"}),
        ("Zucker wird knapp", "de", {"food.sugar"}),
        ("le pain va manquer", "fr", {"food.bread"}),
        ("he was in pain", "en", set()),
        ("ne pas sortir car il pleut", "fr", set()),
        ("cars stay at home", "en", {"vehicle.car"}),
        ("szkoły zamknięte, przedszkola otwarte", "pl", {"school.school", "school.kindergarten"}),
        ("ekmek yok, un var", "tr", {"food.bread", "food.flour"}),
        ("un hombre y su perro", "es", set()),
        ("لا خبز في المدينة", "ar", {"food.bread"}),
    ],
)
def test_things_are_told_in_any_language(gazetteer: Gazetteer, text: str, lang: str, found: set[str]) -> None:
    assert told(gazetteer, text, lang) == found


def test_no_two_things_of_a_group_share_a_form() -> None:
    """A form in two of them would make both of them out of one word."""
    for group, members in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        forms = [form for words in members.values() for form in set(words.split())]
        assert len(forms) == len(set(forms)), group
