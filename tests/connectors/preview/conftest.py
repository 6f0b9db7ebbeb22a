"""A t.me of our own: pages laid out as t.me lays them out, of channels and posts that are invented."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from connectors.preview import Pace, run_preview

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PAGE = 20
HIDDEN = (
    '<div class="media_not_supported_cont"><div class="message_media_not_supported_wrap">'
    '<div class="message_media_not_supported"><div class="message_media_not_supported_label">'
    "Please open Telegram to view this post</div></div></div></div>"
)
ABOUT = "News of an invented harbour"


class WorldTime:
    """A clock that stands, but for those who sleep: it goes on to where each of them wakes."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        await asyncio.sleep(0.002)
        self.now = max(self.now, until)


@dataclass
class Message:
    id: int
    text: str = ""
    views: str = "1.2K"
    hidden: bool = False
    """Only an app shows it; its own page has the text."""
    extra: str = ""
    """HTML before the text: a forward, a reply, media."""
    classes: str = ""
    pieces: int = 1
    """Messages of an album."""
    gone: set[int] = field(default_factory=set)

    def html(self, channel: Channel) -> str:
        ids = [one for one in range(self.id, self.id + self.pieces) if one not in self.gone]
        view = (
            base64.urlsafe_b64encode(json.dumps({"c": -channel.id, "p": ids[0]}).encode())
            .decode()
            .rstrip("=")
        )
        album = "".join(
            f'<a class="tgme_widget_message_photo_wrap grouped_media_wrap js-message_photo"'
            f' href="https://t.me/{channel.name}/{one}?single"></a>'
            for one in ids
        )
        text = (
            '<div class="tgme_widget_message_text js-message_text" dir="auto">'
            '<div class="tgme_widget_message_text js-message_text" dir="auto">'
            f"{self.text}</div></div>"
        )
        return (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
            f'<div class="tgme_widget_message text_not_supported_wrap {self.classes} js-widget_message"'
            f' data-post="{channel.name}/{ids[0]}" data-view="{view}">'
            '<div class="tgme_widget_message_bubble">'
            '<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
            f' href="https://t.me/{channel.name}"><span dir="auto">{escape(channel.title)}</span></a></div>'
            f"{self.extra}{album if self.pieces > 1 else ''}"
            f"{HIDDEN if self.hidden else text if self.text else ''}"
            '<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
            f'<span class="tgme_widget_message_views">{self.views}</span><span class="copyonly"> views</span>'
            f'<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date"'
            f' href="https://t.me/{channel.name}/{ids[0]}">'
            f'<time datetime="{self.at.isoformat()}" class="time">'
            f"{self.at:%H:%M}</time></a></span></div></div></div></div></div>"
        )

    @property
    def at(self) -> datetime:
        return NOON - timedelta(days=1) + timedelta(minutes=self.id)


@dataclass
class Channel:
    name: str
    id: int = 1001234567
    title: str = "Synthetic herald"
    audience: str = "11 204"
    messages: dict[int, Message] = field(default_factory=dict)

    def post(self, text: str, **given: Any) -> int:
        """Publish a post; return its id."""
        id_ = max((one.id + one.pieces for one in self.messages.values()), default=1)
        self.messages[id_] = Message(id_, text, **given)
        return id_

    def page(self, before: int | None) -> str:
        """Write one page, as t.me does: the latest posts before an id."""
        shown = [one for id_, one in sorted(self.messages.items()) if before is None or id_ < before][-PAGE:]
        counter = (
            f'<div class="tgme_channel_info_counter"><span class="counter_value">{self.audience}</span>'
            ' <span class="counter_type">subscribers</span></div>'
            '<div class="tgme_channel_info_counter"><span class="counter_value">7</span>'
            ' <span class="counter_type">photos</span></div>'
        )
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Telegram</title>"
            f'<meta property="og:description" content="{ABOUT}"></head><body>'
            '<div class="tgme_channel_info"><div class="tgme_channel_info_header_title">'
            f'<span dir="auto">{escape(self.title)}</span></div>'
            f'<div class="tgme_channel_info_counters">{counter}</div></div>'
            '<section class="tgme_channel_history js-message_history">'
            f"{''.join(one.html(self) for one in shown)}</section></body></html>"
        )


