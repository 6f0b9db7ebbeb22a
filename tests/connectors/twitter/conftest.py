"""What the tests of the connector for X share: an X of our own, and time turned by hand."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from connectors.coverage import Coverage
from connectors.twitter import Api, Watch
from connectors.twitter.progress import STREAM
from connectors.twitter.settings import twitter_settings
from connectors.twitter.snowflake import id_at
from connectors.watchlist import TwitterRule

TOKEN: Final = "synthetic-bearer-token-of-a-test"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


_load("x_document")
_RECORDS = _load("x_records")
_SERVER, _TIME = _load("x_server"), _load("x_time")


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def play() -> Any:
    return _RECORDS.Play


@pytest.fixture
def record() -> Any:
    return _RECORDS.tweet


@pytest.fixture
def as_line() -> Any:
    return _RECORDS.line


@pytest.fixture
def refusal() -> Any:
    return _RECORDS.refusal


@pytest.fixture
def at_once() -> Any:
    return _TIME.at_once


@pytest.fixture
def wheel(clock: Any) -> Any:
    return _TIME.Wheel(clock.now)


@pytest.fixture
def number(wheel: Any) -> Callable[[int], int]:
    """Give the n-th id of the moment that the wheel shows."""
    return lambda n=0: id_at(wheel.now) + n


@pytest.fixture
async def x() -> AsyncIterator[Any]:
    server = _SERVER.XServer()
    await server.start()
    yield server
    await server.stop()


class Connector:
    """The connector for X, whole, with time turned by hand; it can die and come back."""

    def __init__(self, x: Any, sink: Any, cursors: Any, wheel: Any) -> None:
        self.x, self.sink, self.cursors, self.wheel = x, sink, cursors, wheel
        x.clock = wheel
        self.coverage = Coverage()
        self.environ: dict[str, str] = {}
        self.rules: tuple[TwitterRule, ...] = (TwitterRule("ferry", "ferry"),)
        self.watch: Watch | None = None

    @asynccontextmanager
    async def running(self, *more: Callable[[Watch], Any]) -> AsyncIterator[Watch]:
        """Run it; leaving kills it where it is."""
        watch = self.watch = Watch(
            TOKEN, self.sink, self.cursors, self.wheel, api=Api(self.x.url, 20), coverage=self.coverage,
            sleep=self.wheel.sleep, settings=twitter_settings(self.environ),
        )  # fmt: skip
        self.coverage.of(STREAM).connected = False  # left so by whoever was killed
        works = [watch.hold_rules(self.rules), watch.stream(), watch.bridge(), *(one(watch) for one in more)]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            yield watch
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            self.x.hang_up()

    async def missed(self, count: int, text: str = "The ferry runs") -> list[str]:
        """Let a post be read, cut the stream, and publish while it is down; give all ids."""
        await self.until_live()
        ids = [self._post(1, text)]
        await self.until_read(1)
        self.wheel.now += timedelta(seconds=10)
        self.x.cut()
        await self.wheel.turn(lambda: self.x.live == 0, asleep=3)
        return ids + [self._post(n, text) for n in range(count)]

    def _post(self, n: int, text: str) -> str:
        number = id_at(self.wheel.now) + n
        self.x.post(number, text)
        return str(number)

    def read(self) -> list[str]:
        """Give the ids of what was handed on, in the order of their ids, each once."""
        return sorted({post.post_id for post in self.sink.posts}, key=int)

    async def until_live(self) -> None:
        """Wait until the stream brings what is posted, and both sides know it."""
        await self.wheel.turn(lambda: self.x.live == 1 and self.coverage.of(STREAM).connected)

    async def until_read(self, count: int, *, leaps: bool = False) -> None:
        """Wait until so many posts were handed on."""
        await self.wheel.turn(lambda: len(self.read()) >= count, leaps=leaps)


@pytest.fixture
def live(x: Any, play: Any) -> Any:
    """Let the stream bring what is posted."""
    x.plays = [play(live=True)]
    return x


@pytest.fixture
def connector(x: Any, sink: Any, cursors: Any, wheel: Any) -> Connector:
    return Connector(x, sink, cursors, wheel)
