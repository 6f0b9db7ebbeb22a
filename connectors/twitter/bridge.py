"""Bridge the gaps of the stream by recent search: the rules of the watchlist, from the last id on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NoReturn

from connectors.posting import Clock, Sleep
from connectors.twitter.gap import Gap
from connectors.twitter.progress import Progress
from connectors.twitter.queries import QUERY_LENGTH, Pack, halves, packs, query_of
from connectors.twitter.search import Search
from connectors.watchlist import TwitterRule

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 15.0
"""Seconds between two looks whether a gap can be searched."""

Rules = Callable[[], tuple[TwitterRule, ...]]


class Bridge:
    """Searches for what the stream did not bring."""

    def __init__(
        self,
        search: Search,
        progress: Progress,
        rules: Rules,
        clock: Clock,
        *,
        sleep: Sleep = asyncio.sleep,
        query_length: int = QUERY_LENGTH,
    ) -> None:
        """Prepare; ``rules`` gives those that are read now."""
        self._search, self._progress, self._rules = search, progress, rules
        self._clock, self._sleep, self._most = clock, sleep, query_length
        self._refused: dict[str, str] = {}
        """Queries that search does not take, and why."""

    async def run(self) -> NoReturn:
        """Bridge gap after gap."""
        self._search.state.resume(self._clock(), bridged=True)
        while True:
            await self._progress.noted.wait()
            await self._search.affordable()
            if gap := self._progress.next_gap():
                await self._bridge(gap)
            elif self._progress.gaps:
                await self._sleep(LOOK_EVERY)

    async def _bridge(self, gap: Gap) -> None:
        wanted = [rule for rule in self._rules() if gap.left is None or rule.tag in gap.left]
        log.info("%d rules are searched from %s to %s", len(wanted), gap.since, gap.until)
        todo = packs(wanted, self._most)
        while todo:
            pack = todo.pop(0)
            if await self._take(pack, gap):
                left = tuple(rule.tag for pack in todo for rule in pack)
                await self._progress.bridging(replace(gap, left=left))
            else:
                todo[0:0] = halves(pack)
        await self._progress.bridging(None)

    async def _take(self, pack: Pack, gap: Gap) -> bool:
        """Hand on what rules find in a gap; False where X takes the rules only apart."""
        query = query_of(pack)
        if query not in self._refused:
            why = await self._search.all_of(query, gap)
            if why is None or len(pack) > 1:
                return why is None
            self._refused[query] = why
        told = f"search does not take rule {pack[0].tag!r}: {self._refused[query]}"
        log.error("what the stream missed stays missed: %s", told)
        self._progress.state.miss(gap.since, gap.until, told)
        return True
