"""A long post that tells two rumours is counted once in each, whoever dies when. All posts are synthetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from models.claim.edit import Merge
from models.reading import Facts, Part

BRIDGE = Facts(entities=frozenset({"city:veldra"}))
BANK = Facts(entities=frozenset({"org:northbank"}))
EDITOR = "editor:ines"


@pytest.fixture
def two(newsroom, reading, along):
    """Give a newsroom with a claim of three posts along each of two axes, read by two partitions."""
    room = newsroom(2)
    room.read(*(reading(n, along(n % 2), facts=(BRIDGE, BANK)[n % 2]) for n in range(6)))
    room.run()
    return room


@pytest.fixture
def digest(reading, along):
    """Give a long post about the bridge that tells of the bank, too."""
    part = Part("Northbank closes.", along(1, 2, 0.8), BANK)
    return reading(8, along(0), facts=BRIDGE, parts=(part,))


def test_a_long_post_counts_in_both_claims_however_often_it_comes(two, digest):
    """Once in each; one mention of it is primary."""
    bridge, bank = two.claim_of(0), two.claim_of(1)
    two.read(digest, digest)
    two.run()
    two.assign.step.forget()
    two.read(digest)
    two.run()
    assert two.posts() == {bridge: (4, (4, 0, 0, 0)), bank: (4, (4, 0, 0, 0))}
    told = [(m.primary, m.claim, m.sentence) for m in two.mentions() if m.post == digest.post.uid]
    assert sorted(told) == [(False, bank, "Northbank closes.")] * 3 + [(True, bridge, "text 8")] * 3


@pytest.mark.parametrize("written", range(3))
def test_a_death_between_two_writes_changes_no_count(two, digest, written):
    """What was sent is sent again at the same offsets."""
    bridge, bank = two.claim_of(0), two.claim_of(1)
    two.read(digest)
    two.run(deaths=[(0, written)], track_deaths=[(0, written)])
    assert {name: posts for name, (posts, _) in two.posts().items()} == {bridge: 4, bank: 4}


def test_a_deletion_reaches_both_claims(two, digest):
    """The mention is marked, the count stays, the words are in no record."""
    two.read(digest)
    two.run()
    post = replace(digest.post, kind="delete", text="", read_at=None)
    post = replace(post, published_at=post.published_at + timedelta(minutes=9))
    two.read(replace(digest, post=post, parts=(), vector=None, sentence="", asserts=False))
    two.run()
    record = two.records()[two.claim_of(1)]
    assert (record.posts, record.deleted) == (4, 1)
    assert all("Northbank" not in wording.text for wording in record.wordings)


def test_an_edit_that_takes_the_second_rumour_out_leaves_a_comment(two, digest):
    """And one that brings it in is counted there; the same edit again changes nothing."""
    bank = two.claim_of(1)
    two.read(replace(digest, parts=()))
    two.run()
    assert two.posts()[bank][0] == 3
    for minute, parts, stances in ((9, digest.parts, (4, 0, 0, 0)), (10, (), (3, 0, 0, 1))):
        at = digest.post.published_at + timedelta(minutes=minute)
        post = replace(digest.post, kind="edit", published_at=at, read_at=at)
        two.read(*[replace(digest, post=post, parts=parts)] * 2)
        two.run()
        assert two.posts()[bank] == (4, stances)


def test_a_post_of_both_claims_is_one_post_once_they_are_merged(two, digest, noon):
    """And an edit of it comes to the survivor once."""
    bridge, bank = two.claim_of(0), two.claim_of(1)
    two.read(digest)
    two.edit(Merge(into=bridge, gone=bank, by=EDITOR, at=noon))
    two.read(digest)
    two.run()
    assert two.posts() == {bridge: (7, (7, 0, 0, 0))}
