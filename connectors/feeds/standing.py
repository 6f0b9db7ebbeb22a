"""Ask after the pages that denials of live claims stand on, however old: no feed tells of one taken back.

A page that answers 404 or 410 at two rounds was deleted. Where all pages of a host are gone at once the site
has moved, most likely, and nothing is told of it but a line in the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final, NoReturn, Protocol

from aiokafka.errors import KafkaError

from connectors import bounds
from connectors.compacted import Record, follow_compacted
from connectors.feeds.desk import Desk
from connectors.feeds.mapping import host_of
from connectors.feeds.page import is_gone
from connectors.posting import SinkError, Sleep, deliver
from connectors.web.fetch import Web
from models.post import Post, PostError, fold_uid

log = logging.getLogger(__name__)

AGAIN: Final = 30.0
"""Seconds until a topic that cannot be read is tried again."""
MOST: Final = 200
"""Pages of one round."""


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page that a denial of a live claim stands on."""

    uid: str
    """Of its post, folded."""
    url: str


class LivePages(Protocol):
    """Knows the pages that denials of live claims stand on."""

    def pages(self) -> Iterable[LivePage]:
        """Give them, each once."""
        ...

    async def run(self) -> NoReturn:
        """Keep them current until cancelled."""
        ...


class DenialPages:
    """The pages that the topic of claims names, kept current by `run`."""

    def __init__(self, broker: str, topic: str, sleep: Sleep = asyncio.sleep) -> None:
        self._broker, self._topic, self._sleep = broker, topic, sleep
        self._claims: Mapping[str, Record] = {}

    async def run(self) -> NoReturn:
        """Follow the topic; what cannot be read is tried again."""
        while True:
            try:
                async with aclosing(follow_compacted(self._broker, self._topic, picked)) as changes:
                    async for claims in changes:
                        self._claims = claims
            except (KafkaError, SinkError) as error:
                log.warning("the claims are read again in %.0f s: %s", AGAIN, error)
            await self._sleep(AGAIN)

    def pages(self) -> Iterable[LivePage]:
        """Give the pages, each once."""
        told = (page for claim in self._claims.values() for page in claim["pages"].items())
        return [LivePage(uid, url) for uid, url in dict(told).items()]


def picked(claim: Record) -> Record | None:
    """Pick uid -> address of the denials that stand; None where a claim sleeps, is merged or has none."""
    if claim.get("status") == "dormant" or "merged_into" in claim:
        return None
    denials = claim.get("denials")
    found = (_page(one) for one in denials) if isinstance(denials, list) else ()
    pages = dict(page for page in found if page)
    return {"pages": pages} if pages else None


async def look_after(live: LivePages, web: Web, desk: Desk) -> NoReturn:
    """Ask after the pages, round after round, and hand deletions on."""
    missing: set[str] = set()
    told: set[str] = set()
    async with web:
        while True:
            await desk.sleep(desk.pace.standing)
            pages = [page for page in live.pages() if page.uid not in told][:MOST]
            gone = [page for page in pages if await is_gone(page.url, web, desk)]
            gone = _without_moved(pages, gone)
            for page in gone:
                if page.uid in missing:
                    await deliver(desk.sink, _deletion(page, desk), desk.sleep)
                    told.add(page.uid)
            missing = {page.uid for page in gone}
            told &= {page.uid for page in live.pages()}


def _without_moved(pages: Iterable[LivePage], gone: list[LivePage]) -> list[LivePage]:
    """Leave out the pages of hosts that have several, all of which are gone."""
    asked = [host_of(page.url) for page in pages]
    lost = [host_of(page.url) for page in gone]
    moved = {host for host in lost if lost.count(host) == asked.count(host) > 1}
    for host in moved:
        log.warning("no page of %s is where it was: has the site moved?", host)
    return [page for page in gone if host_of(page.url) not in moved]


def _deletion(page: LivePage, desk: Desk) -> Post:
    channel, _, post_id = page.uid.removeprefix("feed:").partition("/")
    now = desk.clock()
    return Post("feed", channel.replace("%2f", "/"), post_id, now, kind="delete", read_at=now, url=page.url)


def _page(denial: Any) -> tuple[str, str] | None:
    if not isinstance(denial, dict) or denial.get("withdrawn_at"):
        return None
    uid, url = denial.get("post"), bounds.address(denial.get("url"))
    if not isinstance(uid, str) or url is None or not url.startswith(("https://", "http://")):
        return None
    try:
        folded = fold_uid(uid)
    except PostError:
        return None
    return (folded, url) if folded.startswith("feed:") else None
