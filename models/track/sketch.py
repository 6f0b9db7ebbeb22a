"""Counting distinct things, and adding up what they weigh, in bounded space.

Both sketches are exact as long as there is little to count, and both come to the same answer in whatever
order things arrive. `datasketch` 2 was weighed and left: it needs SciPy, 100 MB that nothing else at run time
does; its HyperLogLog is a numpy array, slow to copy in a step that must not change its input, has no exact
stage and no window; and it has nothing for weights.
"""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import Final, NamedTuple

HASH_BYTES: Final = 6
EXACT: Final = 64
"""Distinct things counted exactly; two of so many collide in 48 bits once in 10^11 claims."""
REGISTERS: Final = 256
"""HyperLogLog registers: a relative standard error of 1.04 / sqrt(256) = 6.5 %."""
SAMPLED: Final = 48
"""Weighted things kept."""
HEAVIEST: Final = 2**40 - 1
"""Largest weight kept, in 5 bytes: more than a hundred times mankind."""
MINUTE_BYTES: Final = 3
FIRST_MINUTE: Final = 21_037_680
"""Minutes are kept as counted from here, the year 2010, in so many bytes: until 2041."""

_WEIGHED: Final = HASH_BYTES + 5
_ENTRY: Final = _WEIGHED + MINUTE_BYTES
_RANK_BITS: Final = 40
_SPACE: Final = 1 << (8 * HASH_BYTES)
_ALPHAS: Final = {16: 0.673, 32: 0.697, 64: 0.709}
_POWERS: Final = [2.0**-rank for rank in range(_RANK_BITS + 2)]


