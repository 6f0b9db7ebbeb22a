"""What a host asks of robots: its robots.txt (RFC 9309), read once a day.

Pages that are linked from a feed are read by a robot, and the rules for robots hold. The feed itself is read
since somebody subscribed to it; many sites close their feeds to search engines by a rule for all robots,
which is not meant for readers. A rule that names us holds for the feed too.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from connectors.posting import Clock
from connectors.web.charset import decoded
from connectors.web.exclusion import Exclusion, read_exclusion
from connectors.web.fetch import AGENT, FetchError, Web
from connectors.web.turns import MOST_HOSTS, Turns

DAY: Final = timedelta(days=1)
"""A file is believed for a day, and not longer (RFC 9309, 2.4)."""
HOUR: Final = timedelta(hours=1)
"""Until a host is asked again that did not answer; meanwhile its pages are left alone (RFC 9309, 2.3.1.4)."""
MAX_FILE: Final = 500_000
"""Bytes that are read of it (RFC 9309, 2.5)."""
LONGEST_DELAY: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The file of one host."""

    exclusion: Exclusion
    until: datetime
    closed: bool = False
    """The host did not give its file: no page is allowed for now."""

    def allow_page(self, address: str) -> bool:
        """Tell whether a robot may read a page."""
        return not self.closed and self.exclusion.allows(AGENT, address)

    def allow_feed(self, address: str) -> bool:
        """Tell whether we are not forbidden by name to read a feed."""
        return not self.exclusion.names(AGENT) or self.exclusion.allows(AGENT, address)

    @property
    def delay(self) -> float:
        """Seconds between two pages, as the host asks by ``Crawl-delay``; 0 where it does not."""
        return min(self.exclusion.of(AGENT).delay or 0.0, LONGEST_DELAY)


class Robots:
    """The files of all hosts."""

    def __init__(self, clock: Clock, turns: Turns) -> None:
        self._clock, self._turns = clock, turns
        self._known: dict[str, Rules] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def rules(self, web: Web, address: str) -> Rules:
        """Give the rules for an address, asking its host where they are not known or too old."""
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        async with self._asking.setdefault(origin, asyncio.Lock()):  # many ask at the start, one goes
            known = self._known.get(origin)
            if known is None or known.until <= self._clock():
                known = self._known[origin] = await self._ask(web, origin, parts.hostname or "")
        if len(self._known) > MOST_HOSTS:
            self._forget()
        return known

    def _forget(self) -> None:
        now = self._clock()
        old = [origin for origin, rules in self._known.items() if rules.until <= now]
        for origin in old or list(self._known)[: MOST_HOSTS // 2]:
            del self._known[origin]
            if not self._asking[origin].locked():
                del self._asking[origin]

    async def _ask(self, web: Web, origin: str, host: str) -> Rules:
        await self._turns.turn(host)
        try:
            answer = await web.get(f"{origin}/robots.txt")
        except FetchError:
            return self._closed()
        if answer.status >= 500 or answer.status == 429:
            return self._closed()
        text = decoded(answer.body[:MAX_FILE], None) if answer.status == 200 else ""
        return Rules(read_exclusion(text), self._clock() + DAY)

    def _closed(self) -> Rules:
        return Rules(read_exclusion(""), self._clock() + HOUR, closed=True)
