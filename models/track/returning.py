"""When a denied claim is back: it spreads again after a silence, or faster than before it was denied.

Compared is the last hour, as far as it lies behind the denial, with the whole hour before the denial: so a
claim that outdoes it in less time is faster all the more.
"""

from __future__ import annotations

import math
from typing import Final, Literal

from models.track.record import ClaimRecord
from models.track.settings import TrackSettings
from models.track.windows import minute_of

FEWEST: Final = 5
"""Assertions in the last hour below which nothing spreads."""
CHANNELS: Final = 3
"""Channels in it."""
HOUR: Final = 60
"""Minutes."""
CLEARLY: Final = 1.645
"""How many standard errors two counts must differ by: one-sided 95 %."""


def returned(record: ClaimRecord, settings: TrackSettings) -> Literal["returned", "faster"] | None:
    """Tell whether a denied claim is back, and how; None where it is not, or was never denied."""
    if record.status != "denied" or record.denied_at is None:
        return None
    now, denied = minute_of(record.now), minute_of(record.denied_at)
    since = max(denied + 1, now - HOUR)
    asserting = record.minutes.total(since, now + 1).asserting
    if asserting < FEWEST or record.channels.since(since) < CHANNELS:
        return None
    if _was_quiet(record, asserting, settings):
        return "returned"
    return "faster" if clearly_more(asserting, record.hour_before_denial) else None


def clearly_more(one: int, other: int) -> bool:
    """Tell whether a count is larger than another one by more than chance.

    The difference of two Poisson counts in its standard errors, (a - b) / sqrt(a + b) (Krishnamoorthy and
    Thomson 2004, "A more powerful test for comparing two Poisson means", their usual test).
    """
    return one > other and (one - other) / math.sqrt(one + other) >= CLEARLY


def _was_quiet(record: ClaimRecord, lately: int, settings: TrackSettings) -> bool:
    """Tell whether nobody asserted the claim for long before the last hour, though somebody had."""
    assert record.denied_at is not None, "only a denied claim is asked about"
    hours = math.ceil(settings.reignited_after.total_seconds() / 3600)
    begins = (minute_of(record.now) // HOUR - 1) * HOUR
    if begins - hours * HOUR < minute_of(record.denied_at) or record.asserting <= lately:
        return False
    return record.hours.total(begins - hours * HOUR, begins).asserting == 0
