"""Fifty channels that live while everything goes wrong: nothing is lost and nothing is told twice."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from rumor_test_telegram_actor import Actor, faults, repeats

CHANNELS, HISTORY, STEPS = 50, 200, 600


async def test_ten_thousand_posts_and_a_bad_hour_are_told_whole_and_once(
    server: Any, sink: Any, watching: Any, pace: Any, eventually: Any
) -> None:
    """While the history is read: posts, edits, deletions, albums, forwards, gaps in pts, floods, cuts."""
    actor = Actor(server, CHANNELS, HISTORY, seed=7)
    names = [channel.name for channel in actor.channels]
    async with watching(*names, at=pace(every=2.0, history=None)) as coverage:
        read, looked = set[tuple[str, str]](), 0
        for step in range(STEPS):
            read |= {(post.channel, post.post_id) for post in sink.posts[looked:]}
            looked = len(sink.posts)
            down = not server.lets_connect
            actor.act(read, push=False if down else None)
            disturb(server, step)
            await asyncio.sleep(0.005)
        server.lets_connect = True
        for channel in actor.channels:
            channel.post("The last one")
        with suppress(TimeoutError):  # what is missing then is told below
            await eventually(lambda: not faults(actor.channels, sink.posts), 120, 0.5)
        floods = sum(state.floods for state in coverage.sources.values())
    assert faults(actor.channels, sink.posts) == []
    assert repeats(sink.posts) == []
    assert floods >= 2
    assert len(sink.posts) > CHANNELS * HISTORY + STEPS
    assert server.asked["ResolveUsername"] == CHANNELS


def disturb(server: Any, step: int) -> None:
    """Let the wire be cut three times, once for longer, and two requests be refused for a second."""
    if step in (150, 400):
        server.flood("GetHistory", 1)
    if step in (100, 300, 450):
        server.cut()
    server.lets_connect = not 300 <= step < 350
