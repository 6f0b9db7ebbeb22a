"""Keep one filtered stream of X open, and its rules those of the watchlist."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NoReturn

import aiohttp
import tweepy
from tweepy.asynchronous import AsyncStreamingClient

from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, SinkError, Sleep, deliver
from connectors.twitter.backoff import Backoff, StreamEndedError
from connectors.twitter.error import TweetError, TwitterError
from connectors.twitter.mapping import tweet_to_post
from connectors.twitter.rules import apply_rules
from connectors.twitter.session import Api
from connectors.twitter.stream import FilteredStream, Line
from connectors.watchlist import TwitterRule

log = logging.getLogger(__name__)

STREAM: Final = "twitter:#stream"
"""Key of the stream's cursor and coverage; no channel is called so."""
SAVE_EVERY: Final = timedelta(seconds=30)
TOKEN: Final = "RUMOR_TWITTER_BEARER_TOKEN"  # noqa: S105  # the name of the variable


class Watch:
    """The stream of one X application, its posts handed to a sink."""

    def __init__(
        self,
        bearer_token: str,
        sink: Sink,
        cursors: Cursors,
        clock: Clock,
        *,
        api: Api | None = None,
        coverage: Coverage | None = None,
        sleep: Sleep = asyncio.sleep,
        backfill_minutes: int | None = None,
    ) -> None:
        """Prepare; ``backfill_minutes`` (1 to 5) only where the plan with X has it."""
        self._token, self._api = bearer_token, api or Api()
        self._sink, self._cursors, self._clock, self._sleep = sink, cursors, clock, sleep
        self._backfill = backfill_minutes
        self._state = (coverage or Coverage()).of(STREAM)
        self._has_rules = asyncio.Event()
        self._last_id = int((cursors.get(STREAM) or {}).get("last_id") or 0)
        self._saved_at: datetime | None = None
        # At this level tweepy's client logs the header that holds the token.
        logging.getLogger("tweepy.asynchronous.client").setLevel(logging.INFO)

    async def hold_rules(self, rules: Sequence[TwitterRule]) -> NoReturn:
        """Make X's rules these, then wait until cancelled; raise `TwitterError` if X does not let us in."""
        backoff = Backoff()
        while not await self._try_rules(rules, backoff):
            pass
        self._has_rules.set() if rules else self._has_rules.clear()
        while True:
            await asyncio.Event().wait()

    async def stream(self) -> NoReturn:
        """Read the stream, and connect again whenever it ended, never faster than X advises."""
        backoff = Backoff()
        stream = FilteredStream(self._token, self._api, self._take, self._note_connected)
        while True:
            await self._has_rules.wait()
            began = self._clock()
            try:
                await stream.connect_once(self._backfill)
            except StreamEndedError as end:
                lived = (self._clock() - began).total_seconds()
                await self._pause(backoff.wait(end, lived, self._clock(), self._api.reset), end)

    async def _try_rules(self, rules: Sequence[TwitterRule], backoff: Backoff) -> bool:
        client = AsyncStreamingClient(self._token)
        try:
            async with self._api.session() as client.session:
                await apply_rules(client, rules)
        except (tweepy.Unauthorized, tweepy.Forbidden) as error:
            raise TwitterError(f"X does not let us in: put a valid token into {TOKEN} ({error})") from None
        except tweepy.HTTPException as error:
            end = StreamEndedError("http", error.response.status, "rules")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            end = StreamEndedError("network", detail=f"rules: {type(error).__name__}")
        else:
            return True
        await self._pause(backoff.wait(end, 0, self._clock(), self._api.reset), end)
        return False

    async def _pause(self, seconds: float, end: StreamEndedError) -> None:
        self._state.problem = str(end)
        if end.status == 429:
            self._state.floods += 1
        self._state.waits_until = self._clock() + timedelta(seconds=seconds)
        log.warning("X is asked again in %.2f s: %s", seconds, end)
        await self._save()
        await self._sleep(seconds)

    def _note_connected(self) -> None:
        self._state.connects += 1
        self._state.problem = None
        log.info("connected to the stream of X")

    async def _take(self, line: Line) -> None:
        self._state.read_at = now = self._clock()
        for problem in line.problems:
            log.warning("X tells of a problem: %s", problem)
        if line.tweet is None:
            return
        try:
            post = tweet_to_post(line.tweet, line.includes, now)
        except TweetError as error:
            log.warning("a record of X is left out: %s", error)
            return
        await deliver(self._sink, post, self._sleep)
        self._state.posts += 1
        self._state.posted_at = post.at
        self._last_id = max(self._last_id, int(line.tweet["id"]))
        if self._saved_at is None or now - self._saved_at >= SAVE_EVERY:
            await self._save()

    async def _save(self) -> None:
        if not self._last_id:
            return
        self._saved_at = self._clock()
        try:
            await self._cursors.save(STREAM, {"last_id": self._last_id})
        except SinkError as error:
            log.warning("the cursor of X is saved later: %s", error)
