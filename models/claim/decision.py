"""What was decided of one post, kept under its key so that a second delivery gets the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.mention import Path, Stance
from models.text.near_copy import Sketch


@dataclass(frozen=True, slots=True)
class Further:
    """Another claim that a long post speaks of in one of its sentences."""

    claim: str
    stance: Stance
    similarity: float
    why: tuple[str, ...]
    part: int | None
    """Number of the sentence among the reading's parts; None once an edit took it out."""
    offset: int
    """Offset in ``vectors`` at which it was decided: that of the post, or of an edit."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one post."""

    key: str
    """The post's folded uid."""
    claim: str | None
    stance: Stance
    similarity: float
    path: Path
    why: tuple[str, ...]
    source: str
    """The channel or link the post traces to; posts of one source count as one."""
    channel: str
    offset: int
    """Offset in ``vectors`` at which it was decided."""
    at: datetime
    """Event time of what was last taken in for this post: the post itself, or its newest edit."""
    parent: str | None = None
    """Folded uid of the post it forwards, quotes or answers."""
    parent_read: bool = True
    copy_key: str | None = None
    """Set, like the next four, only for the first post with it: what follows finds that one."""
    unread: str | None = None
    """The parent, where it was never read: the other posts that name it are found to be of one claim."""
    sketch: Sketch | None = None
    page: str | None = None
    """The page this post is."""
    pages: tuple[str, ...] = ()
    """The page its text tells of; none where it links to several."""
    deleted: bool = False
    posted_at: datetime | None = None
    """Event time of the post itself, once ``at`` is that of an edit."""
    pinned: bool = False
    """An editor put it where it is: the machine leaves it there."""
    read_at: datetime | None = None
    """When a connector read the post; None where that is not known."""
    also: tuple[Further, ...] = ()
    """The other claims it speaks of."""
    opinions: tuple[str, ...] = ()
    """Second opinions on its stance that were heeded (`models.judge`)."""

    @property
    def posted(self) -> datetime:
        """Event time of the post itself: an edit or a deletion is no sign of life of its claim."""
        return self.posted_at or self.at

    @property
    def seen(self) -> datetime:
        """The time from which it is remembered: an old post read today is known as long as a new one."""
        return max(self.at, self.read_at) if self.read_at else self.at
