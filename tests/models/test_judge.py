"""Second opinions: what is asked about, and what an answer may change. All posts and offices are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.claim.decision import Decision
from models.judge import (
    MOST_HEEDED,
    MOST_TEXT,
    Opinion,
    OpinionRefusedError,
    Question,
    Verdict,
    heeded,
    is_opinion,
    mention_after,
    near_boundary,
    opinion_bytes,
    opinion_of,
    parse_opinion,
    parse_question,
    question_bytes,
    question_of,
    worth_asking,
)
from models.mention import Mention, Stance
from models.reading import Statement

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POST = "telegram:velmar_invented/7"
DENIES = Statement("roads", "Ilo Varn", 3, first_hand=False, unnamed=False, quote="That is not true.")
SAYS = replace(DENIES, quote="The bridge was built in 1931.")


def mention(**given: Any) -> Mention:
    usual: dict[str, Any] = {
        "post": POST, "claim": "c1", "kind": "post", "primary": True, "stance": "comment", "similarity": 0.6,
        "path": "vector", "why": ("near",), "offset": 4, "published_at": NOON, "read_at": NOON,
        "platform": "telegram", "channel": "telegram:velmar_invented", "lang": "en",
        "sentence": "The bridge closes.", "asserts": True, "source": "telegram:velmar_invented", "views": 5,
    }  # fmt: skip
    return Mention(**(usual | given))


def question(**given: Any) -> Question:
    return question_of(mention(**given), NOON, "The Velmar bridge closes.", "The bridge? Closed, they say.")


def opinion(stance: Stance = "deny", by: str = "endpoint:m", **given: Any) -> Opinion:
    return opinion_of(question(**given), by, Verdict(stance, 0.9), NOON + timedelta(minutes=1))


def decision(**given: Any) -> Decision:
    usual: dict[str, Any] = {
        "key": POST, "claim": "c1", "stance": "comment", "similarity": 0.6, "path": "vector", "why": (),
        "source": "telegram:velmar_invented", "channel": "telegram:velmar_invented", "offset": 4, "at": NOON,
    }  # fmt: skip
    return Decision(**(usual | given))


def itself(claim: str) -> str:
    return claim


@pytest.mark.parametrize(
    ("chances", "near"),
    [((0.4, 0.35, 0.15, 0.1), True), ((0.9, 0.05, 0.03, 0.02), False), ((0.6, 0.31, 0.05, 0.04), True)],
)
def test_near_is_where_two_stances_are_nearly_as_likely(chances, near):
    """Whatever their order."""
    assert near_boundary(chances) is near
    assert near_boundary(reversed(chances)) is near


@pytest.mark.parametrize("path", ["founds", "forward", "copy", "none"])
def test_what_was_not_judged_by_its_own_words_is_not_asked_about(path):
    """A forward stands as its original does."""
    assert not worth_asking(mention(path=path))
    assert worth_asking(mention())


def test_neither_our_own_pages_nor_an_offices_denial_are_asked_about():
    """No opinion could change them."""
    assert not worth_asking(mention(own=True))
    assert not worth_asking(mention(stance="deny", statements=(DENIES,)))
    assert worth_asking(mention(stance="deny"))
    assert worth_asking(mention(statements=(DENIES,)))


def test_a_question_has_one_id_for_each_wording_of_a_post_and_claim():
    """Asked again it is the same; after an edit it is another one. Its text is bounded."""
    one = question()
    assert one == question()
    assert one.question == question(post=POST.upper().replace("TELEGRAM", "telegram")).question
    assert one.question != question(claim="c2").question
    later = question_of(mention(), NOON + timedelta(1), "The Velmar bridge closes.", "x" * 9_000)
    assert later.question != one.question
    assert len(later.text) == MOST_TEXT


def test_each_judge_has_an_opinion_of_its_own():
    """The same judge has the same one, whenever it answers."""
    assert opinion().opinion == opinion("support").opinion
    assert opinion().opinion != opinion(by="nli:small").opinion


def test_records_survive_the_wire():
    """Written and read they are equal; an opinion is told from a post by its beginning."""
    assert parse_question(question_bytes(question(statements=(DENIES,)))) == question(statements=(DENIES,))
    written = opinion_bytes(opinion(statements=(SAYS,)))
    assert parse_opinion(written) == opinion(statements=(SAYS,))
    assert is_opinion(written)
    assert not is_opinion(question_bytes(question()))
    assert not is_opinion(None)
    with pytest.raises(ValueError, match="stance"):
        parse_opinion(written.replace(b'"stance":"deny"', b'"stance":"denounce"', 1))


def test_an_opinion_turns_a_stance_once():
    """What was heeded is known by its id, and gives the very same decision."""
    turned = heeded(decision(), opinion(), itself)
    assert (turned.stance, turned.opinions) == ("deny", (opinion().opinion,))
    assert replace(turned, stance="comment", opinions=()) == decision()
    assert heeded(turned, opinion(), itself) is turned
    again = heeded(turned, opinion("support", by="nli:small"), itself)
    assert (again.stance, len(again.opinions)) == ("support", 2)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (None, "not remembered"),
        (decision(deleted=True), "deleted"),
        (decision(at=NOON + timedelta(minutes=5)), "edited"),
        (decision(claim="c2"), "another claim"),
        (decision(claim=None), "another claim"),
    ],
)
def test_an_opinion_that_comes_too_late_is_refused(known, why):
    """The post is not what it was when it was asked about."""
    with pytest.raises(OpinionRefusedError, match=why):
        heeded(known, opinion(), itself)


def test_a_claim_that_was_merged_since_is_still_the_posts():
    """Both names lead to one claim."""
    turned = heeded(decision(claim="c9"), opinion(), lambda claim: "c9" if claim == "c1" else claim)
    assert turned.stance == "deny"


def test_no_opinion_silences_an_offices_denial():
    """Whatever the judge was talked into."""
    for stance in ("support", "query", "comment"):
        with pytest.raises(OpinionRefusedError, match="silences"):
            heeded(decision(stance="deny"), opinion(stance, statements=(DENIES,)), itself)
    assert heeded(decision(stance="deny"), opinion("comment"), itself).stance == "comment"


def test_an_opinion_makes_a_denial_of_an_offices_words_only_where_they_deny():
    """A model that was talked into "deny" finds no denial in words that have none."""
    assert heeded(decision(), opinion(statements=(DENIES,)), itself).stance == "deny"
    with pytest.raises(OpinionRefusedError, match="no word of denial"):
        heeded(decision(), opinion(statements=(SAYS,)), itself)


def test_an_opinion_makes_no_confirmation_of_an_offices_words():
    """Nor a comment of its assertion."""
    with pytest.raises(OpinionRefusedError, match="denial or not at all"):
        heeded(decision(), opinion("support", statements=(SAYS,)), itself)
    with pytest.raises(OpinionRefusedError, match="denial or not at all"):
        heeded(decision(stance="support"), opinion("comment", statements=(SAYS,)), itself)


def test_our_own_page_is_left_as_it_is():
    """It would be shown as corrected."""
    with pytest.raises(OpinionRefusedError, match="own pages"):
        heeded(decision(stance="support"), opinion(own=True), itself)


def test_an_opinion_that_agrees_changes_nothing_but_that_it_was_heeded():
    """Even on an office's denial, which it may not turn."""
    agreed = heeded(decision(stance="deny"), opinion(statements=(DENIES,)), itself)
    assert (agreed.stance, len(agreed.opinions)) == ("deny", 1)


