"""One feed, looked at again and again.

Everything of a feed happens in one task, one thing after the other; the cursor is saved only when Kafka has
the posts before it. An item is told once, and again as an edit when its text is another one. An item that is
in the feed no more was not deleted: feeds are windows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.coverage import SourceState
from connectors.feeds.article import is_teaser
from connectors.feeds.cursor import MAX_EDITS, MAX_TRIES, Mark, cursor_of, name_of, read_cursor
from connectors.feeds.desk import Desk
from connectors.feeds.document import Document, FeedError, Item, joined, read_feed
from connectors.feeds.mapping import Origin, host_of, item_to_post
from connectors.feeds.pace import share_of
from connectors.feeds.page import BUSY, Page, read_page, wait_for_page
from connectors.notify.answer import retry_after
from connectors.posting import SinkError, deliver
from connectors.watchlist import Feed
from connectors.web.fetch import Answer, FetchError, Web
from models.post import Kind

log = logging.getLogger(__name__)

GONE: Final = 410
UNCHANGED: Final = 304
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
        self._host = host_of(entry.url) or ""
        self._title: str | None = None
        self._lang = entry.lang
        self._items: tuple[Item, ...] = ()
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
        known = [item for item in document.items if self._seen.of(item)]
        bridged = bool(known) or not self._seen.marks or not document.items
        await self._take(document, web)
        self._note_version(answer)
        await self._save()
        self._resume(bridged=bridged)
        return document.cost

    async def _ask(self, web: Web) -> Answer:
        address = self._seen.moved or self._entry.url
        host = host_of(address) or ""
        rules = await self._desk.robots.rules(web, address)
        if not rules.allow_feed(address):
            raise FetchError("its host's robots.txt forbids it to us by name")
        await self._desk.turns.turn(host)
        answer = await web.get(address, self._conditions())
        if answer.status in (200, UNCHANGED):
            return answer
        wait = retry_after(answer.header("retry-after"), self._desk.clock())
        if answer.status in BUSY and wait:
            self._desk.turns.hold(host, wait)
        raise RefusedError(answer.status, wait)

    def _conditions(self) -> dict[str, str]:
        """Ask for what has changed only; for all, where the page of an item is wanted that is not at hand."""
        accept = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"}
        if self._seen.pending and not self._items:
            return accept
        versions = {"If-None-Match": self._seen.etag, "If-Modified-Since": self._seen.modified}
        return accept | {name: version for name, version in versions.items() if version}

    async def _take(self, document: Document, web: Web) -> None:
        """Hand on what is new or changed, oldest first."""
        seen, first = self._seen, not self._seen.marks
        self._title, self._lang = document.title, self._entry.lang or document.lang
        self._items = document.items
        if first:
            for item in document.items[self._desk.pace.window :]:
                seen.note(item, Mark(item.digest))
        deadline = asyncio.get_running_loop().time() + self._desk.pace.inline
        for item in _oldest_first(document.items):
            mark = seen.of(item)
            if mark is None:
                await self._hand_on_new(item, web, deadline, appeared=not first)
            elif mark.digest != item.digest:
                await self._hand_on_changed(item, mark, web, deadline)
        seen.keep(document.items)
        seen.last_id = document.items[0].id if document.items else seen.last_id

    async def _hand_on_new(self, item: Item, web: Web, deadline: float, *, appeared: bool) -> None:
        page = await self._page_at_once(item, web, deadline) if self._is_wanted(item) else Page()
        await self._hand_on(item, "post", page.article, appeared=appeared)
        self._seen.note(item, Mark(item.digest, 0 if page.final else MAX_TRIES))

    async def _hand_on_changed(self, item: Item, mark: Mark, web: Web, deadline: float) -> None:
        if mark.edits >= MAX_EDITS:
            self._seen.note(item, replace(mark, digest=item.digest, tries=0))
            return
        page = await self._page_at_once(item, web, deadline) if self._is_wanted(item) else Page()
        await self._hand_on(item, "edit", page.article)
        self._seen.note(item, Mark(item.digest, 0 if page.final else MAX_TRIES, mark.edits + 1))

    async def _hand_on(self, item: Item, kind: Kind, article: str | None, *, appeared: bool = False) -> None:
        text = joined(item.title, article) if article else None
        origin = Origin(self._host, self._title, self._lang)
        post = item_to_post(item, origin, self._desk.clock(), kind, text=text, appeared=appeared)
        await deliver(self._desk.sink, post, self._desk.sleep)
        self.state.note(post)

    def _is_wanted(self, item: Item) -> bool:
        published = item.published or item.updated
        old = published is not None and self._desk.clock() - published > self._desk.pace.fresh
        return not old and is_teaser(item)

    async def _page_at_once(self, item: Item, web: Web, deadline: float) -> Page:
        """Read a page if that is quick: an item must not wait for long, nor those behind it."""
        left = deadline - asyncio.get_running_loop().time()
        if left <= 0 or wait_for_page(item, self._desk.turns) > left:
            return Page(final=False)
        try:
            async with asyncio.timeout_at(deadline):
                return await read_page(item, web, self._desk)
        except TimeoutError:
            return Page(final=False)

    async def _rest(self, web: Web, seconds: float) -> None:
        """Wait for the next look, and meanwhile read the pages that were not quick."""
        until = self._desk.clock() + timedelta(seconds=seconds)
        try:
            for item in self._items:
                left = (until - self._desk.clock()).total_seconds()
                if wait_for_page(item, self._desk.turns) < left:
                    await self._page_later(item, web)
        except SinkError as error:
            log.warning("the cursor of %s is saved later: %s", self.name, error)
        await self._desk.sleep(max(0.0, (until - self._desk.clock()).total_seconds()))

    async def _page_later(self, item: Item, web: Web) -> None:
        mark = self._seen.of(item)
        if mark is None or not mark.tries:
            return
        wanted = self._is_wanted(item)
        page = await read_page(item, web, self._desk) if wanted else Page()
        if page.article:
            # It is an edit of when it was read: the feed's own time is that of the teaser.
            await self._hand_on(replace(item, updated=None), "edit", page.article)
        self._seen.note(item, replace(mark, tries=0 if page.final else mark.tries - 1))
        await self._save()

    def _note_version(self, answer: Answer) -> None:
        seen = self._seen
        seen.etag = _version(answer.header("etag"))
        seen.modified = _version(answer.header("last-modified"))
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
            await self._save()
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
        state = self.state
        state.connects += not state.connected
        state.waits_until = None
        state.resume(self._desk.clock(), bridged=bridged)
        if not bridged:
            log.warning("%s shows nothing but new items: what was between is missed", self.name)

    async def _save(self) -> None:
        await self._desk.cursors.save(self.name, cursor_of(self._seen))


def _oldest_first(items: Sequence[Item]) -> list[Item]:
    """Put items in order of time; those without one stand as the feed has them, the newest being first."""
    reversed_ = list(reversed(items))
    if any(item.published is None for item in items):
        return reversed_
    return sorted(reversed_, key=lambda item: item.published or LONG_AGO)


def _version(header: str | None) -> str | None:
    return header if header and len(header) <= 1_000 else None
