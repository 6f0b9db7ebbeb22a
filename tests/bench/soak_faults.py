"""What goes wrong in a soak, and when: chosen by a seed, told by kind."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from aiohttp import web
from soak_servers import SAID, Servers, X
from soak_time import Clock

EVERY: Final = 20.0
"""Seconds between two faults, on average."""

_HTTP: Final = ("500", "503", "429", "slow", "torn")


class Faults:
    """Lets things go wrong at the servers."""

    def __init__(self, servers: Servers, clock: Clock, seed: int) -> None:
        self._servers, self._clock = servers, clock
        self._chance = random.Random(f"{seed} faults")
        self.counts: Counter[str] = Counter()
        telegram, x, bluesky = servers.telegram, servers.x, servers.bluesky
        self._kinds: dict[str, Callable[[], Awaitable[None] | None]] = {
            "telegram: wire cut": telegram.cut,
            "telegram: away for a while": self._shut_telegram,
            "telegram: flood wait": lambda: telegram.flood("GetHistory", self._chance.randint(5, 60)),
            "telegram: error 500": lambda: telegram.refuse("GetHistory", 500, "INTERNAL"),
            "telegram: no answer": lambda: telegram.swallowed.append("GetHistory"),
            "x: wire cut": x.cut,
            "x: 503": lambda: self._play(SAID.Play(status=503)),
            "x: 429 with reset": lambda: self._play(SAID.Play(status=429, headers=self._reset())),
            "x: 200 that ends at once": lambda: self._play(SAID.Play()),
            "x: stream falls silent": x.deafen,
            "x: search 503": lambda: self._search(SAID.Play(status=503)),
            "x: a line twice": self._repeat,
            "x: a line that is none": lambda: x.say(b'{"errors": [1]}\r\n'),
            "bluesky: wire cut": bluesky.cut,
            "bluesky: 503": lambda: self._refuse(503),
            "bluesky: 429": lambda: self._refuse(429),
            "bluesky: stream falls silent": bluesky.fall_silent,
            "bluesky: a torn event": self._tear,
            "preview: an old page": lambda: servers.preview_gate.faults.append("old"),
        }
        for name, gate in (("feeds", servers.feeds_gate), ("preview", servers.preview_gate)):
            self._kinds |= {f"{name}: {kind}": partial(gate.faults.append, kind) for kind in _HTTP}

    async def run(self, until: float) -> None:
        """Let one thing after another go wrong."""
        names = sorted(self._kinds)
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / EVERY))
            if self._clock.seconds() >= until:
                return
            await self.happen(self._chance.choice(names))

    async def happen(self, name: str) -> None:
        """Let a kind of thing go wrong."""
        self.counts[name] += 1
        if (waiting := self._kinds[name]()) is not None:
            await waiting

    async def _shut_telegram(self) -> None:
        telegram = self._servers.telegram
        telegram.lets_connect = False
        telegram.cut()
        await asyncio.sleep(self._chance.uniform(5, 40))
        telegram.lets_connect = True

    def _play(self, play: Any) -> None:
        self._servers.x.plays.insert(0, play)
        self._servers.x.cut()

    def _reset(self) -> dict[str, str]:
        return {"x-rate-limit-reset": str(int(self._clock().timestamp()) + self._chance.randint(10, 120))}

    def _search(self, play: Any) -> None:
        self._servers.x.answers[X.SEARCH].append(play)

    def _repeat(self) -> None:
        x = self._servers.x
        if x.posts:
            rules = [{"id": "1", "tag": "ferry"}]
            post = x.posts[next(reversed(x.posts))]
            x.say(SAID.line({"data": post, "includes": {"users": [SAID.AUTHOR]}, "matching_rules": rules}))

    def _refuse(self, status: int) -> None:
        headers = {"Retry-After": str(self._chance.randint(5, 60))}
        self._servers.bluesky.refuse.append(lambda: web.Response(status=status, headers=headers))
        self._servers.bluesky.cut()

    async def _tear(self) -> None:
        for line in self._servers.bluesky.lines:
            if not line.socket.closed:
                await line.socket.send_str('{"kind": "commit", "did"')