def test_opinions_remembered_are_few():
    """However many judges there are."""
    known = decision()
    for number in range(3 * MOST_HEEDED):
        known = heeded(known, opinion(by=f"nli:{number}"), itself)
    assert len(known.opinions) == MOST_HEEDED


def test_the_mention_of_a_turned_stance_says_who_turned_it():
    """At the opinion's own place, without counters that may be older than what came since."""
    told = mention_after(opinion(outline="abc", subjects=("Velmar",), audience=9), "comment", "c9", 77)
    assert (told.kind, told.stance, told.claim, told.offset) == ("opinion", "deny", "c9", 77)
    assert (told.views, told.audience, told.outline, told.subjects) == (None, None, None, ())
    assert told.why == ("near", "second opinion of endpoint:m: deny (0.90), was comment")


@given(st.sampled_from(get_args(Stance)), st.sampled_from(get_args(Stance)), st.booleans())
def test_whatever_a_judge_says_an_offices_word_is_never_weaker(was, stance, denies):
    """A hostile post can talk a judge into any answer: the rules hold for all of them."""
    said = (DENIES if denies else SAYS,)
    try:
        after = heeded(decision(stance=was), opinion(stance, statements=said), itself).stance
    except OpinionRefusedError:
        return
    assert after == was or (after == "deny" and denies)
