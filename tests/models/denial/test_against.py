"""An office's words are believed to deny where the stance of the whole post leaves it open."""

from __future__ import annotations

import pytest

from models.denial import goes_against, says_no
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
    assert goes_against(said(quote), "en", "Pipes burst", 0.3)
    assert not goes_against(said(quote, first_hand=True), "en", "Pipes burst", 0.3)


def test_a_claim_that_says_not_itself_is_repeated_by_a_not() -> None:
    """A strike that will not take place is no denial of the strike that is called off."""
    quote, claim = "There will be no strike on Monday.", "The strike is called off"
    assert not goes_against(said(quote), "en", claim, 0.3)
    assert goes_against(said(quote), "en", "The strike begins on Monday", 0.3)


WORDLESS = {
    "en": "Stocks of petrol last for 23 days.",
    "uk": "Запасів пального в країні на 23 доби.",
    "ru": "Запасов топлива в стране на 23 дня.",
    "es": "Las reservas alcanzan para 23 días.",
    "tr": "Stoklar 23 gün yeterli.",
}
OPEN = {
    "en": "The ministry does not rule out a limit.",
    "ru": "Ведомство не исключает ограничений.",
    "uk": "Відомство не виключає обмежень.",
    "kk": "Министрлік шектеуді жоққа шығармайды.",
    "es": "El ministerio no descarta un límite.",
    "de": "Eine Grenze ist nicht ausgeschlossen.",
    "pl": "Ministerstwo nie wyklucza limitu.",
    "pt": "O ministério não descarta um limite.",
    "ar": "لا تستبعد الوزارة ذلك",
}


@pytest.mark.parametrize("lang", WORDLESS)
def test_a_sentence_without_any_word_of_denial_says_no_no(lang: str) -> None:
    """Whether it contradicts is for a stance that is sure."""
    assert not says_no(said(WORDLESS[lang])[0], lang)


@pytest.mark.parametrize("lang", OPEN)
def test_what_is_not_ruled_out_is_not_denied(lang: str) -> None:
    """The "not" in it leaves the matter open."""
    assert not says_no(said(OPEN[lang])[0], lang)
    assert not goes_against(said(OPEN[lang]), lang, CLAIM, 0.4)


def test_a_reassurance_says_no_without_a_not() -> None:
    """All is as it was."""
    assert says_no(said("The quay remains open.")[0], "en")
    assert says_no(said("Причал работает в обычном режиме.")[0], "ru")
