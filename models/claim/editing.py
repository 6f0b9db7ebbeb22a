"""Apply an edit to what the ordered stage remembers; what is refused is refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from models.claim.decision import Decision
from models.claim.edit import (
    AUTO,
    Edit,
    Merge,
    Move,
    Moved,
    Rename,
    SetStatus,
    Split,
    by_editor,
    split_claim,
)
from models.claim.edits import Applied
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory
from models.claim.regrouped import founded_by, united, with_posts, without_posts
from models.errors import RumorError
from models.mention import Mention
from models.order import STATUSES, MovedPost, Order, Pin
from models.post import fold_uid


class EditRefusedError(RumorError):
    """An edit that does not fit what is there; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit makes of the memory, and what others are told."""

    applied: Applied
    decisions: tuple[Decision, ...] = ()
    claims: tuple[LiveClaim, ...] = ()
    gone: str | None = None
    """Claim that is out of the index."""
    orders: tuple[Order, ...] = ()
    before: dict[str, Any] | None = None
    """What the edit changed, as it was; for the audit, like ``after``."""
    after: dict[str, Any] | None = None


def change(memory: ClaimMemory, edit: Edit, moved: Sequence[Moved], offset: int) -> Change:
    """Give what an edit changes; raise `EditRefusedError` where it does not fit.

    Nothing is changed here. `change_again` gives the same for an edit that was applied already.
    """
    if isinstance(edit, Merge):
        return _merge(memory, _checked_merge(memory, edit, offset))
    if isinstance(edit, Rename):
        return _rename(Applied(offset, edit, to=memory.edits.survivor(edit.claim)), edit)
    if isinstance(edit, SetStatus):
        return _set_status(Applied(offset, edit, to=memory.edits.survivor(edit.claim)), edit)
    if isinstance(edit, Split):
        return _split(memory, edit, _checked_split(memory, edit, moved), offset)
    return _move(memory, edit, moved, offset)


def change_again(memory: ClaimMemory, applied: Applied) -> Change:
    """Give what an applied edit changes of a memory that may hold all of it, a part, or nothing yet."""
    if isinstance(applied.edit, Merge):
        return _merge(memory, applied)
    if isinstance(applied.edit, Rename):
        return _rename(applied, applied.edit)
    if isinstance(applied.edit, SetStatus):
        return _set_status(applied, applied.edit)
    return _moved_to(memory, applied)


def _checked_merge(memory: ClaimMemory, edit: Merge, offset: int) -> Applied:
    into, gone = memory.edits.survivor(edit.into), memory.edits.survivor(edit.gone)
    if into == gone:
        raise EditRefusedError(f"{edit.into} and {edit.gone} are one claim already")
    if not by_editor(edit) and memory.edits.apart(into, gone):
        raise EditRefusedError(f"an editor parted {into} and {gone}")
    return Applied(offset, edit, gone, into)


def _merge(memory: ClaimMemory, applied: Applied) -> Change:
    name, old, offset = applied.to or "", applied.left or "", applied.offset
    into, gone = memory.live(name), memory.live(old)
    one = united(into, gone, name, offset)
    return Change(
        applied=applied,
        claims=(one,) if one is not None and one is not into else (),
        gone=old,
        orders=(Order("merge", old, offset, name),),
        before={name: _wording(into), old: _wording(gone)},
        after={name: _wording(one), old: name},
    )


def _rename(applied: Applied, edit: Rename) -> Change:
    claim = applied.to or edit.claim
    return Change(
        applied=applied,
        orders=(Order("rename", claim, applied.offset, text=edit.text),),
        before={claim: edit.was},
        after={claim: edit.text},
    )


def _set_status(applied: Applied, edit: SetStatus) -> Change:
    if edit.status not in (*STATUSES, AUTO):
        raise EditRefusedError(f"{edit.status!r} is no state: give {', '.join(STATUSES)} or {AUTO}")
    claim = applied.to or edit.claim
    pin = Pin(edit.status if edit.status != AUTO else "", edit.by, edit.at, edit.reason)
    return Change(
        applied=applied,
        orders=(Order("set-status", claim, applied.offset, pin=pin),),
        before={claim: edit.was},
        after={claim: edit.status},
    )


def _checked_split(memory: ClaimMemory, edit: Split, moved: Sequence[Moved]) -> Sequence[Moved]:
    claim = memory.edits.survivor(edit.claim)
    carried = {fold_uid(one.mention.post): one for one in moved}
    for post in edit.posts:
        if post not in carried:
            raise EditRefusedError(f"the edit does not carry the post {post}")
        if _claim_of(memory, carried[post]) != claim:
            raise EditRefusedError(f"the post {post} is not in the claim {claim}")
    if all(one.vector is None for one in moved):
        raise EditRefusedError("none of the posts has words of its own: nothing could join their claim")
    return [carried[post] for post in edit.posts]


def _split(memory: ClaimMemory, edit: Split, moved: Sequence[Moved], offset: int) -> Change:
    left = memory.edits.survivor(edit.claim)
    return _moved_to(memory, Applied(offset, edit, left, split_claim(edit), tuple(moved)))


def _move(memory: ClaimMemory, edit: Move, moved: Sequence[Moved], offset: int) -> Change:
    to = memory.edits.survivor(edit.to)
    carried = [one for one in moved if fold_uid(one.mention.post) == edit.post]
    if not carried:
        raise EditRefusedError(f"the edit does not carry the post {edit.post}")
    left = _claim_of(memory, carried[0])
    if left == to:
        raise EditRefusedError(f"the post {edit.post} is in the claim {to} already")
    return _moved_to(memory, Applied(offset, edit, left, to, (carried[0],)))


def _claim_of(memory: ClaimMemory, one: Moved) -> str | None:
    """Give the claim a post is in now; of a decision that was forgotten, as the edit's author saw it."""
    known = memory.decision(fold_uid(one.mention.post))
    claim = known.claim if known else one.mention.claim
    return claim and memory.edits.survivor(claim)


