"""Items that left their feed early: the window went on, or the statement was taken back.

The page tells which. One that answers 404 or 410 at two looks some time apart, while the feed is read well,
was deleted. Items are remembered in memory alone: one that vanishes while the program is down is not noticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from connectors.feeds.cursor import key_of
from connectors.feeds.desk import Desk
from connectors.feeds.document import Item
from connectors.feeds.page import is_gone
from connectors.web.fetch import Web

WATCHED: Final = timedelta(hours=24)
"""How long after it was handed on an item is looked after."""
APART: Final = timedelta(minutes=10)
"""Between two looks at a page."""
MOST: Final = 100
"""Items of one feed that are looked after: the latest."""


@dataclass(slots=True)
class _Case:
    item: Item
    since: datetime
    asked: datetime | None = None
    missing: bool = False
    """The page was not there when it was asked for last."""


class Vanished:
    """Looks after the latest items of one feed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cases: dict[str, _Case] = {}

    def note(self, item: Item) -> None:
        """Look after an item that was handed on."""
        if item.link is None:
            return
        key = key_of(item)
        self._cases.pop(key, None)
        self._cases[key] = _Case(item, self._desk.clock())
        if len(self._cases) > MOST:
            del self._cases[next(iter(self._cases))]

    async def deleted(self, shown: Iterable[Item], web: Web) -> Item | None:
        """Ask for one page of an item that the feed does not show; give the item if it was deleted."""
        case = self._next({key_of(item) for item in shown})
        if case is None:
            return None
        case.asked = self._desk.clock()
        missing = await is_gone(case.item.link or "", web, self._desk)
        certain, case.missing = missing and case.missing, missing
        if not certain:
            return None
        del self._cases[key_of(case.item)]
        return case.item

    def _next(self, shown: set[str]) -> _Case | None:
        """Give the item whose page was not asked for the longest; one that is shown again is well."""
        now = self._desk.clock()
        self._cases = {key: case for key, case in self._cases.items() if now - case.since < WATCHED}
        for key in shown & self._cases.keys():
            self._cases[key].missing = False
        due = [
            case
            for key, case in self._cases.items()
            if key not in shown and (case.asked is None or now - case.asked >= APART)
        ]
        return min(due, key=lambda case: case.asked or case.since, default=None)
