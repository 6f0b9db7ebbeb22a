"""What a claim's words, and the place of a post among its claim's posts, are to those who follow it."""

from __future__ import annotations

from models.claim.decision import Decision
from models.claim.live import LiveClaim, without_words
from models.claim.memory import ClaimMemory
from models.outline import outline
from models.reading import Reading, Vector

Places = tuple[str | None, str | None]
"""Outlines of a post's centred vector and of its claim's centroid."""


def places(claim: LiveClaim | None, vector: Vector | None) -> Places:
    """Give where a post and its claim lie; nothing where either is not known."""
    if claim is None or vector is None:
        return None, None
    return outline(vector), outline(claim.vector)


def words_after(memory: ClaimMemory, decision: Decision, reading: Reading) -> LiveClaim | None:
    """Give the claim as the edit or deletion of a post leaves its words; None where it leaves them alone.

    An edit that asserts no more leaves them too, since later posts are still judged against what was said.
    """
    claim, post = memory.claim(decision.claim or ""), reading.post
    if claim is None:
        return None
    if decision.deleted:
        changed = without_words(claim, decision.key)
    elif decision.stance == "support" and decision.at == post.at and reading.sentence:
        changed = without_words(claim, decision.key, reading.sentence, reading.lang)
    else:
        return None
    return None if changed is claim else changed
