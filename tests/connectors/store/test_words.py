"""Words that are one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.store.words import MOST_WORDS, folded, matches, prefix_of, query_words, same_word


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Казахстан", "о Казахстаном"),
        ("Казахстана", "Казахстан"),
        ("Kazakhstan", "в Казахстане"),
        ("Armenia", "Армении"),
        ("Токаев", "Тоқаевтың"),
        ("Москва", "под Москвой"),
        ("Польша", "в Польше"),
        ("bridge", "Bridges!"),
        ("covid 19", "COVID-19"),
        ("ОДКБ", "выход из ОДКБ"),
        ("2022", "in 2022"),
        ("café", "CAFE"),
    ],
)
def test_forms_of_a_word_match(query, text):
    """Script, spelling and ending do not matter."""
    assert matches(query_words(query), folded(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Niger", "Nigeria"),
        ("Нигер", "Нигерия"),
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("2022", "2023"),
        ("1000", "100"),
        ("OSCE", "CSTO"),
    ],
)
def test_other_words_do_not(query, text):
    """However alike they look."""
    assert not matches(query_words(query), folded(text))


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_text_holds_each_of_its_words(text, more):
    """Whatever is written, a query made of words of a text matches it."""
    assert matches(query_words(text), folded(text + " " + more))


@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_the_prefix_that_sql_looks_for_begins_every_form(wanted, other):
    """SQL leaves out no claim that the closer look would take."""
    for one in query_words(wanted):
        for word in folded(other):
            begin, whole = prefix_of(one)
            bare = word.lstrip("~")
            if same_word(one, word):
                assert bare == begin if whole else bare.startswith(begin)


def test_a_query_has_a_bounded_number_of_words():
    """And a word a bounded length: the rest is not read."""
    assert len(query_words(" ".join(f"word{number}" for number in range(100)))) == MOST_WORDS
    assert folded("x" * 41) == ()
