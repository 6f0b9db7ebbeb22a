"""Counting distinct things, and adding up what they weigh, in bounded space.

Both sketches are exact as long as there is little to count, and both come to the same answer in whatever
order things arrive. `datasketch.HyperLogLog` was weighed and left: its state is a numpy array, slow to copy
in a step that must not change its input, and it has no exact stage.
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

_ENTRY: Final = HASH_BYTES + 5
_RANK_BITS: Final = 40
_SPACE: Final = 1 << (8 * HASH_BYTES)


def digest(name: str) -> bytes:
    """Hash a name to `HASH_BYTES` bytes, the same on every machine."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


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
            return self._ranked(key)
        if find(self.exact, key, HASH_BYTES) >= 0:
            return self
        grown = self.exact + key
        return Distinct(grown) if len(grown) <= EXACT * HASH_BYTES else _sketched(grown)

    def holds(self, key: bytes) -> bool:
        """Tell whether a thing is known to be in the set; False once there are too many to tell."""
        return find(self.exact, key, HASH_BYTES) >= 0

    def _ranked(self, key: bytes) -> Distinct:
        register, rank = _rank(key)
        if self.registers[register] >= rank:
            return self
        return Distinct(b"", self.registers[:register] + bytes((rank,)) + self.registers[register + 1 :])

    def union(self, other: Distinct) -> Distinct:
        """Give the set with all things of another; a thing that is in both is counted once."""
        if self.registers and other.registers:
            return Distinct(b"", bytes(map(max, self.registers, other.registers)))
        whole, few = (other, self) if other.registers else (self, other)
        for at in range(0, len(few.exact), HASH_BYTES):
            whole = whole.add(few.exact[at : at + HASH_BYTES])
        return whole

    def size(self) -> int:
        """Estimate how many distinct things were added; exact up to `EXACT`.

        HyperLogLog with linear counting in its lower range: Flajolet, Fusy, Gandouet, Meunier 2007, fig. 3.
        """
        if not self.registers:
            return len(self.exact) // HASH_BYTES
        m = REGISTERS
        raw = (0.7213 / (1 + 1.079 / m)) * m * m / sum(2.0**-rank for rank in self.registers)
        empty = self.registers.count(0)
        if raw <= 2.5 * m and empty:
            raw = m * math.log(m / empty)
        return max(EXACT + 1, round(raw))


def _rank(key: bytes) -> tuple[int, int]:
    """Give the register of a hash (its first byte) and the place of the first 1 among its other 40 bits."""
    rest = int.from_bytes(key[1:], "big")
    return key[0], _RANK_BITS - rest.bit_length() + 1


def _sketched(hashes: bytes) -> Distinct:
    registers = bytearray(REGISTERS)
    for at in range(0, len(hashes), HASH_BYTES):
        register, rank = _rank(hashes[at : at + HASH_BYTES])
        registers[register] = max(registers[register], rank)
    return Distinct(b"", bytes(registers))


class Weights(NamedTuple):
    """The total weight of distinct things, each with the greatest weight it was seen with.

    A priority sample (Duffield, Lund, Thorup 2007, "Priority sampling for estimation of arbitrary subset
    sums"): kept are the `SAMPLED` things of highest priority weight / u, u in (0, 1] from the hash; a thing
    kept stands for max(weight, threshold). Relative standard error at most 1 / sqrt(SAMPLED - 1) = 15 %, far
    less where a few heavy things make up most of the total, as channels do. Exact up to `SAMPLED` things.
    """

    entries: bytes = b""
    threshold: float = 0.0
    """Highest priority that was ever dropped."""

    def add(self, key: bytes, weight: int) -> Weights:
        """Give the sample after a thing was seen; the very same object where nothing changes."""
        weight = min(weight, HEAVIEST)
        at = find(self.entries, key, _ENTRY)
        if at >= 0 and _weight(self.entries, at) >= weight:
            return self
        rest = self.entries if at < 0 else self.entries[:at] + self.entries[at + _ENTRY :]
        grown = rest + key + weight.to_bytes(5, "big")
        return Weights(grown, self.threshold) if len(grown) <= SAMPLED * _ENTRY else self._dropped(grown)

    def union(self, other: Weights) -> Weights:
        """Give the sample of both together; a thing that is in both has the greater of its weights."""
        threshold = max(self.threshold, other.threshold)
        both = Weights(self.entries, threshold)
        for at in range(0, len(other.entries), _ENTRY):
            both = both.add(other.entries[at : at + HASH_BYTES], _weight(other.entries, at))
        kept = (
            both.entries[at : at + _ENTRY]
            for at in range(0, len(both.entries), _ENTRY)
            if _priority(both.entries, at) >= threshold
        )
        return Weights(b"".join(kept), both.threshold)

    def _dropped(self, grown: bytes) -> Weights:
        lightest = min(range(0, len(grown), _ENTRY), key=lambda at: _priority(grown, at))
        threshold = max(self.threshold, _priority(grown, lightest))
        return Weights(grown[:lightest] + grown[lightest + _ENTRY :], threshold)

    def total(self) -> int:
        """Estimate the total weight; exact up to `SAMPLED` things."""
        starts = range(0, len(self.entries), _ENTRY)
        return round(sum(max(_weight(self.entries, at), self.threshold) for at in starts))


def _weight(entries: bytes, at: int) -> int:
    return int.from_bytes(entries[at + HASH_BYTES : at + _ENTRY], "big")


def _priority(entries: bytes, at: int) -> float:
    share = int.from_bytes(entries[at : at + HASH_BYTES], "big") + 1
    return _weight(entries, at) * _SPACE / share
