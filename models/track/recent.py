"""The last posts of a claim, so that an edit, a deletion or a newer counter of one can be taken in.

11 bytes a post: hash of the uid (6), stance and mark of deletion (1), views (4).
What is older than the last `KEPT` posts can no longer turn: its stance stays counted as it was.
"""

from __future__ import annotations

from typing import Final, NamedTuple, get_args

from models.mention import Stance
from models.track.sketch import HASH_BYTES, find

KEPT: Final = 64
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)

_WIDTH: Final = HASH_BYTES + 5
_DELETED: Final = 0x80
_UNKNOWN: Final = 2**32 - 1
"""Stands for views that the source does not tell."""


class Known(NamedTuple):
    """What is remembered of one post."""

    stance: Stance
    views: int | None = None
    deleted: bool = False


def recall(recent: bytes, key: bytes) -> Known | None:
    """Give what is remembered of a post; None where it is not among the last ones."""
    at = find(recent, key, _WIDTH)
    if at < 0:
        return None
    mark = recent[at + HASH_BYTES]
    views = int.from_bytes(recent[at + HASH_BYTES + 1 : at + _WIDTH], "big")
    return Known(
        stance=STANCES[mark & 0x7F],
        views=None if views == _UNKNOWN else views,
        deleted=bool(mark & _DELETED),
    )


def remember(recent: bytes, key: bytes, known: Known) -> bytes:
    """Give the last posts with one more, or with one replaced in its place."""
    entry = _packed(key, known)
    at = find(recent, key, _WIDTH)
    if at >= 0:
        return recent[:at] + entry + recent[at + _WIDTH :]
    return (recent + entry)[-KEPT * _WIDTH :]


def forget(recent: bytes, key: bytes) -> bytes:
    """Give the last posts without one."""
    at = find(recent, key, _WIDTH)
    return recent if at < 0 else recent[:at] + recent[at + _WIDTH :]


def united(one: bytes, other: bytes) -> bytes:
    """Give the last posts of two claims together; where they are too many, as many of each as can be."""
    new = [other[at : at + _WIDTH] for at in range(0, len(other), _WIDTH)]
    new = [entry for entry in new if find(one, entry[:HASH_BYTES], _WIDTH) < 0]
    old = [one[at : at + _WIDTH] for at in range(0, len(one), _WIDTH)]
    room = max(KEPT // 2, KEPT - len(new))
    kept = old[-room:]
    return b"".join(kept + new[max(0, len(new) - (KEPT - len(kept))) :])


def shared(one: bytes, other: bytes) -> tuple[Known, ...]:
    """Give what the second claim remembers of the posts that both remember."""
    keys = (other[at : at + HASH_BYTES] for at in range(0, len(other), _WIDTH))
    known = (recall(other, key) for key in keys if find(one, key, _WIDTH) >= 0)
    return tuple(post for post in known if post is not None)


def _packed(key: bytes, known: Known) -> bytes:
    mark = STANCES.index(known.stance) | (_DELETED if known.deleted else 0)
    views = _UNKNOWN if known.views is None else min(known.views, _UNKNOWN - 1)
    return key + bytes((mark,)) + views.to_bytes(4, "big")
