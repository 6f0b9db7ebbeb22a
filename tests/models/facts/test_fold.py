"""One skeleton for a name in every script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts.fold import LOOK_AT, readable, skeleton, slug, words


@pytest.mark.parametrize(
    "spellings",
    [
        ("Тоқаев", "Токаев", "Tokayev", "Tokaev", "ТОКАЕВ"),
        ("Казахстан", "Kazakhstan"),
        ("Одесса", "Одеса", "Odessa"),
        ("Kraków", "Krakow"),
    ],
)
def test_spellings_of_one_name_fold_to_one_skeleton(spellings: tuple[str, ...]) -> None:
    """Script, diacritics, doubled letters and national transliterations vary; the name does not."""
    assert len({skeleton(name) for name in spellings}) == 1


def test_a_word_knows_where_it_stands() -> None:
    """Offsets lead back into the text; apostrophes and hyphens part words."""
    text = "НАТО-мен Veldra's"
    assert [text[word.start : word.end] for word in words(text)] == ["НАТО", "мен", "Veldra", "s"]


def test_links_handles_and_account_names_are_blanked_in_place() -> None:
    """What names an account names no country, and offsets stay."""
    text = "a https://kazakhstan.example/russia @russia_1 yellow_folder news.example/kiev Киев"
    shown = readable(text)
    assert len(shown) == len(text)
    assert shown.split() == ["a", "Киев"]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=0x52F, exclude_categories=["Cs"]), max_size=60))
def test_a_skeleton_has_no_capitals(word: str) -> None:
    """Of Latin, Greek and Cyrillic letters case is gone."""
    assert skeleton(word) == skeleton(word).lower()


@pytest.mark.parametrize("piece", ["a-", "a.", "_", "www.", "@", "a/"])
def test_only_the_beginning_of_a_hostile_post_is_read(piece: str) -> None:
    """Two hundred thousand characters cost no more than four thousand."""
    assert len(readable(piece * 100_000)) == LOOK_AT


def test_a_slug_is_plain() -> None:
    """A key has letters, digits and hyphens."""
    assert slug("Frankfurt (Oder)") == "frankfurt-oder"
