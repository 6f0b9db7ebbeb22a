"""A host that fails in every way, and a program that is killed again and again: nothing is lost."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from connectors.coverage import Coverage

WINDOW = 20
ITEMS = 120


@dataclass
class Faulty:
    """A feed whose window slides over all items while every second answer is a fault."""

    bench: Any
    chance: random.Random
    shown: int = WINDOW
    texts: dict[int, str] = field(default_factory=dict)
    faults: int = 0

    def text(self, number: int) -> str:
        return self.texts.setdefault(number, f"{self.bench.whole}It is statement {number}.")

    def document(self) -> str:
        window = range(self.shown, max(0, self.shown - WINDOW), -1)
        return self.bench.rss(*(self.bench.item(number, self.text(number)) for number in window))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        fault = self.chance.choice(
            [None, None, None, None, self.fail, self.limit, self.wander, self.break_off]
        )
        if fault is not None:
            self.faults += 1
            return await fault(request)
        document, tag = self.document(), f'"{self.shown}-{len("".join(self.texts.values()))}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(text=document, headers={"ETag": tag})

    async def fail(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=self.chance.choice([404, 500, 502, 503]))

    async def limit(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "45"})

    async def wander(self, _: web.Request) -> web.StreamResponse:
        return web.Response(
            status=302, headers={"Location": self.chance.choice(["/login", "http://10.0.0.1/"])}
        )

    async def break_off(self, request: web.Request) -> web.StreamResponse:
        body = self.document().encode()
        response = web.StreamResponse(headers={"Content-Length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: self.chance.randrange(len(body))])
        assert request.transport is not None
        request.transport.abort()
        return response


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_item_and_every_edit_arrives_once_after_dedup(bench: Any, seed: int) -> None:
    """A new item, or a new text of an old one, comes when what was there before has been read."""
    chance = random.Random(seed)
    faulty = Faulty(bench, chance)
    bench.host.handlers["/rss"] = faulty.answer
    bench.host.give("/login", "<html>Please log in</html>", "text/html")
    bench.watch("/rss")
    coverage = Coverage()

    def now() -> dict[str, str]:
        return {post.post_id: post.text.partition("\n\n")[2] for post in bench.sink.posts}

    def wanted() -> dict[str, str]:
        return {f"n{number}": faulty.text(number) for number in range(1, faulty.shown + 1)}

    while faulty.shown < ITEMS:
        async with bench.running(coverage=coverage):
            for _ in range(chance.randrange(1, 6)):
                await bench.until(lambda: now() == wanted())
                faulty.shown = min(ITEMS, faulty.shown + chance.randrange(1, WINDOW // 2))
                edited = chance.randrange(faulty.shown - WINDOW + 1, faulty.shown + 1)
                faulty.texts[edited] = faulty.text(edited) + " Corrected."
            await asyncio.sleep(chance.random() * 0.01)  # killed while whatever is under way
    async with bench.running(coverage=coverage):
        await bench.until(lambda: now() == wanted())
    assert faulty.faults > 10
    assert not any(post.kind == "delete" for post in bench.sink.posts)
    versions = {(post.post_id, post.kind, post.text) for post in bench.sink.posts}
    assert len([one for one in versions if one[1] == "post"]) <= ITEMS + len(faulty.texts)
    (state,) = coverage.sources.values()
    assert state.gaps_total == 0
