"""Messages of Telegram as posts: Telethon's own objects in, the contract's out. All are synthetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types

from connectors.telegram import Source, deleted_post, message_to_post
from models.post import MAX_LABEL, MAX_TEXT, parse_post, post_record

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
READ = NOON + timedelta(minutes=3)
HERALD = Source("Synthetic_Herald", 1001, 7007, "Synthetic herald", 4200)


def message(post_id: int = 5, text: str = "The ferry runs", **given: Any) -> types.Message:
    given.setdefault("date", NOON)
    return types.Message(id=post_id, peer_id=types.PeerChannel(1001), message=text, **given)


def test_a_message_becomes_a_post_with_its_counters() -> None:
    replies = types.MessageReplies(replies=9, replies_pts=1)
    post = message_to_post((message(views=1200, forwards=45, replies=replies),), HERALD, READ)
    assert post.uid == "telegram:Synthetic_Herald/5"
    assert (post.kind, post.text, post.published_at, post.read_at) == ("post", "The ferry runs", NOON, READ)
    assert (post.views, post.forwards, post.replies, post.audience) == (1200, 45, 9, 4200)
    assert (post.channel_id, post.channel_name) == ("1001", "Synthetic herald")
    assert post.url == "https://t.me/Synthetic_Herald/5"


def test_an_edit_happened_when_telegram_says_or_else_when_it_was_noticed() -> None:
    edited = message(edit_date=NOON + timedelta(minutes=2))
    assert message_to_post((edited,), HERALD, READ, kind="edit").published_at == NOON + timedelta(minutes=2)
    assert message_to_post((message(),), HERALD, READ, kind="edit").published_at == READ


def test_a_post_that_was_edited_before_it_was_read_keeps_its_own_time() -> None:
    edited = message(edit_date=NOON + timedelta(minutes=2))
    assert message_to_post((edited,), HERALD, READ).published_at == NOON


def test_a_deletion_carries_no_text_and_the_time_it_was_noticed() -> None:
    post = deleted_post(5, HERALD, READ)
    assert (post.kind, post.uid, post.text, post.published_at) == (
        "delete", "telegram:Synthetic_Herald/5", "", READ,
    )  # fmt: skip


def forward(**given: Any) -> types.MessageFwdHeader:
    return types.MessageFwdHeader(date=NOON, **given)


@pytest.mark.parametrize(
    ("header", "origin"),
    [
        (forward(from_id=types.PeerChannel(3003), channel_post=77), "telegram:#3003/77"),
        (forward(from_id=types.PeerChannel(2002), channel_post=77), "telegram:second_herald/77"),
        (forward(from_id=types.PeerChannel(3003)), None),
        (forward(from_id=types.PeerUser(9)), None),
        (forward(from_name="Somebody hidden"), None),
    ],
)
def test_a_forward_names_the_post_it_comes_from(header: types.MessageFwdHeader, origin: str | None) -> None:
    """A channel never read by its id, in a form no username can take; a person's message has no uid."""
    post = message_to_post((message(fwd_from=header),), HERALD, READ, {2002: "second_herald"})
    assert post.forward_of == origin


def reply(**given: Any) -> types.MessageReplyHeader:
    return types.MessageReplyHeader(**given)


@pytest.mark.parametrize(
    ("header", "answered"),
    [
        (reply(reply_to_msg_id=3), "telegram:Synthetic_Herald/3"),
        (reply(reply_to_msg_id=3, reply_to_peer_id=types.PeerChannel(2002)), "telegram:second_herald/3"),
        (reply(reply_to_msg_id=3, reply_to_peer_id=types.PeerChannel(8)), "telegram:#8/3"),
        (reply(reply_to_msg_id=3, reply_to_peer_id=types.PeerUser(8)), None),
        (reply(reply_to_msg_id=3, forum_topic=True), None),
        (types.MessageReplyStoryHeader(peer=types.PeerUser(8), story_id=1), None),
        (None, None),
    ],
)
def test_a_reply_names_what_it_answers(header: Any, answered: str | None) -> None:
    post = message_to_post((message(reply_to=header),), HERALD, READ, {2002: "second_herald"})
    assert post.reply_to == answered


def test_an_album_is_named_by_its_first_message_and_says_the_caption() -> None:
    pieces = tuple(
        message(number, text, views=number, grouped_id=9)
        for number, text in ((5, ""), (6, "The caption"), (7, ""))
    )
    post = message_to_post(pieces, HERALD, READ)
    assert (post.post_id, post.text, post.views) == ("5", "The caption", 7)


def test_a_time_that_cannot_be_true_gives_way_to_the_time_of_reading() -> None:
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    assert message_to_post((message(date=long_ago),), HERALD, READ).published_at == READ
    assert message_to_post((message(date=None),), HERALD, READ).published_at == READ


numbers = st.none() | st.integers(-(2**63), 2**63)


@given(
    text=st.text(max_size=50), size=st.integers(1, 30_000), views=numbers, forwards=numbers, title=st.text()
)
def test_whatever_is_sent_becomes_a_post_of_the_contract(
    text: str, size: int, views: int | None, forwards: int | None, title: str
) -> None:
    """Too long, too large, unprintable: it is cut or left out, and what is left can be written and read."""
    source = Source("synthetic_herald", 1001, 7, title[:MAX_LABEL], None)
    post = message_to_post((message(text=text * size, views=views, forwards=forwards),), source, READ)
    assert len(post.text) <= MAX_TEXT
    assert parse_post(orjson.loads(orjson.dumps(post_record(post)))) is not None


def test_lone_surrogates_and_nul_are_dropped() -> None:
    assert message_to_post((message(text="a\ud800b\0c"),), HERALD, READ).text == "abc"
