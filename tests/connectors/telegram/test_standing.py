"""Old posts that claims stand on: what became of them is asked, since nobody tells. All are synthetic."""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

from connectors.claim_posts import LivePost
from connectors.telegram.seen import KEPT
from connectors.telegram.standing import by_channel

OLD = 3
HERALD = "telegram:synthetic_herald"


class FixedPosts:
    """Claims stand on these posts."""

    def __init__(self, *ids: int) -> None:
        self._ids = ids

    def posts(self) -> list[LivePost]:
        return [LivePost(f"{HERALD}/{one}", denial=True) for one in self._ids]

    async def run(self) -> NoReturn:
        await asyncio.Event().wait()
        raise AssertionError


def long_history(server: Any) -> Any:
    """Give a channel whose first posts are older than what is compared."""
    channel = server.channel("synthetic_herald")
    channel.album(["", "Album", ""])
    for number in range(4, KEPT + 40):
        channel.post(f"Report {number}")
    return channel


async def read_whole(sink: Any) -> None:
    await sink.until(lambda posts: len(posts) >= KEPT + 37)
    sink.posts.clear()


async def test_an_old_post_that_was_edited_while_nobody_listened_is_told(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    """Once; no history is compared so far back, and no push came."""
    channel = long_history(server)
    async with watching("synthetic_herald", at=pace(history=None, look=0.1), live=FixedPosts(5, 6)):
        await read_whole(sink)
        channel.edit(5, "Report 5, put right", push=False)
        await sink.until(lambda posts: len(posts) == 1)
        asked = server.asked["GetMessages"]
        await server.until_asked("GetMessages", asked + 3)
    assert sink.lines() == [("edit", "5", "Report 5, put right")]


async def test_an_old_post_that_is_gone_is_told_when_it_is_twice_not_found(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    channel = long_history(server)
    async with watching("synthetic_herald", at=pace(history=None, look=0.1), live=FixedPosts(5, 6)):
        await read_whole(sink)
        channel.delete(5, push=False)
        asked = server.asked["GetMessages"]
        await sink.until(lambda posts: len(posts) == 1)
        assert server.asked["GetMessages"] >= asked + 2
        asked = server.asked["GetMessages"]
        await server.until_asked("GetMessages", asked + 3)
    assert sink.lines() == [("delete", "5", "")]


async def test_an_album_stands_while_any_of_its_messages_does(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    """Its caption is in another message than the first; the first may go alone."""
    channel = long_history(server)
    async with watching("synthetic_herald", at=pace(history=None, look=0.1), live=FixedPosts(1)):
        await read_whole(sink)
        channel.edit(2, "Album, put right", push=False)
        await sink.until(lambda posts: len(posts) == 1)
        channel.delete(1, push=False)
        asked = server.asked["GetMessages"]
        await server.until_asked("GetMessages", asked + 6)
        assert len(sink.posts) == 1
        channel.delete(2, 3, push=False)
        await sink.until(lambda posts: len(posts) == 2)
    assert sink.lines() == [("edit", "1", "Album, put right"), ("delete", "1", "")]


async def test_posts_that_the_history_is_compared_for_are_not_asked_after(
    server: Any, sink: Any, watching: Any, pace: Any
) -> None:
    channel = server.channel("synthetic_herald")
    channel.post("First")
    async with watching("synthetic_herald", at=pace(every=0.1, look=0.05), live=FixedPosts(1)):
        await sink.until(lambda posts: len(posts) == 1)
        asked = server.asked["GetHistory"]
        await server.until_asked("GetHistory", asked + 4)
    assert server.asked["GetMessages"] == 0


def test_ids_are_asked_for_channel_by_channel() -> None:
    assert by_channel(FixedPosts(9, 5)) == {HERALD: (5, 9)}
