"""The text that is embedded: bounded, storable, and the same however often it is cleaned."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from models.embedding import clean
from models.embedding.embedder import MOST_CHARACTERS

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@given(ANY)
def test_clean_text_stays_as_it_is(text: str) -> None:
    """A cache that passes on what it cleaned gives the vector that the bare text would have."""
    assert clean(clean(text)) == clean(text)


@given(ANY)
def test_clean_text_can_be_stored(text: str) -> None:
    clean(text).encode("utf-8")
    assert "\0" not in clean(text)


@given(ANY, st.integers(0, 2_000))
def test_length_is_bounded(text: str, times: int) -> None:
    assert len(clean(text * times)) <= MOST_CHARACTERS


def test_white_space_of_any_kind_is_one_space() -> None:
    assert clean("  a \n\n\tb\u00a0c\u2009 d ") == "a b c d"


def test_decomposed_letters_are_composed() -> None:
    """Phones write й as two code points; the two spellings are one text."""
    word = "Айдос"
    assert clean(unicodedata.normalize("NFD", word)) == clean(word) == word


def test_a_letter_that_lengthens_when_composed_does_not_break_the_bound() -> None:
    """U+0958 becomes two code points in NFC."""
    text = "\u0958" * MOST_CHARACTERS
    assert len(clean(text)) == MOST_CHARACTERS
    assert clean(clean(text)) == clean(text)
