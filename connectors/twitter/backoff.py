"""How long to wait before the stream is asked for again: a pure rule, by the reason why it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from connectors.twitter.failure import FailedError

NETWORK_STEP: Final = 0.25
NETWORK_MOST: Final = 16.0
HTTP_FIRST: Final = 5.0
HTTP_MOST: Final = 320.0
RATE_FIRST: Final = 60.0
RATE_MOST: Final = 900.0
"""Seconds, by X's own advice: linear for the network, exponential for answers, a minute and more for 429
(https://docs.x.com/x-api/fundamentals/handling-disconnections)."""
STABLE: Final = 60.0
"""Seconds after which a connection counts as one that worked; X's keep-alive comes every 20."""
AFTER_STABLE: Final = 1.0
LONGEST_RESET: Final = 3600.0
"""Seconds; a reset that X names and that lies beyond is not believed."""


@dataclass(slots=True)
class Backoff:
    """Counts what failed in a row."""

    failures: int = 0

    def wait(self, end: FailedError, lived: float, now: datetime, reset: datetime | None = None) -> float:
        """Tell the seconds to wait; ``lived`` is how long the connection stood, ``reset`` what X named.

        tweepy waits too, but not after an answer of 200 that ends at once, as it counts that a success.
        """
        if lived >= STABLE:
            self.failures = 0
            if end.reason != "http":
                return AFTER_STABLE
        self.failures += 1
        seconds = self._ladder(end)
        if end.status == 429 and reset is not None:
            until = (reset - now).total_seconds()
            return max(seconds, until + 1) if until <= LONGEST_RESET else seconds
        return seconds

    def _ladder(self, end: FailedError) -> float:
        doublings = min(self.failures - 1, 10)
        if end.status in (420, 429):
            return min(RATE_FIRST * 2.0**doublings, RATE_MOST)
        if end.reason == "network":
            return min(NETWORK_STEP * self.failures, NETWORK_MOST)
        return min(HTTP_FIRST * 2.0**doublings, HTTP_MOST)
