"""What is remembered of a channel between two readings of its history."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from telethon.tl import types

from models.post import Kind

KEPT: Final = 60
"""Posts of a channel whose edits and deletions are noticed when its history is read again."""
GROWTH: Final = 2
LEAST: Final = (500, 20, 20)
"""Counters of a post are told again when its views, forwards or replies have grown `GROWTH`-fold since they
were told, and by so many at least: from 500 to 64,000 views in seven steps, however often it is read."""
PIECE: Final = "+"
"""Before the id of an album's first message: stands for a digest where a message is another one of it."""

Counters = tuple[int, int, int]
"""Views, forwards, replies; 0 where Telegram tells none."""
UNTOLD: Final[Counters] = (0, 0, 0)

AnyMessage: TypeAlias = Any
"""A `types.Message` or `types.MessageService` (a new title, a pinned post); Telethon has no types."""


@dataclass(frozen=True, slots=True)
class Change:
    """News of one post; a deletion has no pieces."""

    kind: Kind
    id: int
    """Of the message, or of the first one its album had: that names the post, even when it is gone."""
    pieces: tuple[types.Message, ...] = ()
    counters_only: bool = False
    """The text is as it was; the counters have grown."""


@dataclass(slots=True)
class Seen:
    """What was read of a channel and is in Kafka."""

    last_id: int | None = None
    """All up to this id has been read, None: nothing yet. Pushes do not move it: they may leave gaps."""
    digests: dict[int, str] = field(default_factory=dict)
    """Message id -> digest of its text, for the latest `KEPT`."""
    counters: dict[int, Counters] = field(default_factory=dict)
    """Post id -> its counters as they were told last, for the same."""
    stamps: dict[int, float] = field(default_factory=dict)
    """Post id -> when the text told last was written, for the same; not kept over a restart."""
    gone: deque[int] = field(default_factory=lambda: deque(maxlen=KEPT))
    """Posts whose deletion was told lately: it may be pushed after the history; not kept over a restart."""
    met: set[int] = field(default_factory=set)
    """Ids above ``last_id`` that were pushed; not kept over a restart."""

    @property
    def floor(self) -> int:
        """The lowest id that is still compared: never above the first that was not read."""
        return min([*self.digests, (self.last_id or 0) + 1])

    def knows(self, pieces: Sequence[types.Message]) -> bool:
        """Tell whether this text has gone on already."""
        return self.digests.get(self.name_of(pieces[0].id)) == digest(pieces)

    def outdated(self, change: Change, *, pushed: bool = False) -> bool:
        """Tell whether a later text or the deletion has gone on: a history may come before an earlier push.

        A post that a history shows again after its deletion was told is there: the server had lagged.
        """
        if pushed and change.pieces and change.id in self.gone:
            return True
        if not change.pieces or change.pieces[0].grouped_id:
            return False
        return stamp(change.pieces) < self.stamps.get(change.id, 0.0)

    def outgrown(self, post_id: int, pieces: Sequence[types.Message]) -> bool:
        """Tell whether the counters of a post have grown so much that they are told again."""
        told = self.counters.get(post_id, UNTOLD)
        return any(
            now >= GROWTH * before and now - before >= least
            for now, before, least in zip(counters(pieces), told, LEAST, strict=True)
        )

    def name_of(self, message_id: int) -> int:
        """Give the id of the post that a message belongs to: of the first message its album had."""
        held = self.digests.get(message_id, "")
        return int(held.removeprefix(PIECE)) if held.startswith(PIECE) else message_id

    def lose(self, message_ids: Sequence[int]) -> list[int]:
        """Forget deleted messages; return the posts that are gone: of an album, when all of it is.

        An album whose first message is deleted before the others stays until a reading finds them gone.
        """
        message_ids = [one for one in message_ids if one not in self.gone]
        alone = [one for one in message_ids if self.name_of(one) == one]
        for one in set(message_ids) - set(alone):
            del self.digests[one]
        standing = {self.name_of(one) for one in self.digests if self.name_of(one) != one}
        return [one for one in alone if one not in standing]

    def kind_of(self, message_id: int) -> Kind:
        """Tell whether news of a message is an edit; a first sight is a post, though it was edited since."""
        known = message_id in self.digests or message_id < self.floor
        return "edit" if known else "post"

    def note(self, change: Change) -> None:
        """Remember a change that is in Kafka."""
        if change.kind == "delete":
            self.digests.pop(change.id, None)
            self.counters.pop(change.id, None)
            self.stamps.pop(change.id, None)
            self.gone.append(change.id)
            return
        if change.kind == "edit" and change.id < self.floor:
            return  # older than what is compared: remembered, it would make all between look new
        self.digests |= {piece.id: f"{PIECE}{change.id}" for piece in change.pieces if piece.id != change.id}
        self.digests[change.id] = digest(change.pieces)
        self.counters[change.id] = counters(change.pieces)
        self.stamps[change.id] = stamp(change.pieces)
        for old in sorted(self.digests)[:-KEPT]:
            del self.digests[old]
            self.counters.pop(old, None)
            self.stamps.pop(old, None)

    def meet(self, message_ids: Iterable[int]) -> None:
        """Remember messages that were pushed: they are no hole when the history lacks them."""
        self.met |= {one for one in message_ids if one > (self.last_id or 0)}

    def move(self, history: Sequence[AnyMessage]) -> None:
        """Take all up to the end of a history for read."""
        self.last_id = max((one.id for one in history), default=self.last_id or 0)
        self.met = {one for one in self.met if one > self.last_id}


def digest(pieces: Sequence[types.Message]) -> str:
    """Shorten the text of a message or album to 8 hexadecimal digits."""
    text = next((piece.message for piece in pieces if piece.message), "")
    return hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


def stamp(pieces: Sequence[types.Message]) -> float:
    """Give the time at which the latest of them was written or edited, in seconds since 1970."""
    times = (one.edit_date or one.date for one in pieces)
    return max((time.timestamp() for time in times if time), default=0.0)


def counters(pieces: Sequence[types.Message]) -> Counters:
    """Give the counters of a message or album; of an album the largest of its messages."""
    return (
        max(one.views or 0 for one in pieces),
        max(one.forwards or 0 for one in pieces),
        max((one.replies.replies or 0) if one.replies else 0 for one in pieces),
    )
