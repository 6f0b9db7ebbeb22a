"""The language of a post. All sentences are synthetic."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The bridge at Veldra will be closed from Monday, the mayor said", "en"),
        ("Мост в Велдре закроют с понедельника, сообщил мэр", "ru"),
        ("Міст у Велдрі закриють з понеділка, повідомив мер", "uk"),
        ("Велдра көпірі дүйсенбіден бастап жабылады, деді қала әкімі", "kk"),
        ("Die Brücke in Veldra wird ab Montag gesperrt, sagt der Bürgermeister", "de"),
        ("Most w Veldrze będzie zamknięty od poniedziałku, mówi burmistrz", "pl"),
        ("Le pont de Veldra sera fermé à partir de lundi, dit le maire", "fr"),
        ("El puente de Veldra estará cerrado desde el lunes, dijo el alcalde", "es"),
        ("Veldra köprüsü pazartesi gününden itibaren kapatılacak", "tr"),
        ("A ponte não será fechada amanhã, disse o presidente da câmara", "pt"),
        ("Il ponte di Veldra sarà chiuso da lunedì, dice il sindaco", "it"),
        ("سيتم إغلاق جسر فيلدرا اعتبارا من يوم الاثنين", "ar"),
        ("维尔德拉大桥将从星期一起关闭", "zh"),
    ],
)
def test_a_language_is_told_without_help(text: str, lang: str) -> None:
    """One sentence is enough."""
    assert language.detect(text, None) == lang


@pytest.mark.parametrize("nothing", ["", "👍", "https://news.example/x", "12:30", "ok"])
def test_too_little_text_has_no_language(nothing: str) -> None:
    """Better none than a guess."""
    assert language.detect(nothing, None) == "und"


def test_what_the_source_says_stands_where_it_fits() -> None:
    """Serbian in Latin letters could be Croatian: the source knows."""
    assert language.detect("Most je zatvoren", "sr") == "sr"
    assert language.detect("👍", "de") == "de"
    assert language.detect("Most je zatvoren od ponedeljka", "hr-HR") == "hr"


@pytest.mark.parametrize("given_code", ["ru", "en", "qme", "und", "", "english"])
def test_a_code_that_the_letters_refute_is_ignored(given_code: str) -> None:
    """Kazakh letters are no Russian or English ones, and X's codes beside the standard say nothing."""
    assert language.detect("Велдра көпірі дүйсенбіден бастап жабылады", given_code) == "kk"


def test_a_kazakh_name_makes_no_kazakh_text() -> None:
    """A Russian sentence may quote a name in its own spelling."""
    text = "Председатель партии «Қоғам» заявил, что мост в городе закроют с понедельника для всех"
    assert language.detect(text, None) == "ru"


def test_x_writes_hebrew_and_indonesian_by_their_old_codes() -> None:
    """``iw`` is Hebrew; a code that fits the script is brought to today's standard."""
    assert language.detect("הגשר ייסגר ביום שני", "iw") == "he"
    assert language.detect("Jembatan akan ditutup", "in") == "id"


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is in the package: telling a language opens no connection."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    language._detector.cache_clear()
    assert language.detect("The bridge will be closed from Monday", None) == "en"


@settings(deadline=None)
@given(st.text(max_size=300), st.none() | st.text(max_size=6))
def test_any_text_has_a_code_and_always_the_same(text: str, given_code: str | None) -> None:
    """Two letters or ``und``."""
    lang = language.detect(text, given_code)
    assert lang == "und" or (len(lang) == 2 and lang.isalpha())
    assert language.detect(text, given_code) == lang


def test_the_longest_post_is_told_by_its_beginning() -> None:
    """A hostile length changes nothing."""
    assert language.detect("Мост закроют с понедельника. " * 8_000, None) == "ru"
