"""A t.me that fails in every way, and a program that is killed again and again: nothing is lost."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

POSTS = 200


@dataclass
class Faults:
    """Every third answer is a fault; some are pages of a minute ago."""

    herald: Any
    chance: random.Random
    count: int = 0
    old: deque[str] = field(default_factory=lambda: deque(maxlen=3))

    async def __call__(self, request: web.Request) -> web.StreamResponse | None:
        if self.chance.random() > 0.35:
            if not request.query:
                self.old.append(self.herald.page(None))
            return None
        self.count += 1
        fault = self.chance.choice([self.fail, self.limit, self.door, self.break_off, self.lag])
        return await fault(request)

    async def fail(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=self.chance.choice([500, 502, 403]))

    async def limit(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "45"})

    async def door(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"/{request.match_info['name']}"})

    async def break_off(self, request: web.Request) -> web.StreamResponse:
        body = self.herald.page(None).encode()
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: self.chance.randrange(len(body))])
        assert request.transport is not None
        request.transport.abort()
        return response

    async def lag(self, request: web.Request) -> web.StreamResponse | None:
        if request.query or not self.old:
            return None
        return web.Response(text=self.old[0], content_type="text/html")


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_all_that_the_channel_holds_is_known_in_the_end(bench: Any, herald: Any, seed: int) -> None:
    """Posts, edits and deletions, whatever the order in which a page that lags brings them."""
    chance = random.Random(seed)
    bench.preview.fault = faults = Faults(herald, chance)
    bench.watch("synthetic_herald")

    def known() -> dict[str, str]:
        state: dict[str, str] = {}
        for post in bench.sink.posts:
            if post.kind == "delete":
                state.pop(post.post_id, None)
            elif post.kind == "post" or post.post_id in state:
                state[post.post_id] = post.text
        return state

    def wanted() -> dict[str, str]:
        return {str(id_): message.text for id_, message in herald.messages.items()}

    number = 0
    while number < POSTS:
        for _ in range(chance.randrange(1, 45)):
            number += 1
            herald.post(f"Statement {number}")
        latest = sorted(herald.messages)[-20:-1]
        if len(latest) > 4:
            herald.messages[chance.choice(latest[2:])].text += " corrected"
            del herald.messages[chance.choice(latest[2:])]
        async with bench.running():
            if chance.random() < 0.5:
                await asyncio.sleep(chance.random() * 0.05)  # killed while whatever is under way
            else:
                await bench.until(lambda: known() == wanted())
    async with bench.running():
        await bench.until(lambda: known() == wanted())
    assert faults.count > 5
