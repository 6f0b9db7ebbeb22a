"""When the words were spoken, where the text tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.reading import Statement

Find = Callable[..., tuple[Statement, ...]]


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        (
            "Talk of a closed quay is untrue, Ilsa Markovec said in an interview aired in January.",
            "en",
            "2026-01-01",
        ),
        (
            "Слухи о закрытии — неправда, сказала Ильса Марковец в интервью, вышедшем в эфир в январе.",
            "ru",
            "2026-01-01",
        ),
        ("Ещё в январе Ильса Марковец назвала слухи о закрытии неправдой.", "ru", "2026-01-01"),
        ("Чутки про закриття — неправда, сказала Ілса Марковець в інтерв'ю у січні.", "uk", "2026-01-01"),
        ("Ilsa Markovec said on 3 March that reports of a closed quay are false.", "en", "2026-03-03"),
    ],
)
def test_a_date_that_stands_with_the_saying_is_its_day(found: Find, text: str, lang: str, day: str) -> None:
    """An interview, "back in", a date right behind the verb."""
    assert [said.said_at for said in found(text, lang)] == [day]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ilsa Markovec denied that the quay was closed on 3 March.", "en"),
        ("Ильса Марковец опровергла закрытие причала 3 марта.", "ru"),
        ("Ilsa Markovec denies that the quay will be closed from 1 April.", "en"),
        ("Ilsa Markovec said in an interview in March that reports of a closed quay are false.", "en"),
    ],
)
def test_a_date_of_what_is_denied_is_not(found: Find, text: str, lang: str) -> None:
    """Nor is one that lies ahead, or the running month."""
    assert [said.said_at for said in found(text, lang)] == [None]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ilsa Markovec in January 2025: no quay will ever be closed.", "en"),
        ("Ilsa Markovec’in Ocak 2025’teki sözü: «Hiçbir rıhtım kapatılmayacak».", "tr"),
        ("Ильса Марковец в январе 2025 года: причал никто не закроет.", "ru"),
        ("Ilsa Markovec im Januar 2025: Kein Kai wird gesperrt.", "de"),
        ("Ilsa Markovec w styczniu 2025: żadne nabrzeże nie będzie zamknięte.", "pl"),
    ],
)
def test_a_date_between_a_speaker_and_his_colon_is_the_sayings(found: Find, text: str, lang: str) -> None:
    """Old words are quoted under their date."""
    assert [said.said_at for said in found(text, lang)] == ["2025-01-01"]


def test_a_date_behind_about_is_that_of_what_is_denied(found: Find) -> None:
    """A statement on what happened in January is not from January."""
    (said,) = found("Ilsa Markovec about the fire in January 2025: it was no fire at all.")
    assert said.said_at is None
