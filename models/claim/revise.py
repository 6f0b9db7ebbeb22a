"""Look anew at a post that was edited: it can leave its claim, or turn against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.claim.assign import AssignRules, Judge, claim_id, decide
from models.claim.decision import Decision
from models.claim.edit import MACHINE, Move, Split
from models.claim.live import LiveClaim, tallied
from models.claim.match import fit, said_by
from models.claim.memory import ClaimMemory
from models.claim.words import words_after
from models.facts import veto
from models.post import Post
from models.reading import Reading, Vector

_BOUND: frozenset[str] = frozenset(("forward", "quote", "reply"))
"""Ways to a claim that an edit of the words does not undo."""


@dataclass(frozen=True, slots=True)
class Departure:
    """An edited post that says something else now."""

    edit: Move | Split
    decision: Decision
    """As it would be decided if it were read today, in the claim it leaves."""


def revise(
    memory: ClaimMemory, known: Decision, reading: Reading, vector: Vector | None, judge: Judge
) -> Decision:
    """Decide an edit or a deletion of a post that stays in its claim: its stance may turn.

    An edit that is `outdated`, or brings new counters alone, changes nothing.
    """
    post = reading.post
    if outdated(known, post) or post.same_text:
        return known
    posted_at = known.posted_at or known.at
    if post.kind == "delete":
        return replace(known, deleted=True, at=max(post.at, known.at), posted_at=posted_at)
    claim = memory.claim(known.claim) if known.claim else None
    stance = judge(reading, vector, claim, post.reply_to is not None) if claim else known.stance
    return replace(known, at=post.at, posted_at=posted_at, stance=stance)


def outdated(known: Decision | None, post: Post) -> bool:
    """Tell whether an edit says nothing new: it is older than the newest one, or its post was deleted.

    Its words must go no further. A deletion is never outdated.
    """
    return known is not None and post.kind == "edit" and (known.deleted or post.at < known.at)


def departs(
    memory: ClaimMemory,
    known: Decision,
    reading: Reading,
    vector: Vector | None,
    offset: int,
    judge: Judge,
    rules: AssignRules,
) -> Departure | None:
    """Tell whether an edited post leaves its claim, and to where; None where it stays.

    It leaves if it asserts something that clearly is not the claim (its facts exclude it, or it would not be
    taken even for a comment on it) and finds another claim, or founds one. A text that denies something
    stays: it most likely denies what it said before. So does the founder of a claim without other posts: the
    claim then follows its text (`claim_revised`).
    """
    post = reading.post
    if post.kind != "edit" or post.same_text or outdated(known, post) or known.pinned or known.path in _BOUND:
        return None
    if vector is None or not reading.asserts or reading.denies:
        return None
    if known.claim is None:
        return _arrives(memory, known, reading, vector, offset, judge, rules)
    claim = memory.claim(known.claim)
    if claim is None:
        return None
    if _alone(claim, known) or (reason := _says_else(claim, reading, vector, rules)) is None:
        return None
    anew = decide(memory, reading, vector, offset, judge, rules)
    if anew.claim is None or (anew.claim == claim.id and anew.path != "founds"):
        return None
    decision = replace(anew, claim=claim.id, source=known.source)
    if anew.path == "founds":
        split = Split(claim=claim.id, posts=(known.key,), by=MACHINE, at=post.at, reason=reason)
        return Departure(split, decision)
    return Departure(Move(post=known.key, to=anew.claim, by=MACHINE, at=post.at, reason=reason), decision)


def _arrives(
    memory: ClaimMemory,
    known: Decision,
    reading: Reading,
    vector: Vector,
    offset: int,
    judge: Judge,
    rules: AssignRules,
) -> Departure | None:
    """Tell whether an edited post that was in no claim belongs to one now, or founds one."""
    anew = decide(memory, reading, vector, offset, judge, rules)
    if anew.claim is None:
        return None
    reason = "edited: it states a claim now"
    move = Move(post=known.key, to=anew.claim, by=MACHINE, at=reading.post.at, reason=reason)
    return Departure(move, replace(anew, claim=None, source=known.source))


def claim_revised(
    memory: ClaimMemory, decision: Decision, reading: Reading, vector: Vector | None
) -> LiveClaim | None:
    """Give the claim as an edit or deletion of a post that stays leaves it; None where it stays as it was."""
    worded = words_after(memory, decision, reading)
    claim = worded or memory.claim(decision.claim or "")
    new = reading.post.kind == "edit" and decision.at == reading.post.at
    if claim is None or vector is None or not new or not _alone(claim, decision) or reading.denies:
        return worded
    return replace(claim, vector=vector, tally=tallied({}, reading.facts, reading.lang))


def _alone(claim: LiveClaim, decision: Decision) -> bool:
    """Tell whether a claim is made of nothing but this post."""
    return claim.posts == 1 and claim.id == claim_id(decision.key)


def _says_else(claim: LiveClaim, reading: Reading, vector: Vector, rules: AssignRules) -> str | None:
    """Give the reason why an edited text is not the claim any more, in words for a person."""
    if reason := veto(reading.facts, claim.facts):
        return f"edited: {reason}"
    score = fit(claim, float(claim.vector @ vector), said_by(reading), rules).score
    return f"edited: {score:.2f} from the claim" if score < rules.mention else None
