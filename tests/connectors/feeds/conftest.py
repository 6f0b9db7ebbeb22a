"""A host of our own, with feeds and pages; offices and statements are invented."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from connectors.feeds import Pace, run_feeds

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WorldTime:
    """A clock that stands, but for those who sleep: it goes on to where the first of them wakes."""

    def __init__(self) -> None:
        self.now = NOON
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        self.slept.append(seconds)
        await asyncio.sleep(0.002)
        self.now = max(self.now, until)


@dataclass
class Host:
    """Answers by path; remembers what it was asked, and with which headers."""

    port: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    handlers: dict[str, Handler] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        """Give what was asked for, but the file for robots."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def give(self, path: str, body: bytes | str, kind: str = "application/rss+xml", **headers: str) -> None:
        raw = body.encode() if isinstance(body, str) else body
        given = {"Content-Type": kind, **{key.replace("_", "-"): value for key, value in headers.items()}}

        async def answer(request: web.Request) -> web.Response:
            if "ETag" in given and request.headers.get("If-None-Match") == given["ETag"]:
                return web.Response(status=304)
            return web.Response(body=raw, headers=given)

        self.handlers[path] = answer

    def refuse(self, path: str, status: int, **headers: str) -> None:
        given = {key.replace("_", "-"): value for key, value in headers.items()}

        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=status, headers=given)

        self.handlers[path] = answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, dict(request.headers)))
        handler = self.handlers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    host = Host()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", host.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host.port = runner.addresses[0][1]
    try:
        yield host
    finally:
        await runner.cleanup()


@pytest.fixture
def clock() -> WorldTime:
    return WorldTime()


def rss(*items: str, title: str = "Synthetic Ministry of Harbours") -> str:
    """Write a feed as most sites do."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<language>en</language>{''.join(items)}</channel></rss>"
    )


LONG = "The harbour stays open and all ships sail as planned, says the invented ministry. " * 6


def item(
    number: int, text: str = LONG, *, date: str = "Mon, 02 Mar 2026 11:00:00 GMT", link: str | None = None
) -> str:
    """Write an item; its body is whole unless told otherwise."""
    address = link or f"https://harbours.example/news/{number}"
    return (
        f"<item><guid isPermaLink='false'>n{number}</guid><title>Statement {number}</title>"
        f"<link>{address}</link><pubDate>{date}</pubDate><description>{text}</description></item>"
    )


@dataclass
class Bench:
    """All that a run needs."""

    watchlist: Path
    sink: Any
    cursors: Any
    clock: WorldTime
    host: Host
    rss = staticmethod(rss)
    item = staticmethod(item)
    whole = LONG
    pace = Pace(spread=0, gap=0)

    def watch(self, *paths: str, priority: int = 1) -> None:
        entries = [f'[[feed]]\nurl = "{self.host.url(path)}"\npriority = {priority}\n' for path in paths]
        self.watchlist.write_text("\n".join(entries), encoding="utf-8")

    @asynccontextmanager
    async def running(self, **named: Any) -> AsyncIterator[None]:
        named = {"pace": self.pace, "environ": {}, "sleep": self.clock.sleep, **named}
        task = asyncio.create_task(run_feeds(self.watchlist, self.sink, self.cursors, self.clock, **named))
        try:
            yield
        finally:
            ended = task.done()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            assert not ended

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not reached():  # noqa: ASYNC110  # what is waited for has no event
                await asyncio.sleep(0.002)


@pytest.fixture
def bench(tmp_path: Path, sink: Any, cursors: Any, clock: WorldTime, host: Host) -> Bench:
    return Bench(tmp_path / "watchlist.toml", sink, cursors, clock, host)
