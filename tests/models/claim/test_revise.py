"""An edited post is looked at anew: it can leave its claim, or turn against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.claim.edit import Move, Split
from models.claim.revise import claim_revised, departs, revise
from models.reading import Facts

EIGHTEEN = Facts(numbers=frozenset({"18 year"}))
TWENTY = Facts(numbers=frozenset({"20 year"}))


def judge(reading, vector, claim, reply):
    """Judge by the reading alone."""
    del vector, claim, reply
    return "deny" if reading.denies else "support"


@pytest.fixture
def leaves(desk, reading, along):
    """Tell where post 1 of a claim of three goes with an edit."""

    def left(vector, known=None, **given):
        edit = reading(9, vector, channel="invented_1", post_id="1", kind="edit", **given)
        decision = replace(desk.memory.decision("telegram:invented_1/1"), **(known or {}))
        return departs(desk.memory, decision, edit, edit.vector, desk.offset + 1, judge, desk.rules)

    desk(reading(0, facts=TWENTY), reading(1, facts=TWENTY), reading(2, facts=TWENTY), reading(3, along(5)))
    return left


def test_a_text_that_is_like_another_claim_goes_there(leaves, desk, along):
    """With the reason in words."""
    departure = leaves(along(5))
    assert departure.edit.to == desk.claims()[3]
    assert isinstance(departure.edit, Move)
    assert "from the claim" in departure.edit.reason


def test_a_text_like_none_founds_a_claim_of_its_own(leaves, desk, along):
    """Also where the post founded the claim that it leaves: the others keep it."""
    departure = leaves(along(30))
    assert isinstance(departure.edit, Split)
    assert (departure.edit.claim, departure.edit.posts) == (desk.claims()[0], ("telegram:invented_1/1",))


def test_a_number_that_is_another_leaves(leaves, along):
    """However alike the sentences."""
    departure = leaves(along(0), facts=EIGHTEEN)
    assert departure is not None
    assert "18" in departure.edit.reason


@pytest.mark.parametrize(
    "known", [{"pinned": True}, {"path": "forward"}, {"path": "reply"}], ids=["pinned", "forward", "reply"]
)
def test_what_an_editor_or_the_platform_tied_stays(leaves, along, known):
    """Whatever the words."""
    assert leaves(along(5), known) is None


@pytest.mark.parametrize("given", [{"denies": True}, {"asserts": False}], ids=["denies", "asserts nothing"])
def test_a_denial_or_a_remark_stays_where_its_post_was(leaves, along, given):
    """An "UPDATE: denied" is about what the post said before."""
    assert leaves(along(30), **given) is None


def test_a_text_a_little_different_stays(leaves, along):
    """It would still be taken for a comment on the claim."""
    assert leaves(along(0, 1, 0.45)) is None


def test_a_claim_of_one_post_follows_its_text(desk, reading, along):
    """Nobody else is in it."""
    desk(reading(0))
    edit = reading(9, along(7), channel="invented_0", post_id="0", kind="edit", facts=EIGHTEEN)
    known = desk.decisions[0]
    assert departs(desk.memory, known, edit, edit.vector, 5, judge, desk.rules) is None
    decision = desk(edit)
    claim = claim_revised(desk.memory, decision, edit, edit.vector)
    assert claim.vector @ along(7) == pytest.approx(1)
    assert claim.facts.numbers == EIGHTEEN.numbers
    assert claim.id == known.claim


def test_a_post_of_no_claim_that_states_one_now_finds_it(desk, reading, along):
    """Or founds it."""
    desk(reading(0), reading(1, along(9), asserts=False))
    for vector, there in ((along(0), True), (along(9), False)):
        edit = reading(9, vector, channel="invented_1", post_id="1", kind="edit")
        found = departs(desk.memory, desk.decisions[1], edit, edit.vector, 5, judge, desk.rules)
        assert (found.edit.to == desk.claims()[0]) is there
        assert found.decision.claim is None


def test_an_old_edit_moves_nothing(reading, leaves, along):
    """Connectors find old edits again."""
    later = reading(20).post.at
    assert leaves(along(5), {"at": later}) is None


def test_new_counters_alone_move_nothing_and_turn_nothing(desk, reading, leaves, along):
    """However the claim has changed since: the words were judged when they came."""
    assert leaves(along(30), same_text=True) is None
    edit = reading(9, channel="invented_1", post_id="1", kind="edit", denies=True, same_text=True)
    known = desk.memory.decision("telegram:invented_1/1")
    assert revise(desk.memory, known, edit, edit.vector, judge) is known
