"""An office's words are believed to deny where the stance of the whole post leaves it open."""

from __future__ import annotations

import pytest

from models.denial import goes_against
from models.reading import Statement

CLAIM = "The Velmar bridge has cracked"
NEGATED = {
    "en": "The bridge has no crack.",
    "ru": "На мосту нет трещин.",
    "uk": "На мосту немає тріщин.",
    "kk": "Көпірде жарық жоқ.",
    "es": "El puente no presenta grietas.",
    "fr": "Le pont ne présente pas de fissures.",
    "de": "Die Brücke hat keine Risse.",
    "pl": "Most nie jest pęknięty.",
    "tr": "Köprüde çatlak yok.",
    "ar": "لا توجد شقوق في الجسر.",
    "pt": "A ponte não tem fissuras.",
    "ca": "El pont no té cap esquerda.",
}
CONFIRMED = {
    "en": "We confirm that the bridge will not open.",
    "uk": "Підтверджуємо: міст не відкриють.",
    "ru": "Подтверждаем: мост не откроют.",
}


def said(quote: str, *, first_hand: bool = False) -> tuple[Statement, ...]:
    return (Statement("port", None, 2, first_hand, unnamed=False, quote=quote),)


@pytest.mark.parametrize("lang", NEGATED)
def test_a_sentence_that_says_not_denies_unless_the_model_is_sure_of_the_opposite(lang: str) -> None:
    """A little chance is enough, whatever the language; none is not."""
    assert goes_against(said(NEGATED[lang]), lang, CLAIM, 0.3)
    assert not goes_against(said(NEGATED[lang]), lang, CLAIM, 0.05)


@pytest.mark.parametrize("lang", CONFIRMED)
def test_a_sentence_that_confirms_denies_nothing(lang: str) -> None:
    """There will be no opening, says who confirms that the bridge is closed."""
    assert not goes_against(said(CONFIRMED[lang]), lang, CLAIM, 0.6)


def test_a_sentence_without_a_word_of_denial_is_left_to_the_stance() -> None:
    """An inspection is none."""
    assert not goes_against(said("Our engineers are at the bridge."), "en", CLAIM, 0.49)


def test_a_plain_denial_needs_some_chance() -> None:
    """The office may deny something else in a post about this."""
    quote = "Reports of a cracked bridge are false."
    assert goes_against(said(quote), "en", CLAIM, 0.3)
    assert not goes_against(said(quote), "en", CLAIM, 0.2)


def test_an_office_announces_what_there_will_not_be() -> None:
    """Its own "no water on Monday" is no denial as easily as "no water, says the mayor" about a rumour."""
    quote = "There will be no water on Monday."
    assert goes_against(said(quote), "en", "Pipes burst", 0.2)
    assert not goes_against(said(quote, first_hand=True), "en", "Pipes burst", 0.2)


def test_a_claim_that_says_not_itself_is_repeated_by_a_not() -> None:
    """A strike that will not take place is no denial of the strike that is called off."""
    quote, claim = "There will be no strike on Monday.", "The strike is called off"
    assert not goes_against(said(quote), "en", claim, 0.3)
    assert goes_against(said(quote), "en", "The strike begins on Monday", 0.3)
