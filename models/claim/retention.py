"""How long the ordered stage keeps what, in the stream's time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.errors import RumorError


class RetentionError(RumorError):
    """Times that do not fit together; the message says why."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Times of silence after which something is put away; raises `RetentionError` where they contradict."""

    dormant_after: timedelta = timedelta(days=14)
    """A claim of which nobody posted for so long is dormant: found only by what no live claim matches."""
    dormant_for: timedelta = timedelta(days=365)
    """So much silence later it is left to the read model, and a return founds it anew."""
    remembered: timedelta = timedelta(days=30)
    """Posts are known by name and text for so long; after that a repeat is a new post, found by meaning."""

    def __post_init__(self) -> None:
        """Check that posts are known for as long as their claim is awake."""
        if self.remembered < self.dormant_after:
            raise RetentionError(
                f"posts are remembered for {self.remembered.days} days and claims stay awake for "
                f"{self.dormant_after.days}: set remember_days no lower than dormant_days, "
                "since a claim is awake by the posts that are remembered"
            )


class Agenda:
    """Names by the minute from which a span is counted; what falls due costs only what falls due."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._names: dict[int, list[str]] = {}
        self._minutes: list[int] = []

    def add(self, name: str, at: float) -> None:
        """Note a name once, at seconds since 1970; that its time moves on is found out when it falls due."""
        minute = int(at // 60)
        if minute not in self._names:
            self._names[minute] = []
            heapq.heappush(self._minutes, minute)
        self._names[minute].append(name)

    def due(self, until: datetime, time_of: Callable[[str], float | None]) -> list[str]:
        """Take out the names whose time lies in a minute before that of ``until``, in alphabetical order.

        ``time_of`` gives a name's time as it is by now; None for a name that is there no more.
        """
        last, names = int(until.timestamp() // 60), set[str]()
        while self._minutes and self._minutes[0] < last:
            for name in self._names.pop(heapq.heappop(self._minutes)):
                at = time_of(name)
                if at is not None and at // 60 < last:
                    names.add(name)
                elif at is not None:
                    self.add(name, at)
        return sorted(names)
