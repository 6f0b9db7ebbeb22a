"""Claims that grow together are merged, within bounds, and always the same ones."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from models.claim.edit import MACHINE, Move
from models.claim.edits import Applied
from models.claim.live import LiveClaim
from models.claim.memory import DIMENSIONS, ClaimMemory
from models.claim.rules import AssignRules
from models.claim.second import LOOK_EVERY, MOST_LOOKED_AT, Look, grown_together, look_due, looked_at
from models.reading import Facts

EIGHTEEN, TWENTY = {"numbers 18 year": 3}, {"numbers 20 year": 3}


@pytest.fixture
def at(reading):
    """Give a time."""
    return reading(0).post.at


@pytest.fixture
def claim(at):
    """Make a claim founded at an offset."""

    def made(number, vector, tally=None, **given):
        usual = {
            "id": f"c{number}", "wording": f"claim {number}", "lang": "en", "vector": vector, "posts": 3,
            "tally": tally or {}, "founded": number, "offset": number, "last_at": at,
        }  # fmt: skip
        return LiveClaim(**(usual | given))

    return made


def merges(memory, rules, at):
    found = grown_together(memory, looked_at(memory, -1), rules, at)
    return [(merge.into, merge.gone) for merge in found]


def test_the_younger_goes_into_the_older_and_nothing_else_happens(claim, along, desk, at):
    """By the centres' cosine."""
    memory = ClaimMemory(claims=[claim(3, along(0)), claim(1, along(0, 1, 0.8)), claim(2, along(5))])
    (merge,) = grown_together(memory, looked_at(memory, -1), desk.rules, at)
    assert (merge.into, merge.gone, merge.by, merge.at) == ("c1", "c3", MACHINE, at)


def test_what_facts_exclude_stays_apart_however_near(claim, along, desk, at):
    """18 years are not 20."""
    memory = ClaimMemory(claims=[claim(1, along(0), EIGHTEEN), claim(2, along(0), TWENTY)])
    assert merges(memory, desk.rules, at) == []
    memory = ClaimMemory(claims=[claim(1, along(0), EIGHTEEN), claim(2, along(0, 1, 0.5), EIGHTEEN)])
    assert merges(memory, desk.rules, at) == [("c1", "c2")]


def test_a_claim_takes_part_in_one_merge_a_look(claim, along, desk, at):
    """The rest is for the next look, when it lies elsewhere."""
    memory = ClaimMemory(claims=[claim(n, along(0)) for n in (1, 2, 3, 4)])
    assert merges(memory, desk.rules, at) == [("c1", "c2"), ("c3", "c4")]


def test_an_editors_word_stands(claim, along, desk, at):
    """Two that were parted are passed over; the next nearest is looked at."""
    move = Move(post="p", to="c2", by="editor:ines", at=at)
    claims = [claim(1, along(0)), claim(2, along(0)), claim(3, along(0, 1, 0.9))]
    memory = ClaimMemory(claims=claims, edits=[Applied(0, move, "c1")])
    assert merges(memory, desk.rules, at) == [("c1", "c3")]


def test_only_what_changed_since_is_looked_at_and_only_so_much_of_it(claim, at):
    """A look costs what changed."""
    random = np.random.default_rng(1)
    vectors = random.standard_normal((MOST_LOOKED_AT + 20, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    memory = ClaimMemory(claims=[claim(n, v) for n, v in enumerate(vectors)])
    assert len(looked_at(memory, -1)) == MOST_LOOKED_AT
    assert [c.id for c in looked_at(memory, MOST_LOOKED_AT + 17)] == ["c518", "c519"]
    assert grown_together(memory, [], AssignRules(), at) == []


def test_a_look_is_due_after_some_stream_time_and_once_at_an_end(at):
    """A tick that comes again has its look behind it, whatever its offset."""
    last = Look(7, at)
    assert look_due(Look(), at, ends=False)
    assert not look_due(last, at, ends=False)
    assert not look_due(last, at + LOOK_EVERY - timedelta(seconds=1), ends=False)
    assert look_due(last, at + LOOK_EVERY, ends=False)
    assert look_due(last, at, ends=True)
    assert not look_due(Look(7, at, ended=True), at, ends=True)


def test_time_is_told_not_read(claim, along, desk, at):
    """The tick says it."""
    memory = ClaimMemory(claims=[claim(1, along(0)), claim(2, along(0))])
    (merge,) = grown_together(memory, looked_at(memory, -1), desk.rules, at + timedelta(days=1))
    assert merge.at == at + timedelta(days=1)
    assert Facts() == memory.claim("c1").facts


def test_among_many_claims_those_of_one_post_are_not_looked_at(claim, along, desk, at):
    """A grown one finds them all the same."""
    memory = ClaimMemory(claims=[claim(1, along(0), posts=1), claim(2, along(0), posts=1)])
    assert grown_together(memory, looked_at(memory, -1), desk.rules, at, few=1) == []
    memory = ClaimMemory(claims=[claim(1, along(0), posts=1), claim(2, along(0))])
    (merge,) = grown_together(memory, looked_at(memory, -1), desk.rules, at, few=1)
    assert (merge.into, merge.gone) == ("c1", "c2")
