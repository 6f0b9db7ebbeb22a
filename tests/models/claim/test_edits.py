"""What follows from all edits together, and who may undo whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.claim.edit import MACHINE, Merge, Move, Split, by_editor, edit_id, split_claim
from models.claim.edits import Applied, Edits

EDITOR = "editor:ines"


@pytest.fixture
def at(reading):
    """Give a time."""
    return reading(0).post.at


def merge(into, gone, at, by=EDITOR):
    return Merge(into=into, gone=gone, by=by, at=at)


def test_an_id_is_that_of_its_content_and_time(at):
    """A repeat of the command's record is known, another edit of the same claims is another."""
    one = merge("a", "b", at)
    assert edit_id(one) == edit_id(merge("a", "b", at))
    others = (
        merge("b", "a", at),
        merge("a", "b", at, MACHINE),
        replace(one, at=at.replace(hour=3)),
        Move(post="a", to="b", by=EDITOR, at=at),
    )
    assert len({edit_id(other) for other in (one, *others)}) == 5


def test_only_persons_are_editors(at):
    """The machine is none, whatever it is called."""
    assert by_editor(merge("a", "b", at))
    assert not by_editor(merge("a", "b", at, MACHINE))


def test_survivors_are_found_through_chains_of_merges(at):
    """Each id for good; and the offset at which the last of them was."""
    edits = Edits([Applied(5, merge("a", "b", at)), Applied(9, merge("z", "a", at))])
    assert [edits.survivor(c) for c in "abz"] == ["z", "z", "z"]
    assert [edits.merged_at(c) for c in "abz"] == [9, 9, -1]
    assert 5 in edits
    assert 6 not in edits


def test_what_an_editor_parted_stays_apart_through_merges_with_others(at):
    """What holds for a claim holds for the one that it lives on in."""
    split = Split(claim="a", posts=("p",), by=EDITOR, at=at)
    new = split_claim(split)
    edits = Edits([Applied(1, split, "a"), Applied(2, merge("z", "a", at, MACHINE))])
    assert edits.apart("z", new)
    assert edits.apart("a", new)
    assert not edits.apart("z", "a")


def test_an_editors_merge_takes_back_an_editors_split(at):
    """Whoever is last has the word."""
    split = Split(claim="a", posts=("p",), by=EDITOR, at=at)
    edits = Edits([Applied(1, split, "a"), Applied(2, merge("a", split_claim(split), at))])
    assert not edits.apart("a", split_claim(split))
    assert edits.whole("a")


def test_a_post_that_an_editor_moved_keeps_the_two_claims_apart(at):
    """Else the next merge would take it back."""
    move = Move(post="p", to="b", by=EDITOR, at=at)
    assert Edits([Applied(1, move, "a")]).apart("a", "b")
    assert not Edits([Applied(1, replace(move, by=MACHINE), "a")]).apart("a", "b")


def test_a_merge_of_a_claim_with_itself_is_nothing(at):
    """However many ids it has by then."""
    edits = Edits([Applied(1, merge("a", "b", at)), Applied(2, merge("b", "a", at))])
    assert edits.survivor("a") == edits.survivor("b") == "a"
