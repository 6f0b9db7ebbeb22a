"""The page of an item, asked for as a guest: what its host asks of robots holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from connectors.feeds.article import is_fuller
from connectors.feeds.desk import Desk
from connectors.feeds.document import Item
from connectors.feeds.mapping import host_of
from connectors.notify.answer import retry_after
from connectors.web.fetch import Answer, FetchError, Web
from connectors.web.turns import Turns, pages_of

DEAD: Final = frozenset((401, 403, 404, 405, 406, 410, 451))
"""Answers that asking again will hardly change."""
DELETED: Final = frozenset((404, 410))
BUSY: Final = frozenset((429, 503))
PATIENT: Final = 60.0
"""Seconds that a host is left alone that is busy and does not say for how long."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came of asking for a page."""

    article: str | None = None
    """Its text, where it says more than the feed."""
    final: bool = True
    """Asking again will not change it."""


async def read_page(item: Item, web: Web, desk: Desk) -> Page:
    """Ask for the page of an item and take its article; a failure is told in the answer."""
    host = host_of(item.link or "")
    if item.link is None or host is None:
        return Page()
    try:
        rules = await desk.robots.rules(web, item.link)
        if not rules.allow_page(item.link):
            return Page(final=not rules.closed)
        await desk.turns.turn(pages_of(host), rules.delay)
        await desk.turns.turn(host)
        return await _article(item, await web.get(item.link), host, desk)
    except FetchError:
        return Page(final=False)


async def is_gone(address: str, web: Web, desk: Desk) -> bool:
    """Tell whether a page was deleted; one that cannot be asked for now counts as there."""
    host = host_of(address)
    try:
        rules = await desk.robots.rules(web, address)
        if host is None or not rules.allow_page(address) or desk.turns.wait(pages_of(host)):
            return False
        await desk.turns.turn(pages_of(host), rules.delay)
        await desk.turns.turn(host)
        return (await web.get(address)).status in DELETED
    except FetchError:
        return False


def wait_for_page(item: Item, turns: Turns) -> float:
    """Tell the seconds until the page of an item may be asked for."""
    host = host_of(item.link or "") or ""
    return max(turns.wait(host), turns.wait(pages_of(host)))


async def _article(item: Item, answer: Answer, host: str, desk: Desk) -> Page:
    if answer.status in BUSY:
        desk.turns.hold(host, retry_after(answer.header("retry-after"), desk.clock()) or PATIENT)
    if answer.status != 200:
        return Page(final=answer.status in DEAD)
    content_type = answer.header("content-type")
    if "html" not in (content_type or "html").lower():
        return Page()
    article = await desk.articles.take(answer.body, content_type)
    return Page(article if article and is_fuller(article, item) else None)
