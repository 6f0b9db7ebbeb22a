"""Keep one filtered stream of X open, its rules those of the watchlist, and its gaps bridged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final, NoReturn

from tweepy.asynchronous import AsyncStreamingClient

from connectors.coverage import Coverage, SourceState
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, Sleep
from connectors.twitter import budget
from connectors.twitter.backoff import Backoff
from connectors.twitter.bridge import Bridge
from connectors.twitter.client import SEARCH, Client
from connectors.twitter.error import TwitterError
from connectors.twitter.failure import FailedError, failures
from connectors.twitter.intake import Intake
from connectors.twitter.meter import Meter
from connectors.twitter.progress import BUDGET, STREAM, Progress
from connectors.twitter.rules import RuleProblem, apply_rules
from connectors.twitter.search import Search
from connectors.twitter.session import Api
from connectors.twitter.settings import TwitterSettings, twitter_settings
from connectors.twitter.stream import PATH, FilteredStream, Line
from connectors.watchlist import TwitterRule

log = logging.getLogger(__name__)

TOKEN: Final = "RUMOR_TWITTER_BEARER_TOKEN"  # noqa: S105  # the name of the variable
RULES: Final = f"{PATH}/rules"
RULES_SOURCE: Final = "twitter:#rules"
SEARCH_SOURCE: Final = "twitter:#search"
"""Keys of the coverage of rules and of search; no channels are called so."""
MAX_PROBLEM: Final = 1_000


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
        settings: TwitterSettings | None = None,
    ) -> None:
        """Prepare; without ``settings`` those of an empty environment."""
        settings, coverage = settings or twitter_settings({}), coverage or Coverage()
        self._token, self._api, self._clock, self._sleep = bearer_token, api or Api(), clock, sleep
        self._settings, self._state = settings, coverage.of(STREAM, "stream")
        self._of_rules = coverage.of(RULES_SOURCE, "rules")
        self._has_rules = asyncio.Event()
        self._rules: tuple[TwitterRule, ...] = ()
        self._asked: int | None = None
        """Minutes of backfill of this connection."""
        self.client = Client(bearer_token, self._api)
        self.meter = Meter(settings.limits, cursors, clock, self._state, sleep)
        self.intake = Intake(sink, clock, self.meter, self._state, sleep)
        self._progress = Progress(cursors, clock, self._state)
        search = Search(
            self.client, self.intake, clock, state=coverage.of(SEARCH_SOURCE, "search"), stream=self._state,
            wait=partial(self._seconds, SEARCH), sleep=sleep,
        )  # fmt: skip
        self._bridge = Bridge(
            search, self._progress, self._rules_now, clock, sleep=sleep, query_length=settings.query_length
        )
        # At this level tweepy's client logs the header that holds the token.
        logging.getLogger("tweepy.asynchronous.client").setLevel(logging.INFO)

    async def hold_rules(self, rules: Sequence[TwitterRule]) -> NoReturn:
        """Make X's rules these, as far as the budget goes; raise `TwitterError` if X does not let us in."""
        self._rules = tuple(rules)
        while True:
            level = self.meter.level
            # While all is closed the rules stay: nothing streams, and there is none to be late afterwards.
            await self._make_rules(budget.kept(self._rules, max(level, 1)))
            self._has_rules.set() if rules else self._has_rules.clear()
            await self.meter.turned(level)

    async def stream(self) -> NoReturn:
        """Read the stream, and connect again whenever it ended, never faster than X advises."""
        backoff = Backoff()
        stream = FilteredStream(self._token, self._api, self._take, self._connect, self._note_alive)
        while True:
            await self._has_rules.wait()
            await self._until_affordable()
            began = self._clock()
            self._asked = self._progress.backfill(self._settings.backfill_minutes)
            try:
                await stream.connect_once(self._asked)
            except FailedError as end:
                self._progress.lost()
                if end.reason != "budget":
                    lived = (self._clock() - began).total_seconds()
                    await self._pause(self._seconds(PATH, end, backoff, lived), end, self._state)

    async def bridge(self) -> NoReturn:
        """Search for what the stream did not bring."""
        await self._bridge.run()

    def _rules_now(self) -> tuple[TwitterRule, ...]:
        return budget.kept(self._rules, self.meter.level)

    async def _make_rules(self, rules: Sequence[TwitterRule]) -> None:
        backoff = Backoff()
        while True:
            try:
                problems = await self._apply(rules)
            except FailedError as error:
                if error.status in (401, 403):
                    raise TwitterError(
                        f"X does not let us in: put a valid token into {TOKEN} ({error})"
                    ) from None
                await self._pause(self._seconds(RULES, error, backoff), error, self._of_rules)
            else:
                self._of_rules.resume(self._clock(), bridged=True)
                told = (f"X does not take {one.query!r:.80}: {one.reason}" for one in problems)
                self._of_rules.problem = "; ".join(told)[:MAX_PROBLEM] or None
                return

    async def _apply(self, rules: Sequence[TwitterRule]) -> tuple[RuleProblem, ...]:
        client = AsyncStreamingClient(self._token)
        with failures(self._api, RULES):
            async with self._api.session() as client.session:
                return await apply_rules(client, rules)

    async def _until_affordable(self) -> None:
        if self.meter.level == budget.CLOSED:
            self._progress.close(f"{BUDGET}: {self._state.budget}")
            await self._progress.save()
        while self.meter.level == budget.CLOSED:
            await self.meter.turned(budget.CLOSED)

    def _seconds(self, path: str, end: FailedError, backoff: Backoff, lived: float = 0) -> float:
        return backoff.wait(end, lived, self._clock(), self._api.reset(path))

    async def _pause(self, seconds: float, end: FailedError, state: SourceState) -> None:
        state.interrupt(self._clock(), str(end))
        state.floods += end.status == 429
        state.waits_until = self._clock() + timedelta(seconds=seconds)
        log.warning("X is asked again in %.2f s: %s", seconds, end)
        await self._progress.save()
        await self._sleep(seconds)

    async def _connect(self) -> None:
        self._state.connects += 1
        self._state.waits_until = None
        self._progress.connected(self._asked)
        await self._progress.save()
        log.info("connected to the stream of X")

    async def _note_alive(self) -> None:
        self._progress.alive(self._clock())
        await self._progress.save_sometimes()

    async def _take(self, line: Line) -> None:
        if line.torn:
            self._progress.doubt()
        self._progress.alive(self._clock())
        for problem in line.problems:
            log.warning("X tells of a problem: %s", problem)
        if line.tweet is None:
            return
        if await self.intake.take(line.tweet, line.includes):
            self._progress.took(int(line.tweet["id"]))
            await self._progress.save_sometimes()
        if self.meter.level == budget.CLOSED:
            raise FailedError("budget")
