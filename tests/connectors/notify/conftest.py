"""Synthetic alerts, a clock set by hand, and partners on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Record = dict[str, Any]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_alert(id_: str = "a1b2c3d4e5f60718", **given: Any) -> Record:
    usual = {
        "alert": id_,
        "kind": "denied",
        "claim": "c1aa000000000001",
        "claim_text": "The Velmar bridge closes tomorrow.",
        "text": 'DENIED by Ilo Varn: "Көпір жабылмайды." — claim: "The Velmar bridge closes tomorrow."',
        "fired_at": "2026-03-02T11:59:30Z",
        "denial": {
            "post": "feed:velmar-roads.example/7",
            "office": "velmar-roads",
            "office_name": "Velmar Road Agency",
            "official": "Ilo Varn",
            "first_hand": False,
            "quote": "Көпір жабылмайды.",
            "published_at": "2026-03-02T11:50:00Z",
            "cautions": ["scope", "second_hand"],
            "weak": False,
            "standing": 3,
            "reasons": ["it speaks of all bridges", "quoted by feed:velmar-daily.example"],
            "said_at": "2026-03-01",
            "reported_at": "2026-03-02T11:59:00Z",
            "withdrawn_at": None,
            "url": "https://velmar-daily.example/bridge?a=1&b=2",
        },
        "origin": "telegram:velmar_invented/1",
        "first_seen": "2026-03-02T06:00:00Z",
        "delay_seconds": 21_000,
        "baseline": "false rumours take about 14 hours to be resolved",
        "posts": 9,
        "channels": 4,
        "independent_sources": 2,
        "own_pages": [
            {
                "post": "feed:desk.example/1",
                "url": "https://desk.example/bridge",
                "sentence": "The bridge will close.",
                "published_at": "2026-03-02T07:00:00Z",
                "state": "standing",
            }
        ],
    }
    return usual | given


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@dataclass
class Partner:
    """A server on this machine that answers as told, and keeps what it was sent."""

    server: TestServer
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[web.Request, bytes]] = field(default_factory=list)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"

    def answer(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        """Answer the next request so."""

        async def one(_: web.Request) -> web.Response:
            return web.json_response(body, status=status, headers=headers)

        self.answers.append(one)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request, await request.read()))
        return await self.answers.pop(0)(request) if self.answers else web.json_response({"ok": True})


@pytest.fixture
async def partner() -> AsyncIterator[Partner]:
    app = web.Application()
    server = TestServer(app, host="127.0.0.1")
    made = Partner(server)
    app.router.add_route("*", "/{tail:.*}", made.handle)
    await server.start_server()
    yield made
    await server.close()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def alert() -> Callable[..., Record]:
    return make_alert
