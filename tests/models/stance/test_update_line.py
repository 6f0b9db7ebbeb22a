"""A page of ours that an editor updates is told as corrected. Bridge, channel and office are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.denial import Denial
from models.stance import StanceModel
from models.track.alerts import update_line

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CLAIM = "The Velmar bridge will be closed to all traffic from Monday"
ARTICLES = {
    "en": "The Velmar bridge is said to be closed from Monday. The Telegram channel velmar_desk reports that "
    "the decision is taken: the bridge will be closed to all traffic from Monday.",
    "ru": "Мост в Вельмаре закроют с понедельника. Телеграм-канал velmar_desk сообщает, что решение принято.",
    "uk": "Міст у Вельмарі закриють з понеділка. Телеграм-канал velmar_desk повідомляє, що рішення ухвалено.",
    "kk": "Велмар көпірі дүйсенбіден бастап жабылады. velmar_desk арнасы шешім қабылданды деп хабарлайды.",
}
UPDATES = {
    "ru": "ОБНОВЛЕНО 12:52: дорожное агентство опровергает это: «абсолютный фейк».",
    "uk": "ОНОВЛЕНО 12:52: дорожнє агентство спростовує це: «абсолютний фейк».",
    "kk": "ЖАҢАРТЫЛДЫ 12:52: жол агенттігі мұны жоққа шығарды: «нағыз фейк».",
}


@pytest.fixture(scope="module")
def stance():
    """Judge an article by its words alone."""
    model = StanceModel.load()
    return lambda text, lang: model.judge(text, lang, None, CLAIM, None, reply=False)[0]


def drafted() -> str:
    """Give the line that the alert of our page drafts."""
    denial = Denial(
        "twitter:velmar_roads/1", "roads", None, True, "That is an absolute fake.", NOON, (), 3, NOON, None,
        (), None,
    )  # fmt: skip
    return update_line(denial, (), {"roads": "Velmar Road Agency"})


@pytest.mark.parametrize("lang", ARTICLES)
def test_an_article_that_asserts_the_claim_supports_it(stance, lang):
    """However carefully it names its source."""
    assert stance(ARTICLES[lang], lang) == "support"


def test_the_drafted_line_on_top_of_it_corrects_it(stance):
    """Put there word for word; under the article it does as well."""
    assert stance(f"{drafted()} {ARTICLES['en']}", "en") == "deny"
    assert stance(f"{ARTICLES['en']} {drafted()}", "en") == "deny"


@pytest.mark.parametrize("lang", UPDATES)
def test_so_does_an_editors_own_line(stance, lang):
    """In the language of the page."""
    assert stance(f"{UPDATES[lang]} {ARTICLES[lang]}", lang) == "deny"
