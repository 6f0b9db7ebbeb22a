"""The servers of a soak: those of the connectors' own tests, side by side in one process."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
from bisect import bisect_left
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Self

from aiohttp import web
from soak_time import Clock

_TESTS: Final = Path(__file__).parents[1] / "connectors"
SLOW: Final = 40.0
"""Seconds that a slow answer takes: longer than any connector waits."""


def _load(name: str, path: str) -> ModuleType:
    """Import a module of the connectors' tests, which are no package, unless they have done so."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, _TESTS / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


_load("rumor_test_telegram_channel", "telegram/channel.py")
TELEGRAM: Final = _load("rumor_test_telegram_server", "telegram/server.py")
_load("x_document", "twitter/x_document.py")
SAID: Final = _load("x_records", "twitter/x_records.py")
X: Final = _load("x_server", "twitter/x_server.py")
BLUESKY: Final = _load("rumor_test_jetstream", "bluesky/double.py")
FEEDS: Final = _load("rumor_test_feeds", "feeds/conftest.py")
PREVIEW: Final = _load("rumor_test_preview", "preview/conftest.py")


class SteadyX(X.XServer):  # type: ignore[misc,name-defined]
    """An X whose posts are all searched for by the one rule there is, so that searching many is quick."""

    def _found(self, number: int, post: dict[str, Any], query: str) -> bool:  # noqa: ARG002
        return number not in self.replaced and number not in self.deleted

    def deafen(self) -> None:
        """Let the live connections stand without a word ever after."""
        self._live.clear()


class FlowingJetstream(BLUESKY.Server):  # type: ignore[misc,name-defined]
    """A Jetstream that goes on however slow one of its readers is: each has its place in what happened."""

    def __init__(self) -> None:
        super().__init__()
        self._flows: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    async def happen(self, *events: dict[str, Any]) -> None:
        """Let things happen in the network, in order."""
        self.events += events
        self._news.set()

    def fall_silent(self) -> None:
        """Let the connections stand without an event ever after."""
        for flow in self._flows:
            flow.cancel()

    async def _update(self, line: Any, message: dict[str, Any]) -> None:
        line.options.append(message["payload"])
        if not line.ready.is_set():
            line.ready.set()
            flow = asyncio.create_task(self._flow(line, int(line.query["cursor"])))
            self._flows.add(flow)
            flow.add_done_callback(self._flows.discard)

    async def _flow(self, line: Any, since: int) -> None:
        with suppress(ConnectionError):  # its reader has gone
            await self._send_from(bisect_left(self.events, since, key=lambda event: event["time_us"]), line)

    async def _send_from(self, place: int, line: Any) -> None:
        while not line.socket.closed:
            if place == len(self.events):
                self._news.clear()
                await self._news.wait()
                continue
            event, place = self.events[place], place + 1
            if line.wants(event):
                await line.socket.send_str(json.dumps(event))


class Gate:
    """Lets requests through to a host, but for those that meet a fault."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        """For the next requests: a status, ``slow``, ``torn``, or ``old``: what was there before."""
        self._last: dict[str, bytes] = {}
        """Path -> its last page."""

    @web.middleware
    async def pass_on(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Answer a request."""
        fault = self.faults.pop(0) if self.faults and request.path != "/robots.txt" else None
        before = self._last.get(request.path_qs)
        if fault is None or (fault == "old" and before is None):
            return self._noted(request, await handler(request))
        if fault == "old":
            return web.Response(body=before, content_type="text/html")
        if fault == "torn":
            return await self._torn(request, await handler(request))
        if fault == "slow":
            await asyncio.sleep(SLOW)
            return await handler(request)
        return web.Response(status=int(fault), headers={"Retry-After": "45"} if fault == "429" else {})

    def _noted(self, request: web.Request, answer: Any) -> web.StreamResponse:
        if request.path.startswith("/s/") and not request.query_string and answer.status == 200:
            self._last[request.path_qs] = answer.body
        return answer

    async def _torn(self, request: web.Request, whole: Any) -> web.StreamResponse:
        body = whole.body or b"nothing"
        answer = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
        if request.transport is not None:
            request.transport.abort()
        return answer


class Servers:
    """All servers; an async context manager."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.telegram = TELEGRAM.Server()
        self.x = SteadyX()
        self.x.plays = [SAID.Play(live=True)]
        self.bluesky = FlowingJetstream()
        self.feeds, self.feeds_gate = FEEDS.Host(), Gate()
        self.preview, self.preview_gate = PREVIEW.Preview(), Gate()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self.telegram.start()
        self._open.push_async_callback(self.telegram.stop)
        await self.x.start()
        self._open.push_async_callback(self.x.stop)
        await self._open.enter_async_context(self.bluesky)
        documents = {"/news/{number}": _news, "/{path:.*}": self.feeds.answer}
        self.feeds.port = await self._serve(self.feeds_gate, documents)
        preview = self.preview
        pages = {"/s/{name}": preview.answer, "/{name}": preview.door, "/{name}/{id}": preview.single}
        self.preview.port = await self._serve(self.preview_gate, pages)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def _serve(self, gate: Gate, routes: dict[str, Any]) -> int:
        app = web.Application(middlewares=[gate.pass_on])
        for path, handler in routes.items():
            app.router.add_get(path, handler)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        self._open.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port: int = runner.addresses[0][1]
        return port

    async def until_read(self) -> None:
        """Wait until somebody is connected who reads them: what was posted before, nobody asked for."""
        while not (self.x.live and any(line.ready.is_set() for line in self.bluesky.lines)):  # noqa: ASYNC110
            await asyncio.sleep(1)

    def environ(self) -> dict[str, str]:
        """Give what leads connectors here, secrets among it."""
        return {
            "RUMOR_TELEGRAM_SESSION": self.telegram.session().save(),
            "RUMOR_TELEGRAM_API_ID": "12345",
            "RUMOR_TELEGRAM_API_HASH": "0123456789abcdef0123456789abcdef",
            "RUMOR_TWITTER_BEARER_TOKEN": "synthetic-bearer-token-of-a-soak",
            "RUMOR_TWITTER_READS_MONTH": "100000000",
            "RUMOR_TWITTER_READS_DAY": "10000000",
            "RUMOR_TWITTER_LOOKUP_MINUTES": "1",
            "RUMOR_BLUESKY_STREAMS": self.bluesky.stream,
            "RUMOR_BLUESKY_API": self.bluesky.api,
            "SOAK_X": self.x.url,
            "SOAK_PREVIEW": f"http://127.0.0.1:{self.preview.port}",
        }


async def _news(request: web.Request) -> web.Response:
    """Show the page of an item, which stands though the feed shows it no more."""
    text = f"<html><body><p>Statement {request.match_info['number']}</p></body></html>"
    return web.Response(text=text, content_type="text/html")
