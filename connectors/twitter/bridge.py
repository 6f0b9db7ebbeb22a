"""Bridge the gaps of the stream by recent search: the rules of the watchlist, from the last id on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, NoReturn

from connectors.coverage import SourceState
from connectors.posting import Clock, Sleep
from connectors.twitter.backoff import Backoff
from connectors.twitter.client import SEARCH, Client, part_of, tweets_of
from connectors.twitter.failure import FailedError
from connectors.twitter.gap import Gap
from connectors.twitter.intake import Intake
from connectors.twitter.progress import Progress
from connectors.twitter.queries import QUERY_LENGTH, Pack, halves, packs, query_of
from connectors.twitter.snowflake import id_at, time_of
from connectors.watchlist import TwitterRule

log = logging.getLogger(__name__)

REMEMBERED: Final = timedelta(days=7) - timedelta(minutes=10)
"""How far back recent search goes, less what a long search takes
(https://docs.x.com/x-api/posts/search/introduction)."""
LEAST_PAGE: Final = 10
LARGEST_PAGE: Final = 100
"""Posts of one page (``max_results`` of the same page)."""
SHARE: Final = 0.75
"""Of the budget, which search may use up: below what makes rules of the stream rest."""
SHUT_OUT: Final = 3600.0
"""Seconds until search is asked again that is not in the plan."""
LOOK_EVERY: Final = 15.0
"""Seconds between two looks whether a gap can be searched."""
COUNT_EVERY: Final = 300.0
"""Seconds between two looks whether there is budget for it."""

Rules = Callable[[], tuple[TwitterRule, ...]]


class Bridge:
    """Searches for what the stream did not bring."""

    def __init__(
        self,
        client: Client,
        intake: Intake,
        progress: Progress,
        rules: Rules,
        clock: Clock,
        *,
        state: SourceState,
        wait: Callable[[FailedError, Backoff], float],
        sleep: Sleep = asyncio.sleep,
        query_length: int = QUERY_LENGTH,
    ) -> None:
        """Prepare; ``rules`` gives those that are read now, ``wait`` the seconds after a failure."""
        self._client, self._intake, self._progress, self._rules = client, intake, progress, rules
        self._clock, self._state, self._wait, self._sleep = clock, state, wait, sleep
        self._most = query_length
        self._refused: dict[str, str] = {}
        """Queries that search does not take, and why."""

    async def run(self) -> NoReturn:
        """Bridge gap after gap."""
        self._state.resume(self._clock(), bridged=True)
        while True:
            await self._progress.noted.wait()
            await self._affordable()
            if gap := self._progress.next_gap():
                await self._bridge(gap)
            elif self._progress.gaps:
                await self._sleep(LOOK_EVERY)

    async def _bridge(self, gap: Gap) -> None:
        gap = self._within_reach(gap)
        wanted = [rule for rule in self._rules() if gap.left is None or rule.tag in gap.left]
        log.info("%d rules are searched from %s to %s", len(wanted), gap.since, gap.until)
        todo = packs(wanted, self._most) if gap.since_id < gap.until_id - 1 else []
        while todo:
            pack = todo.pop(0)
            if await self._search(pack, gap):
                left = tuple(rule.tag for pack in todo for rule in pack)
                await self._progress.bridging(replace(gap, left=left))
            else:
                todo[0:0] = halves(pack)
        await self._progress.bridging(None)

    def _within_reach(self, gap: Gap) -> Gap:
        """Cut off what search has forgotten, and tell it."""
        floor = id_at(self._clock() - REMEMBERED)
        if gap.since_id >= floor:
            return gap
        forgotten = min(time_of(floor), gap.until)
        if gap.since < forgotten:
            self._progress.state.miss(gap.since, forgotten, "older than what recent search remembers")
        return replace(gap, since_id=floor, since=max(gap.since, forgotten))

    async def _search(self, pack: Pack, gap: Gap) -> bool:
        """Hand on all that a query finds in a gap; False where the query is to be split."""
        query, token = query_of(pack), ""
        if query in self._refused:
            self._tell_refused(pack[0], gap)
            return True
        backoff = Backoff()
        while True:
            try:
                answer = await self._page(query, gap, token)
            except FailedError as error:
                if error.refused and token:
                    token = ""  # a token lasts a while only
                elif error.refused and len(pack) > 1:
                    return False
                elif error.refused:
                    self._refused[query] = str(error)
                    self._tell_refused(pack[0], gap)
                    return True
                await self._pause(error, backoff)
                continue
            await self._take(answer)
            token = str(part_of(answer, "meta").get("next_token") or "")
            if not token:
                self._state.resume(self._clock(), bridged=True)
                return True

    async def _page(self, query: str, gap: Gap, token: str) -> dict[str, Any]:
        room = await self._affordable()
        asked: dict[str, str | int] = {
            "query": query, "since_id": str(gap.since_id), "until_id": str(gap.until_id),
            "max_results": min(LARGEST_PAGE, room),
        }  # fmt: skip
        return await self._client.posts(SEARCH, asked | ({"next_token": token} if token else {}))

    async def _affordable(self) -> int:
        """Wait until there is budget for a page; tell for how many posts."""
        while (room := self._intake.meter.left(SHARE)) < LEAST_PAGE:
            self._state.problem = "what is left of the budget is kept for the stream"
            await self._sleep(COUNT_EVERY)
        return room

    async def _take(self, answer: dict[str, Any]) -> None:
        includes = part_of(answer, "includes")
        for tweet in reversed(tweets_of(answer)):  # the oldest first, as the stream would have sent them
            await self._intake.take(tweet, includes)

    async def _pause(self, error: FailedError, backoff: Backoff) -> None:
        seconds = SHUT_OUT if error.shut_out else self._wait(error, backoff)
        self._state.interrupt(self._clock(), str(error))
        self._state.floods += error.status == 429
        self._state.waits_until = self._clock() + timedelta(seconds=seconds)
        log.warning("X is searched again in %.2f s: %s", seconds, error)
        await self._sleep(seconds)

    def _tell_refused(self, rule: TwitterRule, gap: Gap) -> None:
        why = f"search does not take rule {rule.tag!r}: {self._refused[rule.query]}"
        log.error("what the stream missed stays missed: %s", why)
        self._progress.state.miss(gap.since, gap.until, why)
