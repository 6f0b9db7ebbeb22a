"""Questions about invented posts, a clock set by hand, and an endpoint on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from models.judge import Question, question_of
from models.mention import Mention

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_question(
    text: str = "The bridge? They say it is closed.", number: int = 1, **given: Any
) -> Question:
    usual: dict[str, Any] = {
        "post": f"telegram:velmar_invented/{number}", "claim": "c1", "kind": "post", "primary": True,
        "stance": "comment", "similarity": 0.6, "path": "vector", "why": (), "offset": number,
        "published_at": NOON, "read_at": NOON, "platform": "telegram",
        "channel": "telegram:velmar_invented", "lang": "en", "sentence": text[:300], "asserts": True,
        "source": "telegram:velmar_invented",
    }  # fmt: skip
    return question_of(Mention(**(usual | given)), NOON, "The Velmar bridge closes.", text)


class Clock:
    """A clock that is set by hand, and by those who sleep on it."""

    def __init__(self) -> None:
        self.now = NOON
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class Model:
    """An endpoint that answers as told, and keeps what it was asked."""

    server: TestServer
    answers: list[Answer] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/v1"

    def says(self, content: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer the next question with this content of a message."""
        body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
        self.sends(orjson.dumps(body), status, headers)

    def sends(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer the next question with these bytes."""

        async def one(_: web.Request) -> web.Response:
            return web.Response(body=body, status=status, headers=headers, content_type="application/json")

        self.answers.append(one)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path)
        self.headers.append(dict(request.headers))
        self.asked.append(orjson.loads(await request.read() or b"null"))
        return await self.answers.pop(0)(request)


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    app = web.Application()
    server = TestServer(app, host="127.0.0.1")
    made = Model(server)
    app.router.add_route("*", "/{tail:.*}", made.handle)
    await server.start_server()
    yield made
    await server.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def question() -> Callable[..., Question]:
    return make_question