def _moved_to(memory: ClaimMemory, applied: Applied) -> Change:
    """Give what changes where posts go from one claim to another."""
    offset, left, to, moved = applied.offset, applied.left, applied.to or "", applied.moved
    names = [fold_uid(one.mention.post) for one in moved]
    target, source = memory.live(to), memory.live(left) if left else None
    grown = founded_by(to, moved, offset) if target is None else with_posts(target, moved, offset)
    rest = without_posts(source, moved, offset) if source else None
    why = (f"{applied.edit.kind} by {applied.edit.by}", applied.edit.reason)
    mentions = [replace(one.mention, claim=to, offset=offset, why=tuple(filter(None, why))) for one in moved]
    posts = tuple(MovedPost(mention, one.was) for mention, one in zip(mentions, moved, strict=True))
    needs = _came_by(memory, names) if left else ()
    order = Order("move", left, offset, to, posts, needs) if left else Order("join", to, offset, moved=posts)
    return Change(
        applied=applied,
        decisions=tuple(
            _decided(memory, mention, applied.edit, one.edited_at)
            for mention, one in zip(mentions, moved, strict=True)
        ),
        claims=tuple(claim for claim in (grown, rest) if claim is not None),
        orders=(order,),
        before=dict.fromkeys(names, left),
        after=dict.fromkeys(names, to),
    )


def _came_by(memory: ClaimMemory, posts: Iterable[str]) -> tuple[int, ...]:
    """Give the offsets of the edits by which posts came to their claim."""
    offsets = set[int]()
    for post in posts:
        if (known := memory.decision(post)) and known.claim:
            offsets |= {known.offset, memory.edits.merged_at(known.claim)}
    return tuple(sorted(offset for offset in offsets if offset in memory.edits))


def _decided(memory: ClaimMemory, mention: Mention, edit: Edit, edited_at: datetime | None) -> Decision:
    known = memory.decision(key := fold_uid(mention.post)) or Decision(
        key=key,
        claim=mention.claim,
        stance=mention.stance,
        similarity=mention.similarity,
        path=mention.path,
        why=mention.why,
        source=mention.source,
        channel=mention.channel,
        offset=mention.offset,
        at=mention.at,
    )
    return replace(
        known,
        claim=mention.claim,
        stance=mention.stance,
        similarity=mention.similarity,
        why=mention.why,
        offset=mention.offset,
        at=max(known.at, edited_at or known.at),
        posted_at=known.posted_at or known.at,
        pinned=known.pinned or by_editor(edit),
    )


def _wording(claim: LiveClaim | None) -> str:
    return claim.wording if claim else ""
