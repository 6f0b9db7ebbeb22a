"""What a watchlist asks of one account of Telegram, held against what others were let do: a pure count.

Telegram publishes few limits; each one here names who met it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from connectors.telegram.pace import Pace
from connectors.telegram.seen import KEPT
from connectors.watchlist import TelegramChannel

CHANNELS: Final = 500
"""An account can be in so many (https://core.telegram.org/api/config, channels_limit_default)."""
REQUESTS: Final = 60.0
"""Requests a minute: a full page a second is 3,000 messages in 30 s, which are let through
(https://github.com/LonamiWebs/Telethon/pull/565)."""
MESSAGES: Final = 3000.0
LOOKUPS: Final = 200
"""Usernames looked up a day (https://github.com/LonamiWebs/Telethon/issues/4294)."""
MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing asked for, and what is known to be let through."""

    what: str
    number: float
    unit: str
    limit: float | None
    note: str
    """What follows from it."""

    @property
    def fits(self) -> bool:
        """Tell whether it stays below what is known to be let through."""
        return self.limit is None or self.number <= self.limit


def plan(channels: Sequence[TelegramChannel], pace: Pace) -> list[Cost]:
    """Count what reading these channels by one account asks for, at first and ever after."""
    count = len(channels)
    readings = sum(MINUTE / pace.every[channel.priority] for channel in channels)
    most = MINUTE / pace.gap if pace.gap else None
    looks = count * MINUTE / pace.describe
    return [
        Cost("channels", count, "", CHANNELS, _beyond(count)),
        Cost("readings of history", readings, "a minute", _least(REQUESTS, most), _lateness(readings, most)),
        Cost("messages read", readings * KEPT / 2, "in 30 s", MESSAGES, f"about {KEPT} each, to see edits"),
        Cost(
            "looks at posts that claims stand on", count * MINUTE / pace.look, "a minute", None,
            "at most: only where a claim has such a post",
        ),
        Cost("titles and subscribers", looks, "a minute", None, f"each every {pace.describe / HOUR:.0f} h"),
        Cost(
            "look-ups of usernames", min(count, pace.lookups_a_day), "on the first day", LOOKUPS,
            _finding(count, pace),
        ),
        Cost(
            "channels joined", min(float(count), DAY / pace.join) if pace.join else count, "on the first day",
            None, f"all joined after {_span(count * pace.join)}; until then up to a reading late",
        ),
        Cost(
            "requests of the first reading", 3.0 * count, "", None,
            f"all read after {_span(max(_found_after(count, pace), 3 * count * pace.gap))}",
        ),
        Cost(
            "readings after each reconnection", count, "", None,
            f"all read again after {_span(count * pace.gap)}, by priority",
        ),
    ]  # fmt: skip


def _finding(count: int, pace: Pace) -> str:
    first = min(count, pace.lookups_a_day)
    told = f"once for each, then kept; {first} found after {_span(_found_after(first, pace))}"
    return told if first == count else f"{told}, all after {_span(_found_after(count, pace))}"


def _found_after(count: int, pace: Pace) -> float:
    days, rest = divmod(max(count - 1, 0), pace.lookups_a_day)
    return days * DAY + rest * pace.lookup


def _beyond(count: int) -> str:
    over = count - CHANNELS
    return (
        f"{over} of them cannot be joined: they are read by history alone"
        if over > 0
        else "all can be joined"
    )


def _lateness(readings: float, most: float | None) -> str:
    if most is not None and readings > most:
        return f"only {most:.0f} a minute are made: each is read {readings / most:.1f} times less often"
    if readings > REQUESTS:
        return "give more channels priority 3"
    return "pushes come between them"


def _least(one: float, other: float | None) -> float:
    return one if other is None else min(one, other)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.0f} h" if seconds < 2 * DAY else f"{seconds / DAY:.1f} days"
