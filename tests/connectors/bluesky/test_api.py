"""Questions to the API: a long answer is read whole, an endless or broken one is refused."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from connectors.bluesky import api
from connectors.bluesky.api import ApiError, ask
from connectors.bluesky.handles import resolve


@pytest.fixture
async def answers() -> AsyncIterator[tuple[str, list[web.StreamResponse | bytes]]]:
    """Give an address, and a list of what it answers next."""
    queue: list[web.StreamResponse | bytes] = []

    async def answer(_: web.Request) -> web.StreamResponse:
        given = queue.pop(0)
        return web.Response(body=given) if isinstance(given, bytes) else given

    app = web.Application()
    app.router.add_get("/xrpc/{method}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}", queue
    await runner.cleanup()


async def test_a_long_answer_is_read_whole(answers) -> None:
    """It comes in many pieces."""
    address, queue = answers
    long = {"text": "x" * 700_000}
    queue.append(json.dumps(long).encode())
    assert await ask(address, "m") == long


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "no JSON object"),
        (b"[1]", "no JSON object"),
        (b"[" * 100_000, "no JSON object"),
        (b'{"a": "' + b"x" * (api.MAX_ANSWER + 1) + b'"}', "more than"),
        (web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), "answered 302"),
        (web.Response(status=503), "answered 503"),
    ],
    ids=["empty", "list", "deep", "endless", "redirect", "busy"],
)
async def test_another_answer_is_refused(answers, answer, why) -> None:
    address, queue = answers
    queue.append(answer)
    with pytest.raises(ApiError, match=why):
        await ask(address, "m")


async def test_nobody_there_is_told() -> None:
    with pytest.raises(ApiError, match="does not answer"):
        await ask("http://127.0.0.1:1", "m")


@pytest.mark.parametrize("did", [b'{"did": 5}', b'{"did": "x"}', b"{}"])
async def test_a_handle_without_a_did_is_refused(answers, did) -> None:
    address, queue = answers
    queue.append(did)
    with pytest.raises(ApiError, match="no DID"):
        await resolve(address, "a.example")