@dataclass
class Preview:
    """The host: a page a channel; remembers what it was asked."""

    port: int = 0
    channels: dict[str, Channel] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    """Given first, one after the other, instead of pages."""
    fault: Callable[[web.Request], Awaitable[web.StreamResponse | None]] | None = None
    """Asked first; what it gives is given instead of a page."""
    stale: str | None = None
    """Given once instead of the next page: one of a server that lags."""

    def channel(self, name: str, **given: Any) -> Channel:
        return self.channels.setdefault(name.lower(), Channel(name, **given))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        if self.fault and (faulty := await self.fault(request)):
            return faulty
        if self.answers:
            return self.answers.pop(0)
        if self.stale is not None:
            stale, self.stale = self.stale, None
            return web.Response(text=stale, content_type="text/html")
        channel = self.channels.get(request.match_info["name"].lower())
        if channel is None:
            raise web.HTTPFound(f"/{request.match_info['name']}")
        before = request.query.get("before")
        return web.Response(text=channel.page(int(before) if before else None), content_type="text/html")

    async def single(self, request: web.Request) -> web.Response:
        """Show a post alone: its text stands in the head, or else what the channel says of itself."""
        self.asked.append(request.path_qs)
        message = self.channels[request.match_info["name"].lower()].messages[int(request.match_info["id"])]
        head = f'<meta property="og:description" content="{escape(message.text) or ABOUT}">'
        return web.Response(text=f"<html><head>{head}</head><body></body></html>", content_type="text/html")

    async def door(self, _: web.Request) -> web.Response:
        """Show what those are shown who have no public page."""
        return web.Response(text="<html><body>Open in Telegram</body></html>", content_type="text/html")


@pytest.fixture
async def preview() -> AsyncIterator[Preview]:
    preview = Preview()
    app = web.Application()
    app.router.add_get("/s/{name}", preview.answer)
    app.router.add_get("/{name}", preview.door)
    app.router.add_get("/{name}/{id}", preview.single)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    preview.port = runner.addresses[0][1]
    try:
        yield preview
    finally:
        await runner.cleanup()


@dataclass
class Bench:
    """All that a run needs."""

    watchlist: Path
    sink: Any
    cursors: Any
    clock: WorldTime
    preview: Preview
    pace: Pace = field(default_factory=lambda: Pace(gap=0))
    environ: dict[str, str] = field(default_factory=dict)

    def watch(self, *names: str) -> None:
        entries = [f'[[telegram]]\nchannel = "{name}"\nvia = "preview"\n' for name in names]
        self.watchlist.write_text("\n".join(entries), encoding="utf-8")

    @asynccontextmanager
    async def running(self, **named: Any) -> AsyncIterator[None]:
        named = {"pace": self.pace, "environ": self.environ, "sleep": self.clock.sleep, **named}
        named["host"] = f"http://127.0.0.1:{self.preview.port}"
        task = asyncio.create_task(run_preview(self.watchlist, self.sink, self.cursors, self.clock, **named))
        try:
            yield
        finally:
            ended = task.done()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            assert not ended

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not reached():  # noqa: ASYNC110  # what is waited for has no event
                await asyncio.sleep(0.002)

    async def looks(self, more: int) -> None:
        """Wait for so many further requests."""
        asked = len(self.preview.asked)
        await self.until(lambda: len(self.preview.asked) >= asked + more)


@pytest.fixture
def herald(preview: Preview) -> Channel:
    return preview.channel("synthetic_herald")


@pytest.fixture
def bench(tmp_path: Path, sink: Any, cursors: Any, preview: Preview) -> Bench:
    return Bench(tmp_path / "watchlist.toml", sink, cursors, WorldTime(), preview)
