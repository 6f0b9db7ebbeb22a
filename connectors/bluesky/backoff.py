"""How long to wait before the stream is asked for again: a pure rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FIRST: Final = 1.0
LONGEST: Final = 60.0
"""Seconds: doubled from the first to the longest."""
BUSY: Final = 60.0
"""Seconds after an answer that says we ask too much."""
STABLE: Final = 60.0
"""Seconds after which a connection counts as one that worked."""
LONGEST_ASKED: Final = 3_600.0
"""Seconds; what the server asks for beyond is not believed."""


class EndedError(Exception):
    """The connection is over."""

    def __init__(self, why: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.status, self.retry_after = status, retry_after


@dataclass(slots=True)
class Backoff:
    """Counts what failed in a row; a connection that ends at once is a failure, too."""

    failures: int = 0

    def wait(self, end: EndedError, lived: float) -> float:
        """Tell the seconds to wait; ``lived`` is how long the connection stood."""
        self.failures = 1 if lived >= STABLE else self.failures + 1
        seconds = min(FIRST * 2.0 ** min(self.failures - 1, 10), LONGEST)
        if end.status in (403, 429, 503):
            asked = end.retry_after or 0.0
            return max(seconds, BUSY, asked if asked <= LONGEST_ASKED else 0.0)
        return seconds
