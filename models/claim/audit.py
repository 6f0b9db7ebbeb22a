"""What is put on record of every edit: who, when, why, what it changed or why it was refused."""

from __future__ import annotations

from typing import Any

from models.claim.edit import Edit, Merge, Move, Split, edit_id, split_claim
from models.claim.editing import Change
from models.post import show_time


def audit_record(
    edit: Edit, offset: int, change: Change | None, refused: str | None = None
) -> dict[str, Any]:
    """Write one line of the topic ``audit``; ``before`` and ``after`` map posts or claims to what held."""
    return {
        "edit": edit_id(edit),
        "kind": edit.kind,
        "claim": _claim(edit, change),
        "new_claim": split_claim(edit) if isinstance(edit, Split) else None,
        "by": edit.by,
        "at": show_time(edit.at),
        "reason": edit.reason,
        "offset": offset,
        "outcome": "applied" if change else "refused",
        "refused": refused,
        "before": change.before if change else None,
        "after": change.after if change else None,
    }


def _claim(edit: Edit, change: Change | None) -> str:
    """Give the claim an edit is put on record under: the one that stays, or gets the post."""
    if isinstance(edit, Split):
        return (change and change.applied.left) or edit.claim
    if change and change.applied.to:
        return change.applied.to
    if isinstance(edit, Merge):
        return edit.into
    return edit.to if isinstance(edit, Move) else edit.claim
