"""Channels that live by chance: posts, edits, deletions, albums, forwards; and what must be told of them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from telethon.tl import types

from models.post import Post

LATEST = 20
"""Only so many of a channel's latest posts are edited or deleted: older ones are not compared again."""


class Actor:
    """Does one thing after another to the channels of a server."""

    def __init__(self, server: Any, channels: int, posts: int, seed: int) -> None:
        self._random = random.Random(seed)
        self.channels = [server.channel(f"synthetic_{number}") for number in range(channels)]
        self._count = 0
        for channel in self.channels:
            while len(channel.told) < posts:
                self._publish(channel, push=False)

    def act(
        self, read: frozenset[tuple[str, str]] | set[tuple[str, str]], *, push: bool | None = None
    ) -> None:
        """Do one thing; ``read``: (channel, post id) of what was told, the rest is left as it is.

        Without ``push`` one in ten is not pushed, so that the next push comes with a gap in pts.
        """
        channel = self._random.choice(self.channels)
        pushed = self._random.random() < 0.9 if push is None else push
        known = [one for one in sorted(channel.told)[-LATEST:-1] if (channel.name, str(one)) in read]
        known = [one for one in known if one not in channel.deleted][-self._random.choice((4, LATEST)) :]
        what = self._random.random()
        if what < 0.2 and known:
            self._count += 1
            channel.edit(self._random.choice(known), f"Put right {self._count}", push=pushed)
        elif what < 0.3 and known:
            post = self._random.choice(known)
            album = channel.messages[post].grouped_id
            pieces = [
                n for n, m in channel.messages.items() if n == post or (album and m.grouped_id == album)
            ]
            channel.delete(*pieces, push=pushed)
        else:
            self._publish(channel, push=pushed)

    def _publish(self, channel: Any, *, push: bool) -> None:
        self._count += 1
        kind = self._random.random()
        if kind < 0.08:
            channel.album(["", f"Album {self._count}", ""], push=push)
        elif kind < 0.16:
            origin = self._random.randrange(5000, 5010)
            header = types.MessageFwdHeader(
                date=None, from_id=types.PeerChannel(origin), channel_post=self._count, imported=None
            )
            channel.post(f"Forward {self._count}", push=push, fwd_from=header)
        else:
            channel.post(f"Report {self._count}", push=push)


def faults(channels: Iterable[Any], posts: Iterable[Post]) -> list[str]:
    """Say what of the channels' lives was not told, or told wrongly; repeats of one telling are allowed."""
    told: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts:
        told[post.channel, post.post_id].append(post)
    found = []
    for channel in channels:
        for post_id, texts in channel.told.items():
            if fault := _fault(texts, told.pop((channel.name, str(post_id)), []), post_id in channel.deleted):
                found.append(f"{channel.name}/{post_id}: {fault}")
    return found + [f"{channel}/{post_id}: was never posted" for channel, post_id in told]


def _fault(texts: list[str], told: list[Post], deleted: bool) -> str | None:
    if not told:
        return "never told"
    if told[0].kind != "post":
        return f"told as {told[0].kind} first"
    said = list(dict.fromkeys(post.text for post in told if post.kind != "delete"))
    if not set(said) <= set(texts) or said != sorted(said, key=texts.index):
        return f"texts {said} of {texts}"
    if deleted:
        return None if told[-1].kind == "delete" else "deletion not told"
    # As the stream takes it: a post that is known passes for a repeat, whatever it says.
    now = next((post.text for post in reversed(told) if post.kind == "edit"), told[0].text)
    if now != texts[-1] or any(post.kind == "delete" for post in told):
        return f"stands as {now!r}, not {texts[-1]!r}"
    return None


def repeats(posts: Iterable[Post]) -> list[tuple[str, str, str, str]]:
    """Give what was told twice: one text of one post, or one deletion."""
    keys = [(post.channel, post.post_id, post.kind, post.text) for post in posts]
    once = set[tuple[str, str, str]]()
    twice = []
    for channel, post_id, kind, text in keys:
        key = (channel, post_id, "" if kind == "delete" else f"text {text}")
        if key in once:
            twice.append((channel, post_id, kind, text))
        once.add(key)
    return twice
