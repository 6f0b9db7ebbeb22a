"""What other claims handed over to one, so that nothing is taken in twice.

14 bytes each: hash of the claim it came from (6), offset in ``vectors`` at which that was decided (8). What
one claim hands over comes in order, so its last offset is enough.
"""

from __future__ import annotations

from typing import Final

from models.track.sketch import HASH_BYTES, digest, find

MOST_TAKEN: Final = 32
"""Claims remembered; redelivery repeats what came last."""
_WIDTH: Final = HASH_BYTES + 8


def was_taken(taken: bytes, source: str, offset: int) -> bool:
    """Tell whether what a claim handed over at an offset is in already."""
    at = find(taken, digest(source), _WIDTH)
    return at >= 0 and offset <= _offset(taken, at)


def noted(taken: bytes, source: str, offset: int) -> bytes:
    """Note what a claim handed over."""
    key = digest(source)
    at = find(taken, key, _WIDTH)
    rest = taken if at < 0 else taken[:at] + taken[at + _WIDTH :]
    return (rest + key + offset.to_bytes(8, "big"))[-MOST_TAKEN * _WIDTH :]


def came_with(taken: bytes, offset: int) -> bool:
    """Tell whether a post that was decided at an offset came with what a claim handed over."""
    return any(_offset(taken, at) == offset for at in range(0, len(taken), _WIDTH))


def united(one: bytes, other: bytes) -> bytes:
    """Give what two claims have taken in; of each source the later offset."""
    for at in range(0, len(other), _WIDTH):
        key, offset = other[at : at + HASH_BYTES], _offset(other, at)
        known = find(one, key, _WIDTH)
        if known >= 0 and _offset(one, known) >= offset:
            continue
        rest = one if known < 0 else one[:known] + one[known + _WIDTH :]
        one = rest + other[at : at + _WIDTH]
    return one[-MOST_TAKEN * _WIDTH :]


def _offset(taken: bytes, at: int) -> int:
    return int.from_bytes(taken[at + HASH_BYTES : at + _WIDTH], "big")
