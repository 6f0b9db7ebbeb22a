"""What confirms a claim, and what only speaks of what it is about. Offices and places are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.denial import confirms
from models.mention import Mention
from models.reading import Statement

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TOLD = ("From Monday the Velmar bridge is closed to all traffic, they say.",)


def said(quote: str, lang: str = "en") -> tuple[Mention, Statement]:
    """Give an office's post, and its statement."""
    statement = Statement("roads", None, 3, first_hand=True, unnamed=False, quote=quote)
    mention = Mention(
        "twitter:velmar_roads/1", "c1", "post", True, "support", 0.6, "vector", (), 1, NOON, NOON, "twitter",
        "twitter:velmar_roads", lang, quote, True, "twitter:velmar_roads", statements=(statement,),
    )  # fmt: skip
    return mention, statement


@pytest.mark.parametrize(
    ("quote", "lang"),
    [
        ("We confirm: closed until Friday.", "en"),
        ("Підтверджуємо: у понеділок води не буде.", "uk"),
        ("Das Amt bestätigt die Meldung.", "de"),
        ("The Velmar bridge will be closed from Monday to all lorries.", "en"),
    ],
)
def test_so_many_words_confirm_and_so_do_the_claims_own(quote, lang):
    """In any language a word of confirmation; in the claim's own the same story."""
    assert confirms(*said(quote, lang), TOLD)


@pytest.mark.parametrize(
    "quote",
    [
        "Our engineers are at the Velmar bridge to look at a joint.",
        "We see your questions about the Velmar bridge and Monday's traffic.",
        "The Velmar bridge is not closed to traffic on Monday.",
        "The office will speak at four.",
    ],
)
def test_to_speak_of_it_is_no_confirmation(quote):
    """An office that looks, asks for patience or denies sides with nobody."""
    assert not confirms(*said(quote), TOLD)


def test_an_offices_own_sentence_is_none_of_others():
    """It is among the claim's wordings by the time it is weighed, and retells itself."""
    quote = "Our engineers look at the Velmar bridge today."
    assert not confirms(*said(quote), (*TOLD, quote))


def test_nothing_confirms_what_nobody_has_told():
    """But a word of confirmation: the words of others may have been deleted."""
    assert not confirms(*said("The Velmar bridge is closed to all traffic."), ())
    assert confirms(*said("Confirmed: the Velmar bridge is closed."), ())
