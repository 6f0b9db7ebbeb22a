"""What changed in a channel between two looks at its page: a pure comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.preview.page import Shown
from models.post import Kind

KEPT: Final = 60
"""Messages of a channel whose edits and deletions are noticed."""
GROWTH: Final = 2
LEAST: Final = 500
"""The views of a post are told again when they have grown `GROWTH`-fold since, and by so many at least."""
PIECE: Final = "+"
"""Before the id of an album's first message: stands for a digest where a message is another one of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """News of one post; a deletion shows nothing."""

    kind: Kind
    id: int
    """Of the message, or of the first one its album had: that names the post, even when it is gone."""
    shown: Shown | None = None
    views_only: bool = False
    """The text is as it was; it has been viewed much more."""


@dataclass(slots=True)
class Seen:
    """What was read of a channel and is in Kafka."""

    last_id: int | None = None
    """All up to this id has been read; None: nothing yet."""
    digests: dict[int, str] = field(default_factory=dict)
    """Message id -> digest of its text, for the latest `KEPT`."""
    views: dict[int, int] = field(default_factory=dict)
    """Post id -> its views as they were told last, for the same."""
    missing: set[int] = field(default_factory=set)
    """Posts that the latest look did not find; a second one makes it certain."""

    @property
    def floor(self) -> int:
        """The lowest id that is still compared."""
        return min([*self.digests, (self.last_id or 0) + 1])

    def name_of(self, message_id: int) -> int:
        """Give the id of the post that a message belongs to: of the first message its album had."""
        held = self.digests.get(message_id, "")
        return int(held.removeprefix(PIECE)) if held.startswith(PIECE) else message_id

    def outgrown(self, name: int, post: Shown) -> bool:
        """Tell whether the views of a post have grown so much that they are told again."""
        views, told = post.views or 0, self.views.get(name, 0)
        return views >= GROWTH * told and views - told >= LEAST

    def note(self, change: Change) -> None:
        """Remember a change that is in Kafka."""
        self.missing.discard(change.id)
        self.views.pop(change.id, None)
        if change.shown is None:
            gone = [one for one in self.digests if self.name_of(one) == change.id]
            for one in gone:
                del self.digests[one]
            return
        self.digests |= {piece: f"{PIECE}{change.id}" for piece in change.shown.pieces if piece != change.id}
        if not change.views_only:
            self.digests[change.id] = change.shown.digest
        self.views[change.id] = change.shown.views or 0
        for old in sorted(self.digests)[:-KEPT]:
            del self.digests[old]
            self.views.pop(old, None)


def changes(posts: Sequence[Shown], seen: Seen) -> list[Change]:
    """Tell what is news in a row of posts without holes, in ascending order; deletions come first.

    A post that is not found where it should stand is `Seen.missing` first, and deleted when the next look
    does not find it either: one page that lags behind must not take a denial back.
    """
    news: list[Change] = []
    for post in posts:
        name = seen.name_of(post.id)
        known = name in seen.digests
        if known and not post.hidden and seen.digests[name] != post.digest:
            news.append(Change("edit", name, post))
        elif known and not post.hidden and seen.outgrown(name, post):
            news.append(Change("edit", name, post, views_only=True))
        elif not known and post.id >= seen.floor:
            news.append(Change("post", name, post))
    return _deleted(posts, seen) + news


def _deleted(posts: Sequence[Shown], seen: Seen) -> list[Change]:
    if not posts:
        return []
    standing = {seen.name_of(piece) for post in posts for piece in post.pieces}
    # Beyond the newest post shown nothing is certain: the page may come from a server that lags.
    within = [one for one in sorted(seen.digests) if posts[0].id <= one <= posts[-1].pieces[-1]]
    absent = {one for one in within if seen.name_of(one) == one and one not in standing}
    certain = sorted(absent & seen.missing)
    seen.missing = (seen.missing - standing) | absent
    return [Change("delete", one) for one in certain]
