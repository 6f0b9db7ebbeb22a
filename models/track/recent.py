"""The last posts of a claim, so that an edit, a deletion or a newer counter of one can be taken in.

16 bytes a post: hash of the uid (6), stance and marks (1), views (4), minute (3), hash of its words (2).
What is older than the last `KEPT` posts can no longer turn: its stance stays counted as it was.
"""

from __future__ import annotations

from typing import Final, NamedTuple, get_args

from models.mention import Stance
from models.track.sketch import HASH_BYTES, MINUTE_BYTES, find, minute_bytes, minute_from

KEPT: Final = 64
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)

WORDS_BYTES: Final = 2
_VIEWS: Final = HASH_BYTES + 1
_MINUTE: Final = _VIEWS + 4
_WORDS: Final = _MINUTE + MINUTE_BYTES
_WIDTH: Final = _WORDS + WORDS_BYTES
_DELETED: Final = 0x80
_LATE: Final = 0x40
_STANCE: Final = 0x0F
_UNKNOWN: Final = 2**32 - 1
"""Stands for views that the source does not tell."""


class Known(NamedTuple):
    """What is remembered of one post."""

    stance: Stance
    views: int | None = None
    deleted: bool = False
    minute: int = 0
    """Of its publication, counted from 1970."""
    words: bytes = bytes(WORDS_BYTES)
    """Hash of what it said, to tell an edit of its words from one of its counters."""
    late: bool = False
    """It was read too late to be in a window."""


def recall(recent: bytes, key: bytes) -> Known | None:
    """Give what is remembered of a post; None where it is not among the last ones."""
    at = find(recent, key, _WIDTH)
    if at < 0:
        return None
    mark = recent[at + HASH_BYTES]
    views = int.from_bytes(recent[at + _VIEWS : at + _MINUTE], "big")
    return Known(
        stance=STANCES[mark & _STANCE],
        views=None if views == _UNKNOWN else views,
        deleted=bool(mark & _DELETED),
        minute=minute_from(recent[at + _MINUTE : at + _WORDS]),
        words=recent[at + _WORDS : at + _WIDTH],
        late=bool(mark & _LATE),
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


def fewer(recent: bytes) -> bytes:
    """Give the later half of as many posts as are kept, or all where they are no more."""
    return recent[-(KEPT // 2) * _WIDTH :]


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
    mark = STANCES.index(known.stance) | (_DELETED if known.deleted else 0) | (_LATE if known.late else 0)
    views = _UNKNOWN if known.views is None else min(known.views, _UNKNOWN - 1)
    return key + bytes((mark,)) + views.to_bytes(4, "big") + minute_bytes(known.minute) + known.words
