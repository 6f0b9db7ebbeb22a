"""Decide which claim a post belongs to.

Identity comes before similarity: a forward belongs to its original's claim, a reply and a quote to their
parent's, a copy to its first text's. What is left is matched by meaning to the nearest claims, of which a
veto strikes those that name another country, place, number or day. What asserts nothing founds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from models.claim.decision import Decision
from models.claim.found import Founds, Match
from models.claim.identity import answered, commented, firsts, same_story, source_of
from models.claim.live import LiveClaim, joined, tallied
from models.claim.match import MOST_VETOES, best_fit, said_by
from models.claim.memory import ClaimMemory
from models.claim.rules import AssignRules
from models.mention import Path, Stance
from models.post import fold_uid
from models.reading import Reading, Vector

__all__ = ["AssignRules", "Judge", "claim_after", "claim_id", "decide"]

Judge = Callable[[Reading, Vector | None, LiveClaim, bool], Stance]
"""(reading, its centred vector, claim, is it a reply) -> stance."""


def claim_id(founder: str) -> str:
    """Derive a claim's id from the post that founded it, so that a repeat founds the same claim."""
    return hashlib.blake2b(founder.encode(), digest_size=8).hexdigest()


def decide(
    memory: ClaimMemory,
    reading: Reading,
    vector: Vector | None,
    offset: int,
    judge: Judge,
    rules: AssignRules,
) -> Decision:
    """Decide one post; ``vector`` is the centred one, None where the post has no text."""
    match, vetoes = _find(memory, reading, vector, rules)
    if match is not None:
        stance = match.stance or judge(reading, vector, match.claim, reading.post.reply_to is not None)
        return _decision(memory, reading, offset, match.claim.id, stance, match)
    if vector is None or not reading.asserts:
        return _decision(memory, reading, offset, None, "comment", None, vetoes)
    founds = Founds(why=vetoes)
    stance = "deny" if reading.denies else "support"
    return _decision(memory, reading, offset, claim_id(reading.post.key), stance, founds)


def claim_after(
    memory: ClaimMemory, decision: Decision, reading: Reading, vector: Vector | None
) -> LiveClaim | None:
    """Give the claim as it is after a decision; None where the decision leaves it as it was.

    Taking the same decision in twice changes nothing, so a decision that outlived its claim in a crash can
    simply be applied again.
    """
    if decision.claim is None or vector is None:
        return None
    claim = memory.claim(decision.claim)
    if claim is None:
        return _founded(decision, reading, vector)
    if decision.path in ("founds", "forward", "link") or not _tells(decision, reading):
        return None
    post = reading.post
    grown = joined(
        claim, vector, reading.facts, reading.sentence, reading.lang, decision.offset, post.at, post.key
    )
    return None if grown is claim else grown


def _tells(decision: Decision, reading: Reading) -> bool:
    """Tell whether a post tells the claim in its words: headlines do, though they take no side."""
    if decision.stance == "comment":
        return reading.asserts and not reading.denies
    return decision.stance == "support"


def _founded(decision: Decision, reading: Reading, vector: Vector) -> LiveClaim:
    return LiveClaim(
        id=claim_id(decision.key),
        wording=reading.sentence,
        lang=reading.lang,
        vector=vector,
        posts=1,
        tally=tallied({}, reading.facts, reading.lang),
        founded=decision.offset,
        offset=decision.offset,
        last_at=reading.post.at,
        asserted=decision.stance == "support",
        words_of=decision.key,
    )


def _find(
    memory: ClaimMemory, reading: Reading, vector: Vector | None, rules: AssignRules
) -> tuple[Match | None, tuple[str, ...]]:
    same = same_story(memory, reading)
    if same:
        return same, ()
    near, vetoes = _nearest(memory, reading, vector, rules)
    parent = answered(memory, reading)
    if parent and not (near and reading.asserts and near.similarity >= rules.stray):
        return parent, ()
    return near or commented(memory, reading), vetoes


def _nearest(
    memory: ClaimMemory, reading: Reading, vector: Vector | None, rules: AssignRules
) -> tuple[Match | None, tuple[str, ...]]:
    if vector is None:
        return None, ()
    said = said_by(reading)
    least = rules.join if reading.asserts and not reading.denies else rules.mention
    near = memory.nearest(vector, rules.candidates)
    found, vetoes = best_fit(near, memory.live, said, rules, least)
    if found is None:
        # Nothing that lives: it may be the return of what fell asleep, which takes as much as joining.
        asleep = memory.nearest_dormant(vector, rules.candidates)
        found, more = best_fit(asleep, memory.live, replace(said, at=None), rules, rules.join)
        vetoes = (*vetoes, *more)[:MOST_VETOES]
    return found and Match(found.claim, "vector", min(1.0, found.score), (found.why,)), vetoes


def _decision(
    memory: ClaimMemory,
    reading: Reading,
    offset: int,
    claim: str | None,
    stance: Stance,
    match: Match | Founds | None,
    why: tuple[str, ...] = (),
) -> Decision:
    post = reading.post
    parent = post.forward_of or post.quote_of or post.reply_to
    key = fold_uid(parent) if parent else None
    path: Path = match.path if match else "none"
    new = firsts(memory, reading, path)
    return Decision(
        key=post.key,
        claim=claim,
        stance=stance,
        similarity=round(match.similarity, 4) if match else 0.0,
        path=path,
        why=match.why if match else why,
        source=(match and match.source) or source_of(memory, reading),
        channel=post.channel_uid,
        offset=offset,
        at=post.at,
        read_at=post.read_at,
        parent=key,
        parent_read=key is None or memory.decision(key) is not None,
        copy_key=new.copy_key,
        unread=new.unread,
        sketch=new.sketch,
        page=new.page,
        pages=new.pages,
    )