def digest(name: str) -> bytes:
    """Hash a name to `HASH_BYTES` bytes, the same on every machine."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


def minute_bytes(minute: int) -> bytes:
    """Write the number of a minute (from 1970) in `MINUTE_BYTES`; what lies outside goes to an end."""
    return min(max(0, minute - FIRST_MINUTE), (1 << 8 * MINUTE_BYTES) - 1).to_bytes(MINUTE_BYTES, "big")


def minute_from(value: bytes) -> int:
    """Read what `minute_bytes` wrote; 0 for the first of all."""
    minutes = int.from_bytes(value, "big")
    return minutes + FIRST_MINUTE if minutes else 0


def find(entries: bytes, key: bytes, width: int) -> int:
    """Give where an entry of fixed width that begins with a key lies; -1 where there is none."""
    at = entries.find(key)
    while at > 0 and at % width:
        at = entries.find(key, at + 1)
    return at


class Distinct(NamedTuple):
    """A set that can be counted: hashes up to `EXACT`, then HyperLogLog registers."""

    exact: bytes = b""
    registers: bytes = b""

    def add(self, key: bytes) -> Distinct:
        """Give the set with a thing in it; the very same object where nothing changes."""
        if self.registers:
            registers = ranked(self.registers, key)
            return self if registers is self.registers else Distinct(b"", registers)
        if find(self.exact, key, HASH_BYTES) >= 0:
            return self
        grown = self.exact + key
        return Distinct(grown) if len(grown) <= EXACT * HASH_BYTES else _sketched(grown)

    def union(self, other: Distinct) -> Distinct:
        """Give the set with all things of another; a thing that is in both is counted once."""
        if self.registers and other.registers:
            return Distinct(b"", bytes(map(max, self.registers, other.registers)))
        whole, few = (other, self) if other.registers else (self, other)
        for at in range(0, len(few.exact), HASH_BYTES):
            whole = whole.add(few.exact[at : at + HASH_BYTES])
        return whole

    def size(self) -> int:
        """Estimate how many distinct things were added; exact up to `EXACT`."""
        if not self.registers:
            return len(self.exact) // HASH_BYTES
        return max(EXACT + 1, cardinality(self.registers))


def cardinality(registers: bytes) -> int:
    """Estimate how many distinct things set these registers.

    HyperLogLog with linear counting in its lower range: Flajolet, Fusy, Gandouet, Meunier 2007, fig. 3.
    """
    m = len(registers)
    alpha = _ALPHAS.get(m) or 0.7213 / (1 + 1.079 / m)
    raw = alpha * m * m / sum(map(_POWERS.__getitem__, registers))
    empty = registers.count(0)
    if raw <= 2.5 * m and empty:
        raw = m * math.log(m / empty)
    return round(raw)


def ranked(registers: bytes, key: bytes) -> bytes:
    """Give the registers with a thing in them; the very same where nothing changes."""
    register, rank = rank_of(key)
    if registers[register] >= rank:
        return registers
    return registers[:register] + bytes((rank,)) + registers[register + 1 :]


def rank_of(key: bytes) -> tuple[int, int]:
    """Give the register of a hash (its first byte) and the place of the first 1 among its other 40 bits."""
    rest = int.from_bytes(key[1:], "big")
    return key[0], _RANK_BITS - rest.bit_length() + 1


def _sketched(hashes: bytes) -> Distinct:
    registers = bytes(REGISTERS)
    for at in range(0, len(hashes), HASH_BYTES):
        registers = ranked(registers, hashes[at : at + HASH_BYTES])
    return Distinct(b"", registers)


class Weights(NamedTuple):
    """The total weight of distinct things, each with the greatest weight it was seen with, and when last.

    A priority sample (Duffield, Lund, Thorup 2007, "Priority sampling for estimation of arbitrary subset
    sums"): kept are the `SAMPLED` things of highest priority weight / u, u in (0, 1] from the hash; a thing
    kept stands for max(weight, threshold). Relative standard error at most 1 / sqrt(SAMPLED - 1) = 15 %, far
    less where a few heavy things make up most of the total, as channels do. Exact up to `SAMPLED` things.
    """

    entries: bytes = b""
    threshold: float = 0.0
    """Highest priority that was ever dropped."""

    def add(self, key: bytes, weight: int, minute: int = 0) -> Weights:
        """Give the sample after a thing was seen; the very same object where nothing changes.

        Nothing is added of what has no weight, but what is known from before is seen all the same.
        """
        at = find(self.entries, key, _ENTRY)
        if at < 0:
            return self._with(key, min(weight, HEAVIEST), minute) if weight > 0 else self
        known, seen = _weight(self.entries, at), _minute(self.entries, at)
        if known >= weight and seen >= minute:
            return self
        entry = key + max(known, min(weight, HEAVIEST)).to_bytes(5, "big") + minute_bytes(max(seen, minute))
        return Weights(self.entries[:at] + entry + self.entries[at + _ENTRY :], self.threshold)

    def union(self, other: Weights) -> Weights:
        """Give the sample of both together; a thing that is in both has the greater of its weights."""
        threshold = max(self.threshold, other.threshold)
        both = Weights(self.entries, threshold)
        for at in range(0, len(other.entries), _ENTRY):
            both = both.add(
                other.entries[at : at + HASH_BYTES], _weight(other.entries, at), _minute(other.entries, at)
            )
        kept = (
            both.entries[at : at + _ENTRY]
            for at in range(0, len(both.entries), _ENTRY)
            if _priority(both.entries, at) >= threshold
        )
        return Weights(b"".join(kept), both.threshold)

    def _with(self, key: bytes, weight: int, minute: int) -> Weights:
        entry = key + weight.to_bytes(5, "big") + minute_bytes(minute)
        if _priority(entry, 0) <= self.threshold:
            return self
        grown = self.entries + entry
        return Weights(grown, self.threshold) if len(grown) <= SAMPLED * _ENTRY else self._dropped(grown)

    def _dropped(self, grown: bytes) -> Weights:
        lightest = min(range(0, len(grown), _ENTRY), key=lambda at: _priority(grown, at))
        threshold = max(self.threshold, _priority(grown, lightest))
        return Weights(grown[:lightest] + grown[lightest + _ENTRY :], threshold)

    def total(self, since: int = 0) -> int:
        """Estimate the total weight of what was last seen in a minute or after it; exact up to `SAMPLED`."""
        return round(
            sum(
                max(_weight(self.entries, at), self.threshold)
                for at in range(0, len(self.entries), _ENTRY)
                if _minute(self.entries, at) >= since
            )
        )

    def of(self, key: bytes) -> int | None:
        """Give the weight of one thing; None where it is not in the sample."""
        at = find(self.entries, key, _ENTRY)
        return None if at < 0 else _weight(self.entries, at)


def _weight(entries: bytes, at: int) -> int:
    return int.from_bytes(entries[at + HASH_BYTES : at + _WEIGHED], "big")


def _minute(entries: bytes, at: int) -> int:
    return minute_from(entries[at + _WEIGHED : at + _ENTRY])


def _priority(entries: bytes, at: int) -> float:
    share = int.from_bytes(entries[at : at + HASH_BYTES], "big") + 1
    return _weight(entries, at) * _SPACE / share
