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
"""Bytes of an entry of the sliding sketch: register, rank, minute modulo 128."""
_REGISTER: Final = 0x80
"""Set in the first byte of an entry and in neither of the others, so that it can be searched for."""
_CLOCK: Final = 0x7F
_SWEEP: Final = 32
"""Minutes between two looks for old marks: `MINUTES` and this are less than `_CLOCK`."""

Mark = tuple[int, int, int]
"""Register, rank, minute."""


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
            return Channels(b"", ranked(self.registers, key), _slid(self.lately, rank_of(key), minute))
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
            lately = self.lately
            for register, rank, minute in _marks(other.lately):
                lately = _slid(lately, (register, rank), minute)
            return Channels(b"", registers, lately)
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
        for register, rank, last in _marks(self.lately):
            if last >= minute and rank > registers[register]:
                registers[register] = rank
        return cardinality(bytes(registers))


def _entries(exact: bytes) -> Iterator[tuple[bytes, int]]:
    for at in range(0, len(exact), _WIDTH):
        yield exact[at : at + HASH_BYTES], minute_from(exact[at + HASH_BYTES : at + _WIDTH])


def _sketched(exact: bytes) -> Channels:
    registers, lately = bytes(REGISTERS), b""
    for key, minute in _entries(exact):
        registers = ranked(registers, key)
        lately = _slid(lately, rank_of(key), minute)
    return Channels(b"", registers, lately)


def _slid(lately: bytes, place: tuple[int, int], minute: int) -> bytes:
    """Give the sliding sketch with a post of a channel of this register and rank."""
    newest = minute_from(lately[:MINUTE_BYTES])
    if minute <= newest - MINUTES or not minute:
        return lately
    if minute > newest:
        lately, newest = _moved_on(lately, minute), minute
    register, rank = _REGISTER | place[0] % SLIDING, place[1]
    at = lately.find(register, MINUTE_BYTES)
    while at >= 0:
        higher, last = lately[at + 1] - rank, _minute(lately, at, newest)
        if higher >= 0 and last >= minute:
            return lately
        if higher <= 0 and last <= minute:
            lately, at = lately[:at] + lately[at + _MARK :], at - _MARK
        at = lately.find(register, at + _MARK)
    return lately + bytes((register, rank, minute & _CLOCK))


def _moved_on(lately: bytes, minute: int) -> bytes:
    """Give the sliding sketch as of a later minute; now and then, what is too old for any window is let go.

    Often enough that no mark is older than `_CLOCK` minutes, since it would be taken for a new one.
    """
    if minute // _SWEEP == minute_from(lately[:MINUTE_BYTES]) // _SWEEP:
        return minute_bytes(minute) + lately[MINUTE_BYTES:]
    kept = [minute_bytes(minute)]
    for register, rank, last in _marks(lately):
        if last > minute - MINUTES:
            kept.append(bytes((_REGISTER | register, rank, last & _CLOCK)))
    return b"".join(kept)


def _marks(lately: bytes) -> Iterator[Mark]:
    newest = minute_from(lately[:MINUTE_BYTES])
    for at in range(MINUTE_BYTES, len(lately), _MARK):
        yield lately[at] & ~_REGISTER, lately[at + 1], _minute(lately, at, newest)


def _minute(lately: bytes, at: int, newest: int) -> int:
    return newest - ((newest - lately[at + 2]) & _CLOCK)
