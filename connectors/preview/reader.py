"""One channel, its page looked at again and again.

Everything of a channel happens in one task, one thing after the other: its posts keep their order, and the
cursor moves only past what Kafka has. From the newest page it is read back until the latest known post, so
none is missed between two looks.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NoReturn
from urllib.parse import urlsplit

from connectors.coverage import SourceState
from connectors.notify.answer import retry_after
from connectors.posting import SinkError, deliver
from connectors.preview.cursor import Channel, cursor_key, cursor_of, read_cursor
from connectors.preview.desk import Desk
from connectors.preview.mapping import change_to_post
from connectors.preview.page import Page, PreviewError, Shown, read_description, read_page
from connectors.preview.standing import Standing, ids_of
from connectors.preview.sync import Change, Seen, changes
from connectors.watchlist import TelegramChannel
from connectors.web.charset import decoded
from connectors.web.fetch import Answer, FetchError
from models.post import channel_key

log = logging.getLogger(__name__)

ACCEPT: Final = "RUMOR_PREVIEW_ACCEPT"
"""Variable: names, parted by blanks, that are read on though another channel bears them now."""
BUSY: Final = frozenset((429, 503))


class NoPreviewError(PreviewError):
    """A name that shows no channel; asking again soon will not change it."""


class BusyError(FetchError):
    """The host asks to wait."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"t.me asks to wait {wait:.0f} s")
        self.wait = wait


