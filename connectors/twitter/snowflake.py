"""Ids of X hold the time they were given out: where a gap begins and ends is said in ids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""Ids hold milliseconds since this moment in all but their last 22 bits
(``twepoch`` in https://github.com/twitter-archive/snowflake)."""
LOW_BITS: Final = 22
MAX_ID: Final = 2**63 - 1
MILLISECOND: Final = timedelta(milliseconds=1)


def id_at(time: datetime) -> int:
    """Give the lowest id of a moment: what was posted before is below it."""
    return min(max(0, (time - EPOCH) // MILLISECOND) << LOW_BITS, MAX_ID)


def time_of(post_id: int) -> datetime:
    """Give the moment an id was given out, to the millisecond."""
    return EPOCH + (post_id >> LOW_BITS) * MILLISECOND


def earlier(post_id: int, by: timedelta) -> int:
    """Give an id that much older; never below 0."""
    return max(0, post_id - ((by // MILLISECOND) << LOW_BITS))
