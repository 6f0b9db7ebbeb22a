"""What the ordered stage decides of one post: the value of the topic ``mentions``.

A mention is a post together with the claim it belongs to. Each carries the offset in ``vectors`` at which it
was decided; whoever follows a claim skips what is not above the last offset applied, so that a mention that
is delivered twice counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.reading import Statement

Stance = Literal["support", "deny", "query", "comment"]
Path = Literal["founds", "forward", "quote", "reply", "copy", "near_copy", "link", "vector", "none"]
"""Which way a post came to its claim: identity first, then similarity; ``none`` belongs to no claim."""
MentionKind = Literal["post", "edit", "delete", "opinion"]
"""An ``opinion`` turns the stance of a post whose words stay as they are (`models.judge`)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One post of one claim, with all that `models.track` needs; the text itself stays behind."""

    post: str
    """The post's uid as written by its source."""
    claim: str | None
    """Claim id; None where the post belongs to no claim (kept so that the books balance)."""
    kind: MentionKind
    primary: bool
    stance: Stance
    similarity: float
    path: Path
    why: tuple[str, ...]
    """Words for a person: the aliases that joined, the vetoes that split, the number that decided."""
    offset: int
    published_at: datetime
    read_at: datetime
    platform: str
    channel: str
    """Folded, with platform: ``telegram:yellow_folder``."""
    lang: str
    sentence: str
    """The claim sentence, at most 300 characters; empty once the post is deleted."""
    asserts: bool
    source: str
    """Equal for posts that trace to one channel, one link or one text: they count as one source."""
    audience: int | None = None
    views: int | None = None
    url: str | None = None
    forward_of: str | None = None
    parent: str | None = None
    """uid of the post it forwards, quotes or answers."""
    parent_read: bool = True
    """False where the parent was never read: a candidate for the claim's unread origin."""
    own: bool = False
    """True for a post of the newsroom's own outlet."""
    statements: tuple[Statement, ...] = ()
    outline: str | None = None
    """The post's centred vector as `models.outline` writes it; only of posts that support a claim."""
    subjects: tuple[str, ...] = ()
    """Terms of offices' remits that a supporting post names outside its sentence."""

    @property
    def at(self) -> datetime:
        """Event time: when it was published, but never later than it was read."""
        return min(self.published_at, self.read_at)
