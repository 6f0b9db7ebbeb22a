"""Recent search, page by page, however long it takes: want of budget and failures are waited out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from connectors.coverage import SourceState
from connectors.posting import Clock, Sleep
from connectors.twitter.backoff import Backoff
from connectors.twitter.client import SEARCH, Client, part_of, tweets_of
from connectors.twitter.failure import FailedError
from connectors.twitter.gap import Gap
from connectors.twitter.intake import Intake
from connectors.twitter.snowflake import id_at, time_of

log = logging.getLogger(__name__)

REMEMBERED: Final = timedelta(days=7)
"""How far back recent search goes (https://docs.x.com/x-api/posts/search/introduction)."""
MARGIN: Final = timedelta(minutes=10)
"""What is not asked for at the far end; doubled up to a day where X finds that too old, by its clock."""
MOST_MARGIN: Final = timedelta(days=1)
FORGOTTEN: Final = "older than what recent search remembers"
LEAST_PAGE: Final = 10
LARGEST_PAGE: Final = 100
"""Posts of one page (``max_results`` of the same page)."""
SHARE: Final = 0.75
"""Of the budget, which search may use up: below what makes rules of the stream rest."""
SHUT_OUT: Final = 3600.0
"""Seconds until search is asked again that is not in the plan."""
COUNT_EVERY: Final = 300.0
"""Seconds between two looks whether there is budget."""
_NOT_THE_QUERY: Final = ("since_id", "until_id", "next_token", "max_results")


class Search:
    """Finds what a query matches in a gap, and hands it on."""

    def __init__(
        self,
        client: Client,
        intake: Intake,
        clock: Clock,
        *,
        state: SourceState,
        stream: SourceState,
        wait: Callable[[FailedError, Backoff], float],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Prepare; ``stream`` is told what is lost for good, ``wait`` gives the seconds after a failure."""
        self._client, self._intake, self._clock = client, intake, clock
        self.state, self._stream, self._wait, self._sleep = state, stream, wait, sleep
        self._margin = MARGIN

    async def all_of(self, query: str, gap: Gap) -> str | None:
        """Hand on all that a query finds in a gap; tell why where X does not take the query.

        A chain of pages keeps its bounds, for its tokens belong to them; where it breaks, it begins anew
        below what was found, so that each page brings it on.
        """
        backoff, token, below = Backoff(), "", gap
        while (gap := self._within_reach(gap)).since_id < gap.until_id - 1:
            try:
                answer = await self._page(query, gap, token)
            except FailedError as error:
                if error.refused and token:
                    token, gap = "", replace(gap, until_id=min(below.until_id, gap.until_id))
                elif error.refused and not any(word in str(error) for word in _NOT_THE_QUERY):
                    return str(error)
                elif "since_id" in str(error):
                    self._margin = min(2 * self._margin, MOST_MARGIN)
                await self._pause(error, backoff)
                continue
            backoff = Backoff()
            below = replace(below, until_id=await self._take(answer, below.until_id))
            token = str(part_of(answer, "meta").get("next_token") or "")
            if not token:
                self.state.resume(self._clock(), bridged=True)
                break
        return None

    async def affordable(self) -> int:
        """Wait until there is budget for a page; tell for how many posts."""
        while (room := self._intake.meter.left(SHARE)) < LEAST_PAGE:
            self.state.problem = "what is left of the budget is kept for the stream"
            await self._sleep(COUNT_EVERY)
        return min(LARGEST_PAGE, room)

    def _within_reach(self, gap: Gap) -> Gap:
        """Cut off what search has forgotten, and tell it."""
        floor = id_at(self._clock() - REMEMBERED + self._margin)
        if gap.since_id >= floor:
            return gap
        forgotten = min(time_of(floor), gap.until)
        if gap.since < forgotten:
            self._stream.miss(gap.since, forgotten, FORGOTTEN)
        return replace(gap, since_id=floor, since=max(gap.since, forgotten))

    async def _page(self, query: str, gap: Gap, token: str) -> dict[str, Any]:
        asked: dict[str, str | int] = {
            "query": query, "since_id": str(gap.since_id), "until_id": str(gap.until_id),
            "max_results": await self.affordable(),
        }  # fmt: skip
        return await self._client.posts(SEARCH, asked | ({"next_token": token} if token else {}))

    async def _take(self, answer: dict[str, Any], lowest: int) -> int:
        """Hand a page on, the oldest first, as the stream would have sent it; give the lowest id so far."""
        includes = part_of(answer, "includes")
        for tweet in reversed(tweets_of(answer)):
            if await self._intake.take(tweet, includes):
                lowest = min(lowest, int(tweet["id"]))
        return lowest

    async def _pause(self, error: FailedError, backoff: Backoff) -> None:
        seconds = SHUT_OUT if error.shut_out else self._wait(error, backoff)
        self.state.interrupt(self._clock(), str(error))
        self.state.floods += error.status == 429
        self.state.waits_until = self._clock() + timedelta(seconds=seconds)
        log.warning("X is searched again in %.2f s: %s", seconds, error)
        await self._sleep(seconds)
