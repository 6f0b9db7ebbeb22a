"""How many distinct channels spoke of a claim: since birth, and in windows that slide with time.

Up to `models.track.sketch.EXACT` channels are known one by one, each with the minute of its newest post. Of
more there are HyperLogLog registers since birth, and a sliding HyperLogLog for the last `MINUTES`
(Chabchoub and Hebrail 2010, "Sliding HyperLogLog: estimating cardinality in a data stream"): for every
register the ranks that no equal or higher one has followed, so that any window has its maximum there. Which
it is depends on the channels there were, never on their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from models.track.sketch import (
    EXACT,
    HASH_BYTES,
    MINUTE_BYTES,
    REGISTERS,
    cardinality,
    find,
    minute_bytes,
    minute_from,
    rank_of,
    ranked,
)
from models.track.windows import MINUTES

SLIDING: Final = 64
"""Registers of the sliding sketch: a relative standard error of 1.04 / sqrt(64) = 13 %."""

_WIDTH: Final = HASH_BYTES + MINUTE_BYTES
_MARK: Final = 3
"""Bytes of an entry of the sliding sketch: register, rank, minutes before the newest."""

Marks = dict[tuple[int, int], int]
"""(register, rank) -> newest minute."""


class Channels(NamedTuple):
    """Distinct channels, and the minute of the newest post of each."""

    exact: bytes = b""
    """Hash and minute of each channel, as long as they are few."""
    registers: bytes = b""
    lately: bytes = b""
    """The newest minute, then the marks of the sliding sketch."""

    def add(self, key: bytes, minute: int) -> Channels:
        """Give the channels with one that posted in a minute; 0 for a post that moves no window."""
        if self.registers:
            return Channels(b"", ranked(self.registers, key), _slid(self.lately, ((key, minute),)))
        at = find(self.exact, key, _WIDTH)
        if at < 0:
            grown = self.exact + key + minute_bytes(minute)
            return Channels(grown) if len(grown) <= EXACT * _WIDTH else _sketched(grown)
        end = at + _WIDTH
        if minute_from(self.exact[at + HASH_BYTES : end]) >= minute:
            return self
        return Channels(self.exact[: at + HASH_BYTES] + minute_bytes(minute) + self.exact[end:])

    def holds(self, key: bytes) -> bool:
        """Tell whether a channel is known to be among them; False once there are too many to tell."""
        return find(self.exact, key, _WIDTH) >= 0

    def union(self, other: Channels) -> Channels:
        """Give the channels of both; one that is in both is counted once."""
        if self.registers and other.registers:
            registers = bytes(map(max, self.registers, other.registers))
            return Channels(b"", registers, _packed(_marks(self.lately) | _joined(self.lately, other.lately)))
        whole, few = (other, self) if other.registers else (self, other)
        for key, minute in _entries(few.exact):
            whole = whole.add(key, minute)
        return whole

    def size(self) -> int:
        """Estimate how many there are; exact up to `EXACT`."""
        if not self.registers:
            return len(self.exact) // _WIDTH
        return max(EXACT + 1, cardinality(self.registers))

    def since(self, minute: int) -> int:
        """Estimate how many posted from a minute on, one of the last `MINUTES`; exact while all are few."""
        if not self.registers:
            return sum(last >= minute for _, last in _entries(self.exact))
        registers = bytearray(SLIDING)
        for (register, rank), last in _marks(self.lately).items():
            if last >= minute:
                registers[register] = max(registers[register], rank)
        return cardinality(bytes(registers))


def _entries(exact: bytes) -> Iterator[tuple[bytes, int]]:
    for at in range(0, len(exact), _WIDTH):
        yield exact[at : at + HASH_BYTES], minute_from(exact[at + HASH_BYTES : at + _WIDTH])


def _sketched(exact: bytes) -> Channels:
    registers = bytes(REGISTERS)
    for key, _ in _entries(exact):
        registers = ranked(registers, key)
    return Channels(b"", registers, _slid(b"", tuple(_entries(exact))))


def _slid(lately: bytes, posts: tuple[tuple[bytes, int], ...]) -> bytes:
    """Give the sliding sketch with posts of channels; the very same where they change nothing."""
    marks = _marks(lately)
    known = dict(marks)
    for key, minute in posts:
        register, rank = rank_of(key)
        place = register % SLIDING, rank
        marks[place] = max(minute, marks.get(place, 0))
    return lately if marks == known else _packed(marks)


def _joined(one: bytes, other: bytes) -> Marks:
    mine = _marks(one)
    return {place: max(last, mine.get(place, 0)) for place, last in _marks(other).items()}


def _marks(lately: bytes) -> Marks:
    newest = minute_from(lately[:MINUTE_BYTES])
    return {
        (lately[at], lately[at + 1]): newest - lately[at + 2]
        for at in range(MINUTE_BYTES, len(lately), _MARK)
    }


def _packed(marks: Marks) -> bytes:
    """Keep what may still be a window's maximum: newer than all that is as high, and not too old."""
    newest = max(marks.values(), default=0)
    kept, beaten = [minute_bytes(newest)], dict[int, int]()
    for (register, rank), last in sorted(marks.items(), key=lambda mark: (-mark[0][1], mark[0][0])):
        if newest - last < MINUTES and last > beaten.get(register, 0):
            beaten[register] = last
            kept.append(bytes((register, rank, newest - last)))
    return b"".join(kept)
