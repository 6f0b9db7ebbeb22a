"""Hand-written fakes of the ports through which connectors hand on what they read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.posting import SinkError
from models.post import Post

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class ListSink:
    """Keeps what is sent; can be told to refuse, or to hold back until it is opened."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.refusals = 0
        self.open = asyncio.Event()
        self.open.set()
        self._arrived = asyncio.Condition()

    async def send(self, post: Post) -> None:
        await self.open.wait()
        if self.refusals:
            self.refusals -= 1
            raise SinkError("told to refuse")
        self.posts.append(post)
        async with self._arrived:
            self._arrived.notify_all()

    def lines(self) -> list[tuple[str, str, str]]:
        """Kind, id and text of each, in the order of sending."""
        return [(post.kind, post.post_id, post.text) for post in self.posts]

    async def until(self, reached: Callable[[list[Post]], bool], patience: float = 20) -> None:
        """Wait until what has arrived is as wanted."""
        async with asyncio.timeout(patience), self._arrived:
            await self._arrived.wait_for(lambda: reached(self.posts))


class DictCursors:
    """Keeps cursors, and how many posts the sink held when each was saved."""

    def __init__(self, sink: ListSink) -> None:
        self.kept: dict[str, Any] = {}
        self.saved: list[tuple[str, Any, int]] = []
        self._sink = sink

    def get(self, channel: str) -> Any:
        return self.kept.get(channel)

    async def save(self, channel: str, cursor: Any) -> None:
        self.kept[channel] = cursor
        self.saved.append((channel, cursor.get("last_id"), len(self._sink.posts)))


class SteppingClock:
    """Goes on by a second at every look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def sink() -> ListSink:
    return ListSink()


@pytest.fixture
def cursors(sink: ListSink) -> DictCursors:
    return DictCursors(sink)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()
