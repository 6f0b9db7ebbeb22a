"""Edits and deletions that come in another order than they were made."""

import pytest

from models.claim.revise import outdated


def later(reading, minutes, **given):
    """Make an event of post 0, so many minutes after it."""
    return reading(minutes, channel="invented_0", post_id="0", **given)


def test_an_edit_older_than_the_newest_one_is_outdated(desk, reading):
    """The same edit once more is not: it was taken in, and gives the same answer."""
    desk(reading(0))
    known = desk(later(reading, 5, kind="edit"))
    assert outdated(known, later(reading, 3, kind="edit").post)
    assert not outdated(known, later(reading, 5, kind="edit").post)
    assert not outdated(known, later(reading, 6, kind="edit").post)
    assert not outdated(None, later(reading, 3, kind="edit").post)


@pytest.mark.parametrize("minutes", [1, 9])
def test_no_edit_brings_a_deleted_post_back(desk, reading, minutes):
    """However late it was made."""
    desk(reading(0))
    known = desk(later(reading, 5, kind="delete", text="", sentence=""))
    edit = later(reading, minutes, kind="edit", denies=True)
    assert outdated(known, edit.post)
    assert desk(edit) == known


def test_a_deletion_counts_whenever_it_says_it_was(desk, reading):
    """A source whose clock is behind has deleted the post all the same."""
    desk(reading(0))
    newest = desk(later(reading, 5, kind="edit"))
    gone = desk(later(reading, 2, kind="delete", text="", sentence=""))
    assert (gone.deleted, gone.at) == (True, newest.at)
