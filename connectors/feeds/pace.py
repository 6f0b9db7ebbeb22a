"""How often feeds and the pages behind them are asked for, and how long a wait is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Final

MOST_DOUBLINGS: Final = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, but where said otherwise."""

    every: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({1: 30, 2: 180, 3: 900}))
    """Between two looks at a feed, by its priority: of the first we are at most a minute behind."""
    spread: float = 10
    """Within which all feeds are first asked, each at its own moment."""
    gap: float = 2
    """Between two requests to one host, of all feeds and pages together."""
    longest: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({1: 600, 2: 3600, 3: 3600}))
    """Until a feed that fails is asked again: doubled from look to look up to this, by its priority."""
    gone: float = 24 * 3600
    """Until a feed that is gone for good (410) is asked again."""
    inline: float = 10
    """For the pages of new teasers before they go on; what takes longer follows as an edit."""
    standing: float = 900
    """Between two rounds of the pages that denials of live claims stand on."""
    fresh: timedelta = timedelta(hours=24)
    """How old an item may be whose page is asked for."""
    window: int = 100
    """Items of a feed never read before that go on: the newest."""

    def after_failures(self, priority: int, failures: int) -> float:
        """Tell the seconds until a feed is asked again that failed so many times in a row, at least once."""
        doubled = self.every[priority] * 2.0 ** min(failures, MOST_DOUBLINGS)
        return min(doubled, max(self.longest[priority], self.every[priority]))


def share_of(address: str) -> float:
    """Give each address a moment of its own, 0 to 1, the same at each start: no two beat in time."""
    return int.from_bytes(hashlib.blake2s(address.encode("utf-8", "replace"), digest_size=4).digest()) / 2**32
