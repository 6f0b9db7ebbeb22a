"""A long post speaks of a second claim in one of its sentences. All posts and names here are synthetic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.claim.edit import Merge
from models.claim.edits import Applied
from models.claim.others import MOST, MOST_KEPT, further_mentions, spoken
from models.mention import Mention
from models.reading import Facts, Part, Reading, Statement

BRIDGE = Facts(entities=frozenset({"city:veldra"}))
BANK = Facts(entities=frozenset({"org:northbank"}))


def part(vector: Any, facts: Facts = BANK, sentence: str = "Northbank closes.", **given: Any) -> Part:
    return Part(sentence, vector, facts, **given)


@pytest.fixture
def told(desk, reading, along):
    """Give a desk that knows a bridge (axis 0, three posts) and a bank (axis 1, three posts)."""
    desk(*(reading(n, along(n % 2), facts=(BRIDGE, BANK)[n % 2]) for n in range(6)))
    return desk


def long_post(reading, along, *parts: Part, number: int = 10, **given: Any) -> Reading:
    return reading(number, along(0), facts=BRIDGE, parts=parts, **given)


def test_a_sentence_that_tells_another_claim_makes_a_further_mention(told, reading, along):
    """Beside the post's own claim, with likeness and reason."""
    decision = told(long_post(reading, along, part(along(0), BRIDGE), part(along(1, 2, 0.8))))
    (further,) = decision.also
    assert decision.claim == told.decisions[0].claim
    assert (further.claim, further.stance, further.part) == (told.decisions[1].claim, "support", 1)
    assert further.similarity > told.rules.join
    assert "cosine 0.80" in further.why[0]


@pytest.mark.parametrize(
    ("cosine", "facts"),
    [
        (0.28, BANK),  # enough for a whole post, not for a sentence
        (0.9, Facts()),  # nothing in common by name
        (0.9, Facts(numbers=frozenset({"6"}))),  # a number is in common by chance
        (0.9, Facts(entities=frozenset({"city:veldra"}))),
    ],
)
def test_what_only_resembles_another_claim_is_no_mention_of_it(told, reading, along, cosine, facts):
    """It takes more than a whole post, and something both name."""
    assert told(long_post(reading, along, part(along(1, 2, cosine), facts))).also == ()


def test_a_sentence_founds_nothing_and_moves_nothing(told, reading, along):
    """The claim it tells of lies where it lay, with as many posts in its centre; an unknown story is left."""
    bank = told.memory.claim(told.decisions[1].claim)
    known = len(told.memory)
    told(long_post(reading, along, part(along(1, 2, 0.8)), part(along(7), Facts(dates=frozenset({"10-15"})))))
    assert told.memory.claim(bank.id) == bank
    assert len(told.memory) == known


def test_a_post_of_no_claim_has_no_further_ones(told, reading, along):
    """One of its lines is primary, so there is none without."""
    chat = reading(10, along(9), asserts=False, parts=(part(along(1)),))
    assert told(chat).claim is None
    assert told.decisions[-1].also == ()


def test_each_claim_is_there_once_and_the_best_two_at_most(desk, reading, along):
    """By the sentence that fits it better."""
    desk(*(reading(n, along(n % 5), facts=BANK) for n in range(15)))
    parts = [part(along(axis, 9, 0.7 + axis / 20)) for axis in range(1, 5)]
    decision = desk(reading(20, along(0), facts=BANK, parts=(part(along(4, 9, 0.75)), *parts)))
    assert [one.claim for one in decision.also] == [desk.decisions[4].claim, desk.decisions[3].claim]
    assert [one.part for one in decision.also] == [4, 3]
    assert len(decision.also) == MOST


def test_a_repeat_gives_the_same_answer(told, reading, along):
    """Whatever was founded meanwhile."""
    post = long_post(reading, along, part(along(1, 2, 0.8)), part(along(5)))
    first = told(post)
    told(reading(11, along(5), facts=BANK))
    assert told(post) == first