class PreviewReader:
    """Reads one channel until it is cancelled."""

    def __init__(self, entry: TelegramChannel, desk: Desk) -> None:
        self._entry, self._desk, self._name = entry, desk, entry.channel
        self.uid = channel_key("telegram", entry.channel)
        self._key = cursor_key(entry.channel)
        self._channel, self._seen = read_cursor(desk.cursors.get(self._key))
        self._host = urlsplit(desk.host).hostname or ""
        self._looks = self._failures = 0
        self._about: str | None = None
        self._standing = Standing()
        self._stood: datetime | None = None

    @property
    def state(self) -> SourceState:
        """What is known of this channel's coverage."""
        return self._desk.coverage.of(self.uid, "preview")

    async def run(self) -> NoReturn:
        """Read; return never."""
        while True:
            await self._desk.sleep(await self._look_or_tell())

    async def _look_or_tell(self) -> float:
        """Look at the channel once; give the seconds until the next look."""
        pace = self._desk.pace
        every = pace.every[self._entry.priority]
        try:
            await self._look()
        except NoPreviewError as error:
            return self._fail(error, pace.refused)
        except BusyError as busy:
            self.state.floods += 1
            self.state.waits_until = self._desk.clock() + timedelta(seconds=busy.wait)
            return self._fail(busy, busy.wait)
        except (FetchError, PreviewError, SinkError) as error:
            return self._fail(error, min(every * 2.0 ** min(self._failures + 1, 12), pace.longest))
        self._failures = 0
        return every

    async def _look(self) -> None:
        pages, whole = await self._pages()
        self._recognise(pages[0])
        first, last_id = self._seen.last_id is None, self._seen.last_id
        posts = [post for page in reversed(pages) for post in page.posts]
        await self._hand_on(posts)
        self._seen.last_id = max([last_id or 0, *(post.pieces[-1] for post in posts)])
        await self._desk.cursors.save(self._key, cursor_of(self._channel, self._seen))
        self._looks += 1
        self._resume(posts, bridged=whole or first)
        await self._look_after(max((post.pieces[-1] for post in posts), default=0))

    async def _pages(self) -> tuple[list[Page], bool]:
        """Read pages back from the newest to what is known; tell whether they reach it."""
        pace, last_id = self._desk.pace, self._seen.last_id
        deep = self._looks % pace.deep == 0 or self._is_uncertain
        goal = (self._seen.floor if deep else last_id) if last_id is not None else 1
        pages = [await self._page(None)]
        if pages[0].lowest is None:
            raise PreviewError(f"t.me/s/{self._name} shows no posts now")
        most = pace.history if last_id is None else pace.back
        while (lowest := pages[-1].lowest) is not None and lowest > goal and len(pages) < most:
            page = await self._page(lowest)
            if page.lowest is None or page.lowest >= lowest:
                return pages, True  # its beginning
            pages.append(page)
        return pages, (pages[-1].lowest or 0) <= (last_id or 0) + 1

    @property
    def _is_uncertain(self) -> bool:
        """Tell whether something may have changed behind the first page: a busy channel soon forgets it."""
        return self._failures > 0 or bool(self._seen.missing)

    async def _page(self, before: int | None) -> Page:
        query = f"?before={before}" if before else ""
        answer = await self._get(f"{self._desk.host}/s/{self._name}{query}")
        self._expect_page(answer)
        return read_page(decoded(answer.body, answer.header("content-type")), self._name)

    async def _get(self, address: str) -> Answer:
        desk = self._desk
        await desk.turns.turn(self._host)
        answer = await desk.web.get(address)
        if answer.status in BUSY:
            wait = retry_after(answer.header("retry-after"), desk.clock()) or desk.pace.patient
            desk.turns.hold(self._host, wait)
            raise BusyError(wait)
        return answer

    def _expect_page(self, answer: Answer) -> None:
        if answer.status not in (200, 404):
            raise FetchError(f"t.me answers {answer.status}")
        # Whoever has no public page is shown at t.me/name, with a button to open the app.
        if answer.status == 404 or not urlsplit(answer.url).path.startswith("/s/"):
            raise NoPreviewError(
                f"t.me/s/{self._name} shows no posts: it is no public channel, or hides them"
            )

    def _recognise(self, page: Page) -> None:
        """Take over whose page it is; raise `NoPreviewError` where the name has gone to another channel."""
        known, told = self._channel.channel_id, page.channel_id
        if known and told and known != told:
            if self._name.lower() not in self._desk.accepted:
                raise NoPreviewError(
                    f"t.me/{self._name} is another channel now ({told}, not {known}): see whose it is,"
                    f" then put its name into {ACCEPT} or take it off the watchlist"
                )
            log.warning("%s is another channel now, and is read as accepted", self.uid)
            self._seen = Seen()
        self._about = page.about
        before = self._channel
        self._channel = Channel(page.title or before.title, page.audience or before.audience, told or known)

    async def _hand_on(self, posts: Sequence[Shown]) -> None:
        for told in changes(posts, self._seen):
            change = await self._completed(told)
            await self._deliver(change)
            self._seen.note(change)

    async def _deliver(self, change: Change) -> None:
        desk = self._desk
        post = change_to_post(change, self._name, self._channel, desk.clock())
        await deliver(desk.sink, post, desk.sleep)
        self.state.note(post)

    async def _look_after(self, newest: int) -> None:
        """Now and then ask after the posts that live claims stand on.

        Beyond the ``newest`` that is shown the pages prove no deletion: the newest of all may be gone.
        """
        live, now = self._desk.live, self._desk.clock()
        due = self._stood is None or (now - self._stood).total_seconds() >= self._desk.pace.standing
        if live is None or not due:
            return
        self._stood = now
        compared = {one for one in self._seen.digests if one <= newest}
        for change in await self._standing.look(ids_of(live, self.uid), compared, self._page):
            await self._deliver(change)
            if change.kind == "delete":
                self._seen.note(change)

    async def _completed(self, change: Change) -> Change:
        """Give a change its text, from the post's own page where the channel's does not show it."""
        shown = change.shown
        if shown is None or not shown.hidden:
            return change
        answer = await self._get(f"{self._desk.host}/{self._name}/{change.id}")
        if answer.status != 200:
            raise FetchError(f"t.me answers {answer.status}")
        text = read_description(decoded(answer.body, answer.header("content-type")))
        # A post without words is described by what its channel says of itself.
        words = "" if text is None or text == self._about else text
        return replace(change, shown=replace(shown, text=words))

    def _resume(self, posts: Sequence[Shown], *, bridged: bool) -> None:
        state, now = self.state, self._desk.clock()
        state.connects += not state.connected
        state.waits_until = None
        if not bridged and state.connected and state.read_at:
            oldest = next((post.published for post in posts if post.published), None)
            state.miss(state.read_at, oldest or now, "it posted more than is read back")
        state.resume(now, bridged=bridged)

    def _fail(self, error: Exception, wait: float) -> float:
        self._failures += 1
        self.state.interrupt(self._desk.clock(), str(error))
        if self._failures == 1:
            log.warning("%s is not read: %s", self.uid, error)
        return wait
