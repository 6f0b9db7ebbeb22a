"""One feed, looked at again and again.

Everything of a feed happens in one task, one thing after the other; the cursor is saved only when Kafka has
the posts before it. An item is told once, and again as an edit when its text is another one. That an item
is in the feed no more means nothing by itself: feeds are windows.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.coverage import SourceState
from connectors.feeds.cursor import name_of, read_cursor
from connectors.feeds.desk import Desk
from connectors.feeds.document import Document, FeedError, read_feed
from connectors.feeds.intake import Intake
from connectors.feeds.mapping import host_of
from connectors.feeds.pace import share_of
from connectors.feeds.page import BUSY
from connectors.notify.answer import retry_after
from connectors.posting import SinkError
from connectors.watchlist import Feed
from connectors.web.fetch import Answer, FetchError, Version, Web, address_mark

log = logging.getLogger(__name__)

GONE: Final = 410
UNCHANGED: Final = 304
FEW: Final = 3
"""A feed that shows fewer items tells nothing of a gap."""
ACCEPT: Final = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
COSTLY: Final = 20.0
"""A document that takes a second to read is looked at every 20 seconds at most."""
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class RefusedError(FetchError):
    """The host answered, but not with a feed."""

    def __init__(self, status: int, wait: float | None = None) -> None:
        super().__init__(f"the host answers {status}")
        self.status, self.wait = status, wait


class FeedReader:
    """Reads one feed until it is cancelled."""

    def __init__(self, entry: Feed, desk: Desk) -> None:
        self._entry, self._desk = entry, desk
        self.name = name_of(entry.url)
        self._seen = read_cursor(desk.cursors.get(self.name))
        self._intake = Intake(entry, self.name, host_of(entry.url) or "", self._seen, desk)
        self._failures = 0

    @property
    def state(self) -> SourceState:
        """What is known of this feed's coverage."""
        return self._desk.coverage.of(self.name, "feed")

    async def run(self, web: Web) -> None:
        """Read; return never."""
        pace, share = self._desk.pace, share_of(self._entry.url)
        await self._desk.sleep(share * pace.spread)
        wait = await self._look_or_tell(web)
        # Begun together, feeds would be asked together ever after.
        await self._rest(web, min(wait, wait * share + pace.spread) if not self._failures else wait)
        while True:
            await self._rest(web, await self._look_or_tell(web))

    async def _look_or_tell(self, web: Web) -> float:
        """Look at the feed once; give the seconds until the next look."""
        pace, priority = self._desk.pace, self._entry.priority
        if (wait := self._gone_for()) > 0:
            self._fail(f"it is gone for good ({GONE})")
            return wait
        try:
            cost = await self._look(web)
        except RefusedError as refused:
            wait = self._refused(refused)
            if self._seen.gone:
                await self._save_gone()
            return wait
        except (FetchError, FeedError, SinkError) as error:
            self._forget_move()
            self._fail(str(error))
            return pace.after_failures(priority, self._failures)
        self._failures = 0
        return max(pace.every[priority], COSTLY * cost)

    async def _look(self, web: Web) -> float:
        """Ask for the feed and hand on what is new; give what reading it cost, in CPU seconds."""
        answer = await self._ask(web)
        if answer.status == UNCHANGED:
            self._resume(bridged=True)
            return 0.0
        document = await asyncio.to_thread(
            read_feed, answer.body, answer.header("content-type"), answer.url, answer.cut
        )
        self._seen.recognise(document.items)
        bridged = self._reaches_back(document)
        await self._intake.take(document, web)
        self._note_version(answer)
        await self._intake.save()
        self._resume(bridged=bridged)
        return document.cost

    def _reaches_back(self, document: Document) -> bool:
        """Tell whether the window that a feed shows begins no later than the last look ended."""
        if not self._seen.marks or len(document.items) < FEW or any(map(self._seen.of, document.items)):
            return True
        times = [item.published for item in document.items if item.published]
        return bool(times and self.state.read_at and min(times) <= self.state.read_at)

    async def _ask(self, web: Web) -> Answer:
        address = self._seen.moved or self._entry.url
        host = host_of(address) or ""
        rules = await self._desk.robots.rules(web, address)
        if not rules.allow_feed(address):
            raise FetchError("its host's robots.txt forbids it to us by name")
        await self._desk.turns.turn(host)
        answer = await web.get(address, self._known_version(), Accept=ACCEPT)
        if answer.status in (200, UNCHANGED):
            return answer
        wait = retry_after(answer.header("retry-after"), self._desk.clock())
        if answer.status in BUSY and wait:
            self._desk.turns.hold(host, wait)
        raise RefusedError(answer.status, wait)

    def _known_version(self) -> Version | None:
        """Give what need not be sent again: nothing, where an item is not at hand whose page is wanted."""
        return None if self._seen.pending and not self._intake.items else self._seen.version

    async def _rest(self, web: Web, seconds: float) -> None:
        """Wait for the next look, and meanwhile read the pages that were not quick."""
        until = self._desk.clock() + timedelta(seconds=seconds)
        with suppress(TimeoutError):  # the feed itself comes first; what is not done then is done later
            async with asyncio.timeout(seconds):
                await self._look_behind(web, until)
        await self._desk.sleep(max(0.0, (until - self._desk.clock()).total_seconds()))

    async def _look_behind(self, web: Web, until: datetime) -> None:
        try:
            await self._intake.catch_up(web, until)
            if not self._failures:
                await self._intake.look_after_vanished(web)
        except SinkError as error:
            log.warning("the cursor of %s is saved later: %s", self.name, error)

    def _note_version(self, answer: Answer) -> None:
        seen = self._seen
        versions = _short(answer.header("etag")), _short(answer.header("last-modified"))
        seen.version = Version(address_mark(answer.url), *versions) if any(versions) else None
        seen.gone = None
        safe = answer.moved and (answer.moved.startswith("https:") or self._entry.url.startswith("http:"))
        if answer.moved and safe and answer.moved != seen.moved:
            log.warning(
                "%s has moved for good to %s: correct the watchlist", self.name, name_of(answer.moved)
            )
            seen.moved = answer.moved

    def _refused(self, refused: RefusedError) -> float:
        """Tell why the host gives no feed; give the seconds until it is asked again."""
        desk, state, moved = self._desk, self.state, self._seen.moved
        self._forget_move()
        self._fail(str(refused))
        wait = desk.pace.after_failures(self._entry.priority, self._failures)
        if refused.status in BUSY:
            state.floods += 1
            wait = max(wait, refused.wait or 0.0)
            state.waits_until = desk.clock() + timedelta(seconds=wait)
        elif refused.status == GONE and moved is None:
            self._seen.gone = desk.clock()
            wait = desk.pace.gone
        return wait

    async def _save_gone(self) -> None:
        try:
            await self._intake.save()
        except SinkError as error:
            log.warning("that %s is gone is saved later: %s", self.name, error)

    def _gone_for(self) -> float:
        """Tell the seconds until a feed that is gone for good is asked again."""
        if self._seen.gone is None:
            return 0.0
        return self._desk.pace.gone - (self._desk.clock() - self._seen.gone).total_seconds()

    def _forget_move(self) -> None:
        """Go back to the watchlist's own address: where the feed moved to, it is not found now."""
        self._seen.moved = None

    def _fail(self, why: str) -> None:
        self._failures += 1
        self.state.interrupt(self._desk.clock(), why)
        if self._failures == 1:
            log.warning("%s is not read: %s", self.name, why)

    def _resume(self, *, bridged: bool) -> None:
        state, now = self.state, self._desk.clock()
        if not bridged and state.connected and state.read_at:
            state.miss(state.read_at, now, "it shows nothing but new items: some may have gone by")
        state.connects += not state.connected
        state.waits_until = None
        state.resume(now, bridged=bridged)


def _short(header: str | None) -> str | None:
    return header if header and len(header) <= 1_000 else None
