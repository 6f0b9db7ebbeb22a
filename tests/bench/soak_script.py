"""The seeded life of one server: posts come by chance, are edited and deleted when they have been read."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from soak_ledger import Ledger
from soak_stages import Item, Stage
from soak_time import Clock

FOLLOWS: Final = (10.0, 150.0)
"""Seconds between a post, its edit and its deletion."""
AGAIN: Final = 10.0
"""Seconds until a change is tried again whose post has not been read yet: what nobody has read, nobody needs
to be told has changed."""
PATIENCE: Final = 900.0
"""Seconds after which it is left undone."""
GRACE: Final = 120.0
"""Seconds after the last post in which there are still changes."""

Act = Callable[[], Awaitable[None]]


class Script:
    """Plays to one server."""

    def __init__(self, name: str, stage: Stage, rate: float, ledger: Ledger, clock: Clock, seed: int) -> None:
        """Prepare; ``rate`` in posts a second."""
        self._name, self._stage, self._rate, self._ledger, self._clock = name, stage, rate, ledger, clock
        self._chance = random.Random(f"{seed} {name}")
        self._due: list[tuple[float, int, Act]] = []
        self._count = 0
        self._now = self._until = 0.0
        self.late = self.behind = 0.0
        """Seconds that it is late now, and that it was late at most."""

    async def run(self, until: float) -> None:
        """Play to the end: posts until then, and changes of them a little longer."""
        self._until = until
        self._plan(self._clock.seconds() + self._chance.expovariate(self._rate), self._publish)
        while self._due and self._due[0][0] < until + GRACE:
            at, _, act = heapq.heappop(self._due)
            await asyncio.sleep(max(0.0, at - self._clock.seconds()))
            self.late = self._clock.seconds() - at
            self.behind = max(self.behind, self.late)
            self._now = at
            await act()

    def _plan(self, at: float, act: Act) -> None:
        self._count += 1
        heapq.heappush(self._due, (at, self._count, act))

    async def _publish(self) -> None:
        if self._now >= self._until:
            return
        self._plan(self._now + self._chance.expovariate(self._rate), self._publish)
        item = await self._stage.publish(f"Report {self._count}")
        self._ledger.show(self._name, item.uid, "post", item.text)
        if self._chance.random() < self._stage.edits:
            self._follow(item, "post", self._edit)
        elif self._chance.random() < self._stage.deletions:
            self._follow(item, "post", self._delete)

    def _follow(self, item: Item, read: str, act: Callable[[Item], Awaitable[None]]) -> None:
        """Plan a change for when the post is known to be in Kafka as it stands."""
        at = self._now + self._chance.uniform(*FOLLOWS)
        self._plan(at, partial(self._try, item, read, act, at + PATIENCE))

    async def _try(self, item: Item, read: str, act: Callable[[Item], Awaitable[None]], until: float) -> None:
        if not self._stage.may_change(item):
            return
        if self._ledger.has(item.uid, read, item.text):
            await act(item)
        elif self._now < until:
            self._plan(self._now + AGAIN, partial(self._try, item, read, act, until))

    async def _edit(self, item: Item) -> None:
        item.edits += 1
        item.text = await self._stage.edit(item, f"Report {self._count}, put right {item.edits}")
        self._ledger.show(self._name, item.uid, "edit", item.text)
        what = self._chance.random()
        if what < 0.2 and item.edits < 3:
            self._follow(item, "edit", self._edit)
        elif what < 0.5 and self._stage.deletions:
            self._follow(item, "edit", self._delete)

    async def _delete(self, item: Item) -> None:
        await self._stage.delete(item)
        self._ledger.show(self._name, item.uid, "delete", "")
