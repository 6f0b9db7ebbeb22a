"""How a text speaks."""

import pytest

from models.stance.voice import voice


def test_an_answer_is_known_by_its_mark_or_its_handle() -> None:
    assert voice("no way", "en", reply=True) == "answer"
    assert voice("@velmar_port no way", "en", reply=False) == "answer"


@pytest.mark.parametrize(
    "text",
    [
        "Velmar Port Said to Close on Monday",
        "Ministry 'studying' closure of Velmar port",
        "Is Velmar closing?",
    ],
)
def test_a_headline_is_one_plain_line(text: str) -> None:
    assert voice(text, "en", reply=False) == "headline"


@pytest.mark.parametrize(
    "text",
    [
        "Velmar port closes on Monday #velmar",
        "Velmar port closes on Monday 🚢",
        "Velmar port closes on Monday https://example.org/1",
        "My cousin says that Velmar port closes on Monday",
        "velmar port closes on monday",
        "Velmar port closes on Monday.",
        "Velmar port\ncloses on Monday",
        "Closed",
        "",
    ],
)
def test_what_no_newspaper_prints_is_a_post(text: str) -> None:
    assert voice(text, "en", reply=False) == "post"


def test_headlines_of_other_languages_are_posts() -> None:
    assert voice("Порт Вельмар закроют в понедельник", "ru", reply=False) == "post"
