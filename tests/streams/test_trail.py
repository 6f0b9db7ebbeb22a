"""One post is followed through the records of ``mentions``."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from models.mention import Mention
from models.order import MovedPost, Order
from streams.codec import Control, control_bytes, encode
from streams.trail import Trail

AT = datetime(2022, 9, 14, 18, 5, tzinfo=UTC)
POST = Mention(
    post="telegram:Tarvell_news/7",
    claim="aaaa",
    kind="post",
    primary=True,
    stance="support",
    similarity=0.62,
    path="vector",
    why=("cosine 0.62", "not bbbb: speaks of KZ, not AM"),
    offset=3,
    published_at=AT,
    read_at=AT,
    platform="telegram",
    channel="telegram:tarvell_news",
    lang="en",
    sentence="The Orlan bridge will be closed.",
    asserts=True,
    source="telegram:tarvell_news",
)
EDIT = replace(POST, kind="edit", stance="deny", offset=9)
OTHER = replace(POST, post="telegram:Tarvell_news/70", offset=4)
MOVE = Order("move", claim="aaaa", offset=12, to="cccc", moved=(MovedPost(POST, "support"),))


def trail(*records: object) -> Trail:
    """Follow the post through records."""
    found = Trail("telegram:tarvell_NEWS/7")
    for record in records:
        found.take(record if isinstance(record, bytes) else encode(record))
    return found


def test_steps_are_the_posts_own_in_order_and_once() -> None:
    """Whatever order they are read in, and however often."""
    found = trail(EDIT, OTHER, control_bytes(Control("tick", AT)), POST, EDIT)
    assert [step.kind for step in found.steps()] == ["post", "edit"]


def test_orders_that_moved_it_are_found() -> None:
    """Those of other posts are not."""
    other = replace(MOVE, offset=13, moved=(MovedPost(OTHER, "support"),))
    assert [order.to for order in trail(POST, MOVE, other).moves()] == ["cccc"]


def test_a_post_that_was_never_read_leaves_nothing() -> None:
    """No step, no move."""
    found = trail(OTHER)
    assert (found.steps(), found.moves()) == ([], [])
