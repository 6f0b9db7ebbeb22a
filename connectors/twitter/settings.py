"""What a newsroom decides about X, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from connectors.twitter.budget import Limits
from connectors.twitter.error import TwitterError
from connectors.twitter.queries import LONGEST_QUERY, QUERY_LENGTH

READS_MONTH: Final = 100_000
"""Posts; about 500 dollars at half a cent each. Whoever wants to spend more says so."""
DAYS_TO_SPEND_A_MONTH: Final = 10
"""A day may cost a tenth of the month where nothing else is set: three times its even share."""
MOST_READS: Final = 1_000_000_000
MOST_BACKFILL: Final = 5
"""Minutes (https://docs.x.com/x-api/fundamentals/recovery-and-redundancy)."""


@dataclass(frozen=True, slots=True)
class TwitterSettings:
    """The plan with X, and what may be spent."""

    limits: Limits
    backfill_minutes: int | None = None
    """Where the plan has backfill."""
    query_length: int = QUERY_LENGTH
    lookup_minutes: int = 15
    """Between two looks for deleted posts; 0: none."""


def twitter_settings(environ: Mapping[str, str] = os.environ) -> TwitterSettings:
    """Read ``RUMOR_TWITTER_...``; raise `TwitterError` that names the variable and what it may be."""

    def whole(name: str, usual: int, least: int, most: int) -> int:
        given = environ.get(name, "").strip()
        if not given:
            return usual
        if not (given.isascii() and given.isdigit() and len(given) < 12 and least <= int(given) <= most):
            raise TwitterError(
                f"{name} must be a whole number from {least:,} to {most:,}, not {given[:40]!r}"
            )
        return int(given)

    month = whole("RUMOR_TWITTER_READS_MONTH", READS_MONTH, 1, MOST_READS)
    day = whole("RUMOR_TWITTER_READS_DAY", max(1, month // DAYS_TO_SPEND_A_MONTH), 1, MOST_READS)
    return TwitterSettings(
        Limits(month, day, whole("RUMOR_TWITTER_RESET_DAY", 1, 1, 28)),
        whole("RUMOR_TWITTER_BACKFILL_MINUTES", 0, 1, MOST_BACKFILL) or None,
        whole("RUMOR_TWITTER_QUERY_LENGTH", QUERY_LENGTH, 1, LONGEST_QUERY),
        whole("RUMOR_TWITTER_LOOKUP_MINUTES", 15, 0, 24 * 60),
    )
