"""What of a claim's words and vectors matters to those who follow it."""

from __future__ import annotations

from models.claim.decision import Decision
from models.claim.live import LiveClaim, without_words
from models.claim.memory import ClaimMemory
from models.outline import outline
from models.reading import Reading, Vector


def outlined(decision: Decision, vector: Vector | None) -> str | None:
    """Give the outline of a post that supports its claim: it may become the one the claim is known by."""
    return outline(vector) if vector is not None and decision.stance == "support" else None


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