def test_an_edit_is_looked_at_anew_and_what_it_took_out_is_a_comment(told, reading, along):
    """The count of the other claim stays, as with a deletion; a repeat of the edit changes nothing."""
    post = long_post(reading, along, part(along(1, 2, 0.8)))
    bank = told(post).also[0].claim
    told(*(reading(n, along(6), facts=BANK) for n in range(11, 14)))
    edited = long_post(reading, along, part(along(6)), kind="edit", number=20)
    edited = replace(edited, post=replace(edited.post, channel=post.post.channel, post_id=post.post.post_id))
    decision = told(edited)
    assert [(one.stance, one.part) for one in decision.also] == [("support", 0), ("comment", None)]
    assert decision.also[1].claim == bank
    assert told(edited).also == decision.also


def test_however_often_a_post_is_edited_few_claims_are_kept(desk, reading, along):
    """A post edited into one story after the other fills no record."""
    desk(*(reading(n, along(n % 10), facts=BANK) for n in range(30)))
    post = reading(40, along(0), facts=BANK)
    desk(post)
    for axis in range(1, 10):
        edit = replace(
            post.post, kind="edit", read_at=None, published_at=reading(50 + axis).post.published_at
        )
        assert len(desk(replace(post, post=edit, parts=(part(along(axis)),))).also) <= MOST_KEPT
    assert desk.decisions[-1].also[0].stance == "comment"


def mention_of(reading: Reading, decision: Any, **given: Any) -> Mention:
    post = reading.post
    usual = {
        "post": post.uid, "claim": decision.claim, "kind": post.kind, "primary": True,
        "stance": decision.stance, "similarity": 1.0, "path": "vector", "why": (), "offset": decision.offset,
        "published_at": post.published_at, "read_at": post.published_at, "platform": post.platform,
        "channel": post.channel_uid, "lang": "en", "sentence": reading.sentence, "asserts": True,
        "source": "s", "outline": "x",
    }  # fmt: skip
    return Mention(**(usual | given))


def test_a_further_mention_has_the_words_of_its_sentence_alone(told, reading, along):
    """And only what is quoted there; it lends the claim no place."""
    says = Statement("bank", None, 3, False, False, "Northbank closes.")
    post = long_post(
        reading, along, part(along(1)), statements=(says, replace(says, quote="The bridge stands."))
    )
    decision = told(post)
    (one,) = further_mentions(told.memory, mention_of(post, decision), post, decision)
    assert (one.primary, one.sentence, one.path, one.outline) == (False, "Northbank closes.", "vector", None)
    assert one.statements == (says,)
    assert one.why[-1] == "in the sentence: Northbank closes."


def test_a_deleted_post_has_no_words_in_its_further_claims(told, reading, along):
    """Neither as a sentence nor as a reason."""
    post = long_post(reading, along, part(along(1)))
    decision = told(post)
    gone = mention_of(post, decision, kind="delete", offset=99)
    (one,) = further_mentions(told.memory, gone, post, decision)
    assert (one.kind, one.sentence, one.statements, one.offset) == ("delete", "", (), 99)
    assert "Northbank" not in "".join(one.why)


def test_a_further_claim_that_was_merged_is_its_survivor_and_never_the_posts_own_twice(told, reading, along):
    """An edit finds the survivor; where that is the post's own claim, the primary mention says it all."""
    post = long_post(reading, along, part(along(1)))
    decision = told(post)
    edit = mention_of(post, decision, kind="edit", offset=50)
    merge = Merge(into=decision.claim, gone=decision.also[0].claim, by="editor:ines", at=post.post.at)
    told.memory.edits.take(Applied(40, merge, merge.gone, merge.into))
    assert list(further_mentions(told.memory, edit, post, decision)) == []


def test_an_office_denies_in_its_own_post_whatever_each_sentence_denies(reading, along):
    """A ministry's answer to two rumours is a denial of both; a paper's long read is not."""
    said = Statement("kz-bridges", "Ana Ferreira", 3, True, False, "The bridge stands.")
    denies = part(along(1), sentence="Northbank does not close.", denies=True)
    own = reading(0, statements=(said,), parts=(denies,))
    assert [s.quote for s in spoken(own, denies).statements] == ["Northbank does not close."]
    assert spoken(own, replace(denies, denies=False)).statements == ()
    paper = replace(own, statements=(replace(said, first_hand=False),))
    assert spoken(paper, denies).statements == ()
