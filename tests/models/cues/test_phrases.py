"""The notation of the cue table, and what is said of a mistake in it."""

import re

import pytest

from models.cues import CuesError, parse_phrases
from models.cues.phrases import fold, phrase_pattern


def found(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{phrase_pattern(phrase)})(?!\w)", fold(text)) is not None


def test_a_star_stands_for_any_ending() -> None:
    assert found("опроверг*", "Ведомство опровергло это")
    assert not found("опроверг*", "Ведомство подтвердило это")


def test_dots_stand_for_up_to_four_words_of_one_sentence() -> None:
    assert found("weist ... zurück", "weist den Bericht der Stadt zurück")
    assert found("weist ... zurück", "weist zurück")
    assert not found("weist ... zurück", "weist eins zwei drei vier fünf zurück")
    assert not found("weist ... zurück", "weist ab. Er kam zurück")


def test_brackets_hold_alternatives_and_an_empty_one_makes_optional() -> None:
    assert found("not (a |)(fake|hoax)", "not a hoax")
    assert found("not (a |)(fake|hoax)", "not fake")


def test_a_question_mark_is_one_with_or_without_a_space() -> None:
    assert found("vrai?", "C'est vrai ?")
    assert found("صحيح؟", "صحيح؟")


def test_regular_expressions_have_no_power() -> None:
    assert not found("a.c", "abc")
    assert found("a+b", "a+b")


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("[en]\ndeny = ['(fake']", "brackets"),
        ("[en]\ndeny = ['*']", "must have a word"),
        ("[en]\ndeny = ['(a|)']", "matches everything"),
        ("[en]\ndenial = ['fake']", "'denial'"),
        ("[en]\ndeny = 'fake'", "list of phrases"),
        ("en = 1", "[en]"),
        ("[en", "cues.toml"),
    ],
)
def test_a_mistake_is_named(table: str, named: str) -> None:
    with pytest.raises(CuesError, match=re.escape(named)):
        parse_phrases(table, "cues.toml")
