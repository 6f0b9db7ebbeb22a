"""The machine's own second thoughts: claims that have grown together are one.

Two claims are founded apart where the first posts lie far from each other: another language, other words.
Their centroids come nearer as posts join. Looked at are only claims that took something in since the last
look, in the order in which they did, so that a look costs what changed and a replay agrees with itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from models.claim.assign import AssignRules
from models.claim.edit import MACHINE, Merge
from models.claim.live import LiveClaim
from models.claim.match import best_fit, said_in
from models.claim.memory import ClaimMemory

LOOK_EVERY: Final = timedelta(minutes=10)
"""Stream time between two looks: posts tell it, so that a record that is delivered twice moves no look."""
MOST_LOOKED_AT: Final = 500
"""Claims of one look; those that changed last wait for the next one."""
NEIGHBOURS: Final = 8
FEW: Final = 10_000
"""Live claims up to which one of a single post is looked at, too. It lies where it found nothing when it was
posted, so little comes of it, and half of all looks are at such claims; a grown one may still find it.
"""


class Look(NamedTuple):
    """The last look."""

    offset: int = -1
    """Offset in ``vectors`` up to which all claims have been looked at."""
    at: datetime | None = None
    """Stream time."""
    ended: bool = False
    """Whether a recording's end was looked at."""


def look_due(last: Look, at: datetime, *, ends: bool) -> bool:
    """Tell whether it is time for a look; a recording's end has one more, once."""
    if ends:
        return not last.ended
    return last.at is None or at - last.at >= LOOK_EVERY


def looked_at(memory: ClaimMemory, since: int) -> list[LiveClaim]:
    """Give the claims to look at: those that changed after the offset of the last look, within bounds."""
    return memory.changed_since(since)[:MOST_LOOKED_AT]


def grown_together(
    memory: ClaimMemory, claims: list[LiveClaim], rules: AssignRules, at: datetime, few: int = FEW
) -> list[Merge]:
    """Give the merges that the claims looked at call for: the younger goes into the older.

    A claim takes part in one merge at most; what then follows is for the next look.
    """
    # Where one rumour was founded in pieces, it is its own pieces that crowd it.
    rules = replace(rules, crowded=0.0)
    merges, taken = list[Merge](), set[str]()
    for claim in claims:
        if claim.id in taken or (claim.posts == 1 and len(memory) > few):
            continue
        best = _nearest(memory, claim, rules, taken)
        if best is None:
            continue
        other, score = best
        older, younger = sorted((claim, other), key=lambda c: (c.founded, c.id))
        reason = f"their centres lie together: {score:.2f}"
        merges.append(Merge(into=older.id, gone=younger.id, by=MACHINE, at=at, reason=reason))
        taken |= {older.id, younger.id}
    return merges


def _nearest(
    memory: ClaimMemory, claim: LiveClaim, rules: AssignRules, taken: set[str]
) -> tuple[LiveClaim, float] | None:
    near = (
        (other, cosine)
        for other, cosine in memory.nearest(claim.vector, NEIGHBOURS + 1)
        if not (other == claim.id or other in taken or memory.edits.apart(claim.id, other))
    )
    best, _ = best_fit(near, memory.live, said_in(claim), rules, rules.merge)
    return None if best is None else (best.claim, best.score)
