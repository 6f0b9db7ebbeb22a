"""The posts an edit moves are read as they are counted now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from models.mention import Mention
from models.order import MovedPost, Order
from streams.carried import Carried
from streams.codec import Control, control_bytes, encode

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def mention(number: int = 1, **given) -> Mention:
    usual = {
        "post": f"telegram:Velmar/{number}", "claim": "a", "kind": "post", "primary": True,
        "stance": "support", "similarity": 0.9, "path": "vector", "why": (), "offset": number,
        "published_at": NOON, "read_at": NOON, "platform": "telegram", "lang": "en",
        "channel": "telegram:velmar", "sentence": f"The bridge closes, {number}.", "asserts": True,
        "source": "telegram:velmar",
    }  # fmt: skip
    return Mention(**(usual | given))


def carried(*records, wanted=("telegram:velmar/1",)):
    found = Carried(wanted)
    for record in records:
        found.take(record if isinstance(record, bytes) else encode(record))
    return found.posts()


def test_only_wanted_posts_are_kept():
    """Others, ticks, and uids that only end alike are passed over."""
    found = carried(mention(1), mention(21), mention(2), control_bytes(Control("tick", NOON)))
    assert list(found) == ["telegram:velmar/1"]


def test_an_edit_counts_with_its_words_and_stance_at_the_time_of_the_post():
    """Whatever the order in which partitions were read."""
    edit = mention(1, kind="edit", stance="deny", sentence="It stays open.", offset=9)
    (found,) = carried(edit, mention(1)).values()
    assert (found.kind, found.stance, found.sentence, found.published_at) == (
        "post", "deny", "It stays open.", NOON,
    )  # fmt: skip


def test_a_deleted_post_has_no_words():
    """It can be moved all the same."""
    (found,) = carried(mention(1), mention(1, kind="delete", sentence="", offset=5)).values()
    assert (found.sentence, found.claim) == ("", "a")


def test_a_post_that_was_moved_is_where_it_was_moved_to():
    """With the newest order."""
    there = Order("move", "a", 7, "b", (MovedPost(replace(mention(1), claim="b", offset=7), "support"),))
    further = Order("move", "b", 8, "c", (MovedPost(replace(mention(1), claim="c", offset=8), "support"),))
    (found,) = carried(further, mention(1), there).values()
    assert found.claim == "c"
