"""A message of Telegram as a post: a pure function of what Telegram sent.

A channel that is forwarded or answered, and whose username is not known, is named by its id: the uid is
``telegram:#<channel id>/<post>``. No username holds a ``#``, so nobody can register one that would pass for
such an origin. An album is one post: its id is that of its first message, its text the caption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from telethon.tl import types

from connectors import bounds
from connectors.telegram.source import Source, username
from models.post import Kind, Post, uid_of

Names = Mapping[int, str]
"""Channel id -> the name it goes by here."""

NO_NAMES: Final[Names] = {}


def message_to_post(
    pieces: Sequence[types.Message],
    channel: Source,
    read_at: datetime,
    names: Names = NO_NAMES,
    kind: Kind = "post",
    *,
    post_id: int | None = None,
) -> Post:
    """Make a post, or an edit, of a message or of the messages of an album, first one first.

    ``post_id`` names the album by the first message that it had, where that has been deleted.
    Telegram does not say a text's language, so neither does the post. What is too long is cut, and what
    cannot be true (a time before 2000, a negative count) is left out.
    """
    first = pieces[0]
    named = post_id or first.id
    published = (
        first.date if kind == "post" else max(filter(None, (one.edit_date for one in pieces)), default=None)
    )
    return Post(
        platform="telegram",
        channel=channel.name,
        post_id=str(named),
        kind=kind,
        published_at=bounds.time(published, read_at),
        read_at=read_at,
        text=bounds.text(next((one.message for one in pieces if one.message), "")),
        channel_id=str(channel.id),
        channel_name=channel.title,
        url=address(channel.name, named),
        audience=channel.audience,
        forward_of=_origin(first, names),
        reply_to=_answered(first, channel, names),
        views=_most(bounds.counter(one.views) for one in pieces),
        forwards=_most(bounds.counter(one.forwards) for one in pieces),
        replies=_most(bounds.counter(one.replies and one.replies.replies) for one in pieces),
    )


def deleted_post(post_id: int, channel: Source, noticed: datetime) -> Post:
    """Make a deletion; Telegram does not say when it happened, so it happened when it was noticed."""
    return Post(
        platform="telegram",
        channel=channel.name,
        post_id=str(post_id),
        kind="delete",
        published_at=noticed,
        read_at=noticed,
        channel_id=str(channel.id),
        channel_name=channel.title,
        url=address(channel.name, post_id),
        audience=channel.audience,
    )


def address(channel: str, post_id: int) -> str:
    """Give the permalink of a post of a public channel."""
    return f"https://t.me/{channel}/{post_id}"


def _origin(message: types.Message, names: Names) -> str | None:
    header = message.fwd_from
    if header is None or not header.channel_post or not isinstance(header.from_id, types.PeerChannel):
        return None
    forward = message.forward  # holds the channel itself where Telegram sent it along
    known = username(forward.chat) if forward is not None else None
    return _uid(header.from_id.channel_id, header.channel_post, names, known)


def _answered(message: types.Message, channel: Source, names: Names) -> str | None:
    header = message.reply_to
    if not isinstance(header, types.MessageReplyHeader) or not header.reply_to_msg_id:
        return None
    if header.forum_topic and not header.reply_to_top_id:
        return None  # posted into a topic of a group, which answers nobody
    if header.reply_to_peer_id is None:
        return uid_of("telegram", channel.name, str(header.reply_to_msg_id))
    if not isinstance(header.reply_to_peer_id, types.PeerChannel):
        return None
    return _uid(header.reply_to_peer_id.channel_id, header.reply_to_msg_id, names, None)


def _uid(channel_id: int, post_id: int, names: Names, known: str | None) -> str:
    # Our own name for a channel comes first: its posts are stored under it.
    return uid_of("telegram", names.get(channel_id) or known or f"#{channel_id}", str(post_id))


def _most(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)
