"""Hand on what a document of a feed holds that has not gone on yet, and the articles behind its teasers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from connectors.coverage import SourceState
from connectors.feeds.article import is_teaser
from connectors.feeds.cursor import MAX_EDITS, MAX_TRIES, Mark, Seen, cursor_of
from connectors.feeds.desk import Desk
from connectors.feeds.document import Document, Item, joined, oldest_first
from connectors.feeds.mapping import Origin, item_to_post
from connectors.feeds.page import Page, read_page, wait_for_page
from connectors.feeds.vanished import Vanished
from connectors.posting import deliver
from connectors.watchlist import Feed
from connectors.web.fetch import Web
from models.post import Kind


class Intake:
    """Takes the items of one feed."""

    def __init__(self, entry: Feed, name: str, host: str, seen: Seen, desk: Desk) -> None:
        self._entry, self._name, self._host = entry, name, host
        self._seen, self._desk = seen, desk
        self._title: str | None = None
        self._lang = entry.lang
        self._vanished = Vanished(desk)
        self.items: tuple[Item, ...] = ()
        """Those that the feed showed last."""

    @property
    def _state(self) -> SourceState:
        return self._desk.coverage.of(self._name, "feed")

    async def take(self, document: Document, web: Web) -> None:
        """Hand on what is new or changed, oldest first."""
        seen, first = self._seen, not self._seen.marks
        self._title, self._lang = document.title, self._entry.lang or document.lang
        self.items = document.items
        if first:
            for item in oldest_first(document.items)[: -self._desk.pace.window]:
                seen.note(item, Mark(item.digest))
        deadline = asyncio.get_running_loop().time() + self._desk.pace.inline
        for item in oldest_first(document.items):
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
        tries = 0 if page.final else MAX_TRIES
        self._seen.note(item, Mark(item.digest, tries, article=page.article is not None))

    async def _hand_on_changed(self, item: Item, mark: Mark, web: Web, deadline: float) -> None:
        if mark.edits >= MAX_EDITS:
            self._seen.note(item, replace(mark, digest=item.digest, tries=0))
            return
        page = await self._page_at_once(item, web, deadline) if self._is_wanted(item) else Page()
        article = page.article is not None
        # A new teaser in place of the article would take back all that the teaser leaves out.
        if article or not (mark.article and is_teaser(item)):
            await self._hand_on(item, "edit", page.article)
        tries = 0 if page.final else MAX_TRIES
        self._seen.note(item, Mark(item.digest, tries, mark.edits + 1, article=article or mark.article))

    async def _hand_on(self, item: Item, kind: Kind, article: str | None, *, appeared: bool = False) -> None:
        text = joined(item.title, article) if article else None
        origin = Origin(self._host, self._title, self._lang)
        post = item_to_post(item, origin, self._desk.clock(), kind, text=text, appeared=appeared)
        await deliver(self._desk.sink, post, self._desk.sleep)
        self._state.note(post)
        if kind != "delete":
            self._vanished.note(item)

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

    async def catch_up(self, web: Web, until: datetime) -> None:
        """Read pages that were not quick, as far as their turn comes before a time."""
        for item in self.items:
            left = (until - self._desk.clock()).total_seconds()
            if wait_for_page(item, self._desk.turns) < left:
                await self._page_later(item, web)

    async def look_after_vanished(self, web: Web) -> None:
        """Hand on that an item was deleted, if one was; one page is asked for at most."""
        item = await self._vanished.deleted(self.items, web)
        if item is not None:
            await self._hand_on(item, "delete", None)
            self._seen.forget(item)
            await self.save()

    async def _page_later(self, item: Item, web: Web) -> None:
        mark = self._seen.of(item)
        if mark is None or not mark.tries:
            return
        # Counted at the start: what is slow is broken off, and must not be begun for ever.
        left = replace(mark, tries=mark.tries - 1)
        self._seen.note(item, left)
        wanted = self._is_wanted(item)
        page = await read_page(item, web, self._desk) if wanted else Page()
        if page.article is not None:
            left = replace(left, article=True)
            # It is an edit of when it was read: the feed's own time is that of the teaser.
            await self._hand_on(replace(item, updated=None), "edit", page.article)
        self._seen.note(item, replace(left, tries=0) if page.final else left)
        await self.save()

    async def save(self) -> None:
        """Keep how far the feed has been read; raise `SinkError` when that is not safe."""
        await self._desk.cursors.save(self._name, cursor_of(self._seen))
