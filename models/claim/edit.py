"""Second thoughts on claims: what an editor, or the machine itself, changes of what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Final, Literal

from models.mention import Mention, Stance
from models.post import show_time
from models.reading import Facts, Vector

MACHINE: Final = "machine"
"""Who makes the edits that no person made."""
EDITOR: Final = "editor:"
"""What the names of persons begin with."""
AUTO: Final = "auto"
"""Stands for the state that the machine finds."""
MOST_MOVED: Final = 200
"""Posts that one edit moves."""
MOST_TEXT: Final = 300
"""Characters of a claim's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """All of one claim goes into another."""

    into: str
    gone: str
    """The claim that is merged away."""
    by: str
    at: datetime
    reason: str = ""
    kind: Literal["merge"] = "merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Some posts of a claim become a claim of their own."""

    claim: str
    posts: tuple[str, ...]
    """Folded uids."""
    by: str
    at: datetime
    reason: str = ""
    kind: Literal["split"] = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One post goes to another claim."""

    post: str
    """Folded uid."""
    to: str
    by: str
    at: datetime
    reason: str = ""
    kind: Literal["move"] = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A claim is known by these words from now on."""

    claim: str
    text: str
    was: str = ""
    """What it was known by, as far as the editor saw; for the audit."""
    by: str
    at: datetime
    reason: str = ""
    kind: Literal["rename"] = "rename"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """A claim is shown in this state from now on, whatever becomes of it."""

    claim: str
    status: str
    """A state of a claim, or `AUTO`: the machine's word counts again."""
    was: str = ""
    """The state it was shown in, as far as the editor saw; for the audit."""
    by: str
    at: datetime
    reason: str = ""
    kind: Literal["set-status"] = "set-status"


Edit = Merge | Split | Move | Rename | SetStatus


@dataclass(frozen=True, slots=True)
class Moved:
    """A post that an edit moves, with what its new claim needs of it."""

    mention: Mention
    """As it is counted from now on, but for its claim."""
    was: Stance
    """As it was counted until now."""
    vector: Vector | None = None
    """Centred vector of its text."""
    facts: Facts = field(default_factory=Facts)
    edited_at: datetime | None = None
    """Event time of the edit of the post that made it move."""


def edit_id(edit: Edit) -> str:
    """Derive an edit's id from its content and its time, so that a repeat is known: 16 hexadecimal digits."""
    return _hashed(edit.kind, edit.by, show_time(edit.at), *_content(edit))


def split_claim(edit: Split) -> str:
    """Derive the id of the claim that a split founds."""
    return _hashed("claim of", edit_id(edit))


def by_editor(edit: Edit) -> bool:
    """Tell whether a person made the edit: the machine never undoes it."""
    return edit.by.startswith(EDITOR)


def _content(edit: Edit) -> tuple[str, ...]:
    if isinstance(edit, Merge):
        return edit.into, edit.gone
    if isinstance(edit, Split):
        return edit.claim, *edit.posts
    if isinstance(edit, Move):
        return edit.post, edit.to
    return edit.claim, edit.status if isinstance(edit, SetStatus) else edit.text


def _hashed(*parts: str) -> str:
    return blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()
