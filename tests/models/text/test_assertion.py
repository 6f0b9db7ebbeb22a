"""Which sentence of a post asserts, and whether any does. All posts here are synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import assertions, asserts, claim_sentence


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Northmark quits the pact"),
        ("en", "BREAKING: Veldra bridge closed after a loud bang"),
        ("en", "Is the bridge closed? Two drivers say police turned them back at Veldra."),
        ("ru", "⚡️С понедельника в Велдре ограничат продажу бензина, сообщает канал «Ветер»"),
        ("uk", "На Велдрі запроваджують ліміт: 20 л бензину на авто"),
        ("kk", "Велдра көпірі дүйсенбіден бастап жабылады деседі"),
        ("de", "Ab Montag ist die Brücke in Veldra komplett gesperrt"),
        ("pl", "Od poniedziałku most w Veldrze będzie zamknięty"),
        ("fr", "Le pont de Veldra sera fermé dès lundi, selon la mairie"),
        ("es", "El puente de Veldra cerrará el lunes, según fuentes municipales"),
        ("tr", "Veldra köprüsü pazartesi günü kapatılacak"),
        ("pt", "A ponte de Veldra será fechada na segunda-feira"),
        ("it", "Il ponte di Veldra sarà chiuso da lunedì"),
        ("ar", "إغلاق جسر فيلدرا اعتبارا من يوم الاثنين وفق مصادر محلية"),
        ("zh", "据报道维尔德拉大桥将从星期一起关闭"),
    ],
)
def test_news_asserts_in_every_language(lang: str, text: str) -> None:
    """Short news gets the benefit of the doubt."""
    assert asserts(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Good morning everyone!"),
        ("en", "Did the city deny it?"),
        ("en", "Did the mayor deny it? I see it everywhere and my sister lives there"),
        ("en", "Subscribe to our channel and share this"),
        ("en", "lol"),
        ("en", "What a joke 😂"),
        ("ru", "Доброе утро, друзья"),
        ("ru", "Реклама. Окна и двери со склада, пишите в личку"),
        ("ru", "А это правда?"),
        ("uk", "Хтось знає, що там сталося?"),
        ("kk", "Қайырлы таң, достар!"),
        ("kk", "Бұл рас па?"),
        ("de", "Weiß jemand, ob die Brücke zu ist?"),
        ("zh", "大桥关了吗？"),
        ("und", "🙏🙏🙏"),
        ("und", ""),
    ],
)
def test_greetings_questions_advertisements_assert_nothing(lang: str, text: str) -> None:
    """These found no claim."""
    assert not asserts(text, lang)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "❗️Решение принято. Северная Марка приостановит участие в пакте с нового года. Ждём.",
            "Северная Марка приостановит участие в пакте с нового года.",
        ),
        ("🚨 BREAKING: NORTHMARK TO LEAVE THE PACT. RT before they hide it!", "NORTHMARK TO LEAVE THE PACT."),
        ("UPDATE: JUST IN – Veldra bridge is closed", "Veldra bridge is closed"),
        ("RT @wind_news: Veldra bridge is closed https://x.example/1", "Veldra bridge is closed"),
        (
            "Really? Police say that the Veldra bridge is closed.",
            "Police say that the Veldra bridge is closed.",
        ),
        ("#Northmark leaves the #pact this week", "Northmark leaves the pact this week"),
        (
            "Subscribe!\nThe Veldra plant stopped at 5 a.m. after a leak",
            "The Veldra plant stopped at 5 a.m. after a leak",
        ),
        ("Why?", "Why?"),
        ("🙏", ""),
    ],
)
def test_the_sentence_that_tells_the_claim_is_taken(text: str, sentence: str) -> None:
    """Without flash, retweet mark, link and picture; the first one where none asserts."""
    assert claim_sentence(text, "en") == sentence


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "ru", "kk", "zh", "und"]))
def test_any_text_has_an_answer(text: str, lang: str) -> None:
    """A text that asserts has a sentence to show, on one line."""
    sentence = claim_sentence(text, lang)
    assert "\n" not in sentence
    assert sentence or not asserts(text, lang)


HOSTILE = "аaеe .?!\u202e\u2066\u200b\ufeff\u0301\r\n\x00\x1b\ud800مب桥1<&;"


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from(HOSTILE), max_size=500))
def test_hostile_marks_are_in_no_claim_sentence(text: str) -> None:
    """Direction marks, zero-width letters, control characters and lone surrogates are taken out before."""
    sentence = claim_sentence(text, "en")
    assert not any(c in sentence for c in "\u202e\u2066\u200b\ufeff\r\n\x00\x1b\ud800")


@pytest.mark.parametrize("piece", ["breaking: ", "a-", "?", "((", "<a", "[x](", "RT @a: ", "слово "])
def test_the_longest_post_is_read(piece: str) -> None:
    """A post as long as may come in gets an answer whose sentence is from its beginning."""
    text = (piece * 200_000)[:200_000]
    assert len(claim_sentence(text, "en")) <= 4_000


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("kk", "Тек бейбіт болсын әйтеуір."),
        ("ru", "Дай бог, чтобы в Велдре всё обошлось"),
        ("en", "Let's hope the bridge at Veldra holds"),
        ("ru", "Видео с места происшествия."),
        ("uk", "Фото: пресслужба порту Велдра"),
        ("de", "Foto: die Brücke von Veldra am Morgen"),
        ("ru", "Об этом сообщил капитан Иван Весловский."),
        ("ru", "Итоги недели в Велдре и окрестностях"),
        ("ru", "Читать нас без VPN можно здесь"),
        ("en", "Horoscope for Tuesday: rest, and do not argue with Leo"),
    ],
)
def test_wishes_captions_bylines_and_routine_assert_nothing(lang: str, text: str) -> None:
    """Whatever names stand in them."""
    assert not asserts(text, lang)


def test_a_caption_with_numbers_may_be_the_news_itself() -> None:
    """A notice somebody photographed."""
    assert asserts("Фото: объявление на колонке «20 л/авто с 24.02».", "ru")


def test_who_said_it_is_not_what_was_said() -> None:
    """The claim sentence is the news before it."""
    text = "С понедельника мост в Велдре закроют. Об этом пишут местные каналы и двое работников порта."
    assert claim_sentence(text, "ru") == "С понедельника мост в Велдре закроют."


def test_assertions_are_the_sentences_that_assert_the_plainest_first() -> None:
    """None of a post that asserts nothing as a whole."""
    text = "Мост в Велдре закроют 5 мая, сообщает порт. Кому это нужно? Рыбный рынок решили перенести."
    assert assertions(text, "ru")[0].startswith("Мост")
    assert len(assertions(text, "ru")) == 2
    assert assertions("Доброе утро, Велдра!", "ru") == []
