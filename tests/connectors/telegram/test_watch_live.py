"""Channels watched over Telegram's own wire: what is pushed, and how it becomes posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telethon.tl import types


def has(count: int) -> Callable[[list[Any]], bool]:
    return lambda posts: len(posts) >= count


async def test_what_is_pushed_comes_at_once(server: Any, sink: Any, watching: Any) -> None:
    """A new post, its edit and its deletion, in this order, each with the channel's subscribers."""
    channel = server.channel("synthetic_herald")
    channel.post("The ferry runs on Monday")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        second = channel.post("The ferry runs on Tuesday")
        await sink.until(has(2))
        channel.edit(second, "The ferry does not run")
        await sink.until(has(3))
        channel.delete(second)
        await sink.until(has(4))
    assert sink.lines() == [
        ("post", "1", "The ferry runs on Monday"),
        ("post", "2", "The ferry runs on Tuesday"),
        ("edit", "2", "The ferry does not run"),
        ("delete", "2", ""),
    ]
    assert {post.audience for post in sink.posts} == {4200}
    assert {post.channel_name for post in sink.posts} == {"Synthetic herald"}
    assert {post.channel_id for post in sink.posts} == {str(channel.id)}
    assert server.asked["ResolveUsername"] == 1


async def test_a_forward_names_its_origin(server: Any, sink: Any, watching: Any) -> None:
    """By username where Telegram sends the channel along, by the watchlist's name, else by its id."""
    known = types.Channel(
        id=2002, title="Origin", photo=types.ChatPhotoEmpty(), date=None, access_hash=1,
        username="unread_origin", broadcast=True,
    )  # fmt: skip
    channel, other = server.channel("synthetic_herald"), server.channel("second_herald")
    async with watching("synthetic_herald", "Second_Herald"):
        await server.until_asked("GetHistory", 2)
        for number, chats in ((2002, (known,)), (3003, ()), (other.id, ())):
            header = types.MessageFwdHeader(
                date=None, from_id=types.PeerChannel(number), channel_post=77, imported=None
            )
            channel.post(f"From {number}", fwd_from=header, chats=chats)
        await sink.until(has(3))
    assert [post.forward_of for post in sink.posts] == [
        "telegram:unread_origin/77",
        "telegram:#3003/77",
        "telegram:Second_Herald/77",
    ]


async def test_an_album_is_one_post_and_so_is_its_edit(server: Any, sink: Any, watching: Any) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("Before")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        pieces = channel.album(["", "The caption", ""])
        await sink.until(has(2))
        channel.edit(pieces[1], "The caption, put right")
        await sink.until(has(3))
        channel.edit(pieces[2], "", edit_hide=True)
        channel.delete(*pieces)
        await sink.until(has(4))
    assert sink.lines() == [
        ("post", "1", "Before"),
        ("post", "2", "The caption"),
        ("edit", "2", "The caption, put right"),
        ("delete", "2", ""),
    ]


async def test_reactions_are_no_edits(server: Any, sink: Any, watching: Any) -> None:
    """Telegram pushes an edit whenever a counter changes; the text is the same."""
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald"):
        await sink.until(has(1))
        channel.edit(1, "First", edit_hide=True)
        channel.post("Second")
        await sink.until(has(2))
    assert [post.kind for post in sink.posts] == ["post", "post"]
