"""Phrases are ruled out by the openings of words, and by nothing that a search could have found."""

from __future__ import annotations

import re
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cues.cue import LOOK_AT, _sentences, _table
from models.cues.phrases import telling_word
from models.text import phrases
from models.text.openings import Phrases, lowered, openings

FAMILIES: Final = {name: one for name, one in vars(phrases).items() if isinstance(one, phrases.Family)}
WORDS: Final = (
    "denied", "they", "не", "опроверг", "не так", "will", "i think", "BREAKING:", "据", "fake", "news", "İn",
    "açıkladı", "AÇIKLADI", "ſaid", "c'est", "faux", "n't", "isn't", "жоққа шығарды", "xddd", "кто", "?", ".",
    "source?", "por qué",
)  # fmt: skip
TEXTS: Final = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=8).map(" ".join)


def test_openings_are_the_first_letters_of_each_word() -> None:
    """Short words are whole; what parts words is no letter."""
    assert openings("don't deny, reports 12345") == {"don", "t", "deny", "repo", "1234"}


@given(st.text())
def test_lower_case_keeps_each_letter_in_its_place(text: str) -> None:
    """So that what is found in the one is found at the same place of the other."""
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize("odd", ["İ", "ı", "ſ", "K", "ᲂ"])
def test_letters_that_a_search_holds_for_others_are_those(odd: str) -> None:
    """Each of them is found by the letter it is folded to where case is ignored."""
    assert lowered(odd) != odd
    assert re.match(lowered(odd), odd, re.IGNORECASE)


@settings(deadline=None)  # the first text of a language pays for its table
@given(TEXTS, st.sampled_from(["en", "ru", "kk", "tr", "fr", "es", "ar", "und"]))
def test_no_cue_is_ruled_out_that_a_search_finds(text: str, lang: str) -> None:
    """In every language and kind, for each sentence."""
    for sentence in _sentences(text[:LOOK_AT]):
        for kind, one in _table(lang).items():
            assert one.search(sentence) == (one.pattern.search(sentence) is not None), kind
            assert one.blank(sentence) == one.pattern.sub(" , ", sentence), kind


@settings(deadline=None)
@given(TEXTS)
def test_no_family_of_phrases_is_ruled_out_that_a_search_finds(text: str) -> None:
    """Neither within a text nor at its beginning."""
    for name, family in FAMILIES.items():
        pattern = family._phrases.pattern
        assert family.match(text) == bool(pattern.match(lowered(text))), name
        if pattern.pattern.startswith(r"(?<!\w)"):
            assert family.search(text) == (pattern.search(lowered(text)) is not None), name


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("(deny|denies)", {"deny", "denies"}),
        ("(has|had) no (plan*|intention)", {"plan*", "intention"}),
        ("(is|was) (a |an |)(fake|false)", {"fake", "false"}),
        ("(a |)mon avis", {"avis"}),
        ("*мейді", {"*меиді"}),
        ("xd*", {"xd*"}),
        ("(they|i (say|do)) so", {"so"}),
    ],
)
def test_a_phrase_is_ruled_out_by_its_longest_word(phrase: str, forms: set[str]) -> None:
    """Optional words tell nothing, and of alternatives the shortest one counts."""
    assert telling_word(phrase) == forms


def test_what_may_begin_anyhow_is_looked_for_anywhere() -> None:
    """A word without a known beginning, and one of few letters that goes on."""
    some = Phrases(r"(?<!\w)(?:\w{0,9}n't|xd\w*)", ["*n't", "xd*"])
    assert some.search("they shouldn't")
    assert some.search("xddd")
    assert not some.search("they should")
