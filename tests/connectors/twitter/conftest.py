"""X's API on a local port, by the shapes of X's own description of it; accounts and posts are synthetic."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
import pytest
from aiohttp import web

TOKEN: Final = "synthetic-bearer-token-of-a-test"


@dataclass
class Play:
    """What the stream does on one connection: an answer, lines, and then its end."""

    lines: tuple[bytes, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stays: bool = False
    """Whether it stays open, silent, after the last line."""


def line(record: Any) -> bytes:
    return orjson.dumps(record) + b"\r\n"


def tweet(number: int, text: str = "The ferry runs", **given: Any) -> dict[str, Any]:
    """Make the record of a post by @synthetic_author, as the stream sends it."""
    data = {
        "id": str(number),
        "text": text,
        "author_id": "501",
        "created_at": "2026-03-02T12:00:00.000Z",
        "edit_history_tweet_ids": [str(number)],
        "lang": "en",
    }
    user = {
        "id": "501",
        "username": "synthetic_author",
        "name": "Synthetic author",
        "public_metrics": {"followers_count": 77, "following_count": 1, "tweet_count": 2, "listed_count": 0},
    }
    return {
        "data": data | given,
        "includes": {"users": [user]},
        "matching_rules": [{"id": "1", "tag": "ferry"}],
    }  # fmt: skip


class XServer:
    """Holds rules and plays the stream; one play a connection, the last one over and over."""

    def __init__(self) -> None:
        self.rules: dict[str, dict[str, str]] = {}
        self.plays: list[Play] = [Play(stays=True)]
        self.rule_statuses: list[int] = []
        """Answers to the next requests about rules; 200 when empty."""
        self.refuses: Callable[[str], dict[str, Any] | None] = lambda _: None
        self.connects = 0
        self.asked: list[tuple[str, Any]] = []
        self.seen: list[dict[str, str]] = []
        """Queries of the stream's connections."""
        self.tokens: set[str] = set()
        self.hosts: set[str] = set()
        self._runner: web.AppRunner | None = None
        self._number = 0

    @property
    def url(self) -> str:
        assert self._runner is not None
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def rule(self, value: str, tag: str | None = None) -> str:
        """Add a rule that is there already."""
        self._number += 1
        rule = {"id": str(self._number), "value": value} | ({"tag": tag} if tag else {})
        self.rules[rule["id"]] = rule
        return rule["id"]

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/2/tweets/search/stream", self._stream)
        app.router.add_get("/2/tweets/search/stream/rules", self._get_rules)
        app.router.add_post("/2/tweets/search/stream/rules", self._change_rules)
        self._runner = web.AppRunner(app, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        self.connects += 1
        self._note(request)
        self.seen.append(dict(request.query))
        play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        answer = web.StreamResponse(status=play.status, headers=play.headers)
        await answer.prepare(request)
        for one in play.lines:
            await answer.write(one)
        if play.stays:
            await asyncio.Event().wait()
        return answer

    async def _get_rules(self, request: web.Request) -> web.Response:
        self._note(request)
        if self.rule_statuses:
            return web.json_response({"title": "synthetic"}, status=self.rule_statuses.pop(0))
        data = {"data": list(self.rules.values())} if self.rules else {}
        return web.json_response({**data, "meta": {"result_count": len(self.rules)}})

    async def _change_rules(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.extend(body.items())
        if "delete" in body:
            for rule_id in body["delete"]["ids"]:
                del self.rules[rule_id]
            return web.json_response({"meta": {"summary": {"deleted": len(body["delete"]["ids"])}}})
        errors = [error for rule in body["add"] if (error := self._refusal(rule["value"]))]
        # One that is refused costs all of its request.
        added = (
            [] if errors else [self.rules[self.rule(rule["value"], rule.get("tag"))] for rule in body["add"]]
        )
        answer = {"meta": {"summary": {"created": len(added), "not_created": len(errors)}}}
        return web.json_response(
            answer | ({"data": added} if added else {}) | ({"errors": errors} if errors else {})
        )

    def _refusal(self, value: str) -> dict[str, Any] | None:
        if any(rule["value"] == value for rule in self.rules.values()):
            return {
                "value": value,
                "title": "DuplicateRule",
                "type": "https://api.x.com/2/problems/duplicate-rules",
            }
        return self.refuses(value)

    def _note(self, request: web.Request) -> None:
        self.tokens.add(request.headers["Authorization"])
        self.hosts.add(request.headers["Host"])


class TurnedClock:
    """A clock that only sleeping moves; at its end sleep never returns."""

    def __init__(self, start: datetime, runs: timedelta) -> None:
        self.now, self._end = start, start + runs
        self.sleeps: list[float] = []
        self.over = asyncio.Event()

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += timedelta(seconds=seconds)
        if self.now >= self._end:
            self.over.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)


@pytest.fixture
def token() -> str:
    return TOKEN


@pytest.fixture
def play() -> type[Play]:
    return Play


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    return tweet


@pytest.fixture
def as_line() -> Callable[[Any], bytes]:
    return line


@pytest.fixture
def turned_clock(clock: Any) -> Callable[[timedelta], TurnedClock]:
    return lambda runs: TurnedClock(clock.now, runs)


@pytest.fixture
async def x() -> AsyncIterator[XServer]:
    server = XServer()
    await server.start()
    yield server
    await server.stop()
