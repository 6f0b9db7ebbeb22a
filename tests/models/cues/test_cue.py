"""Word cues in every language: what denies, what only speaks of denying. All sentences are synthetic."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cues import (
    CUES,
    comment_cue,
    denial_cue,
    evasion_cue,
    languages,
    query_cue,
    refutes_denial_cue,
    support_cue,
)

DENIALS = [
    ("en", "The harbour ministry denies that the port of Velmar will close."),
    ("ru", "Министерство опровергло слухи о закрытии порта Вельмар."),
    ("uk", "Міністерство спростувало чутки про закриття порту Вельмар."),
    ("kk", "Министрлік Вельмар порты жабылады деген ақпаратты жоққа шығарды."),
    ("de", "Das Ministerium dementiert die Schließung des Hafens Velmar."),
    ("fr", "Le ministère dément la fermeture du port de Velmar."),
    ("es", "El ministerio desmintió el cierre del puerto de Velmar."),
    ("pl", "Ministerstwo zaprzecza, że port Velmar zostanie zamknięty."),
    ("tr", "Bakanlık Velmar limanının kapatılacağı iddiasını yalanladı."),
    ("pt", "O ministério desmentiu o fecho do porto de Velmar."),
    ("it", "Il ministero smentisce la chiusura del porto di Velmar."),
    ("ar", "نفت الوزارة إغلاق ميناء فلمار."),
]
DISPUTED = [
    ("en", "Don't believe the denials, the port closes on Monday."),
    ("ru", "Не верьте опровержениям, порт закроют в понедельник."),
    ("uk", "Не вірте спростуванням, порт закриють у понеділок."),
    ("kk", "Жоққа шығарғанына сенбеңіздер, порт дүйсенбіде жабылады."),
    ("de", "Glaubt den Dementis nicht, der Hafen macht am Montag dicht."),
    ("fr", "Ne croyez pas les démentis, le port ferme lundi."),
    ("es", "No creáis los desmentidos, el puerto cierra el lunes."),
    ("pl", "Nie wierzcie zaprzeczeniom, port zamykają w poniedziałek."),
    ("tr", "Yalanlamalara inanmayın, liman pazartesi kapanıyor."),
    ("pt", "Não acreditem nos desmentidos, o porto fecha segunda."),
    ("it", "Non credete alle smentite, il porto chiude lunedì."),
    ("ar", "لا تصدقوا نفي الوزارة، الميناء يغلق الاثنين."),
]
EVADED = [
    ("en", "The harbour ministry refused to comment."),
    ("ru", "В министерстве отказались комментировать."),
    ("uk", "У міністерстві відмовилися коментувати."),
    ("kk", "Министрлік пікір беруден бас тартты."),
    ("de", "Das Ministerium wollte sich dazu nicht äußern."),
    ("fr", "Le ministère a refusé de commenter."),
    ("es", "El ministerio rehusó comentar."),
    ("pl", "Ministerstwo odmówiło komentarza."),
    ("tr", "Bakanlık yorum yapmadı."),
    ("pt", "O ministério recusou comentar."),
    ("it", "Il ministero ha rifiutato di commentare."),
    ("ar", "رفضت الوزارة التعليق."),
]
QUESTIONS = [
    ("en", "Is it true? Can anyone confirm?"),
    ("ru", "Это правда? Кто-нибудь может подтвердить?"),
    ("uk", "Чи правда це?"),
    ("kk", "Бұл рас па?"),
    ("de", "Stimmt das?"),
    ("fr", "C'est vrai ou pas ?"),
    ("es", "¿Es verdad?"),
    ("pl", "Czy to prawda?"),
    ("tr", "Doğru mu bu?"),
    ("pt", "Isso é verdade?"),
    ("it", "È vero?"),
    ("ar", "هل هذا صحيح؟"),
]


@pytest.mark.parametrize(("lang", "text"), DENIALS)
def test_a_plain_denial_is_worth_a_closer_look(lang: str, text: str) -> None:
    assert denial_cue(text, lang) >= 0.5


@pytest.mark.parametrize("text", [text for _, text in DENIALS])
def test_a_denial_is_found_when_its_language_is_unknown(text: str) -> None:
    assert denial_cue(text, "und") >= 0.5


@pytest.mark.parametrize(("lang", "text"), DISPUTED)
def test_a_disputed_denial_denies_nothing(lang: str, text: str) -> None:
    assert denial_cue(text, lang) < 0.5
    assert refutes_denial_cue(text, lang) > 0.5


@pytest.mark.parametrize(("lang", "text"), EVADED)
def test_refusing_to_comment_denies_nothing(lang: str, text: str) -> None:
    assert denial_cue(text, lang) < 0.5
    assert evasion_cue(text, lang) > 0.5


@pytest.mark.parametrize(("lang", "text"), QUESTIONS)
def test_a_question_asks_and_does_not_deny(lang: str, text: str) -> None:
    assert query_cue(text, lang) >= 0.6
    assert denial_cue(text, lang) < 0.5


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Did the ministry deny it?"),
        ("ru", "Министерство уже опровергло?"),
        ("de", "Hat das Ministerium das dementiert?"),
        ("es", "¿Ya lo desmintió el ministerio?"),
    ],
)
def test_asking_for_a_denial_is_none(lang: str, text: str) -> None:
    assert denial_cue(text, lang) < 0.5


def test_the_most_denying_sentence_decides() -> None:
    assert (
        denial_cue("Long queues at the port. UPDATE: the ministry denies it. Is it still open?", "en") >= 0.5
    )


def test_denied_entry_is_no_denial() -> None:
    assert denial_cue("Two lorry drivers were denied entry at the port.", "en") < 0.5


def test_accents_case_and_apostrophes_do_not_matter() -> None:
    assert denial_cue("EL MINISTERIO DESMINTIO TODO", "es") >= 0.5
    assert denial_cue("that isn’t true", "en") == denial_cue("That isn't true", "en") >= 0.5


def test_links_and_handles_say_nothing() -> None:
    assert denial_cue("Port closes https://example.org/fake/denied @fake_news", "en") == 0


def test_laughter_and_sources_have_their_own_cues() -> None:
    assert comment_cue("хахаха ну конечно", "ru") > 0.5
    assert support_cue("BREAKING: sources say the port will be closed", "en") > 0.5


def test_there_are_phrases_of_twelve_languages_at_least() -> None:
    assert {"en", "ru", "uk", "kk", "de", "fr", "es", "pl", "tr", "pt", "it", "ar"} <= set(languages())


@settings(deadline=None)  # the first text of a language pays for its table
@given(st.text(max_size=300), st.sampled_from(["en", "ru", "ar", "und", "xx"]))
def test_every_cue_of_any_text_lies_between_0_and_1(text: str, lang: str) -> None:
    assert all(0 <= cue(text, lang) <= 1 for cue in CUES.values())


@pytest.mark.parametrize(
    "text", ["not " * 50_000, "a" * 200_000, "is " + "x, " * 60_000, "(" * 200_000, "не\n" * 60_000]
)
def test_a_hostile_text_is_read_only_to_its_bound(text: str) -> None:
    """Ten seconds of processor time are a thousand times what is needed; an unbounded pattern takes hours."""
    start = time.process_time()
    for cue in CUES.values():
        cue(text, "und")
    assert time.process_time() - start < 10
