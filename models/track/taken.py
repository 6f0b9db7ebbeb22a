"""What other claims handed over to one, so that nothing is taken in twice.

14 bytes each: hash of the claim it came from (6), offset in ``vectors`` at which that was decided (8).
"""

from __future__ import annotations

from typing import Final

from models.track.sketch import HASH_BYTES, digest

MOST_TAKEN: Final = 32
"""Handovers remembered; redelivery repeats what came last."""
_WIDTH: Final = HASH_BYTES + 8


def was_taken(taken: bytes, source: str, offset: int) -> bool:
    """Tell whether what a claim handed over at an offset is in already."""
    return _entry(source, offset) in _entries(taken)


def noted(taken: bytes, source: str, offset: int) -> bytes:
    """Note what a claim handed over."""
    entry = _entry(source, offset)
    return (taken if entry in _entries(taken) else taken + entry)[-MOST_TAKEN * _WIDTH :]


def came_by_now(taken: bytes, offset: int) -> bool:
    """Tell whether what was decided at an offset is here; what is older than all remembered came long ago."""
    offsets = _offsets(taken)
    return offset in offsets or (len(offsets) == MOST_TAKEN and offset < min(offsets))


def united(one: bytes, other: bytes) -> bytes:
    """Give what two claims have taken in, in the order of its decision."""
    entries = {*_entries(one), *_entries(other)}
    ordered = sorted(entries, key=lambda entry: (entry[HASH_BYTES:], entry))
    return b"".join(ordered[-MOST_TAKEN:])


def _entry(source: str, offset: int) -> bytes:
    return digest(source) + offset.to_bytes(8, "big")


def _entries(taken: bytes) -> list[bytes]:
    return [taken[at : at + _WIDTH] for at in range(0, len(taken), _WIDTH)]


def _offsets(taken: bytes) -> list[int]:
    return [int.from_bytes(entry[HASH_BYTES:], "big") for entry in _entries(taken)]
