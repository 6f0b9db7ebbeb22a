"""Readings made by hand: each sentence is a direction, so that cosines are what a test says they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from models.claim.assign import AssignRules, claim_after, decide
from models.claim.decision import Decision
from models.claim.live import LiveClaim
from models.claim.memory import DIMENSIONS, ClaimMemory
from models.claim.others import further_told
from models.claim.revise import revise
from models.mention import Stance
from models.post import Post
from models.reading import Facts, Reading, Vector

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def direction(axis: int, towards: int | None = None, cosine: float = 1.0) -> Vector:
    """Give a unit vector along an axis, or one with this cosine to it and the rest along another."""
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[axis] = cosine
    if towards is not None:
        vector[towards] = (1 - cosine**2) ** 0.5
    return vector


def make_reading(number: int, vector: Vector | None = None, **given: Any) -> Reading:
    """Make post ``number``, a minute after the one before; keys of Post and Reading mixed."""
    of_post = {k: given.pop(k) for k in list(given) if k in Post.__dataclass_fields__ and k != "lang"}
    at = NOON + timedelta(minutes=number)
    post = Post(**{
        "platform": "telegram", "channel": f"invented_{number}", "post_id": str(number), "published_at": at,
        "read_at": at, "text": f"text {number}", **of_post,
    })  # fmt: skip
    usual = {
        "post": post, "lang": "en", "sentence": post.text, "asserts": True,
        "vector": direction(0) if vector is None else vector, "facts": Facts(), "copy_key": None,
    }  # fmt: skip
    return Reading(**(usual | given))


def agree(reading: Reading, vector: Vector | None, claim: LiveClaim, reply: bool) -> Stance:
    """Judge by the reading alone."""
    del vector, claim, reply
    return "deny" if reading.denies else "support"


class Desk:
    """The ordered stage without its stream: decides posts one after the other."""

    def __init__(self, rules: AssignRules = AssignRules()) -> None:  # noqa: B008  frozen
        self.memory, self.rules, self.offset = ClaimMemory(), rules, -1
        self.decisions: list[Decision] = []

    def __call__(self, *readings: Reading) -> Decision:
        """Decide readings and give the last decision."""
        for reading in readings:
            self.offset += 1
            self._take(reading)
        return self.decisions[-1]

    def _take(self, reading: Reading) -> None:
        known = self.memory.decision(reading.post.key)
        if known and reading.post.kind != "post":
            decision = revise(self.memory, known, reading, reading.vector, agree)
            decision = self._further(known, decision, reading)
        else:
            decision = known or self._further(None, self._decided(reading), reading)
            claim = claim_after(self.memory, decision, reading, reading.vector)
            if claim is not None:
                self.memory.remember_claim(claim)
        self.memory.remember(decision)
        self.decisions.append(decision)

    def _decided(self, reading: Reading) -> Decision:
        return decide(self.memory, reading, reading.vector, self.offset, agree, self.rules)

    def _further(self, known: Decision | None, decision: Decision, reading: Reading) -> Decision:
        return further_told(self.memory, known, decision, reading, self.offset, agree, self.rules)

    def claims(self) -> Sequence[str | None]:
        """Give the claim of each decision so far."""
        return [decision.claim for decision in self.decisions]


@pytest.fixture
def desk() -> Desk:
    """Give a desk that has read nothing."""
    return Desk()


@pytest.fixture(scope="session")
def reading() -> Callable[..., Reading]:
    """Make a reading."""
    return make_reading


@pytest.fixture(scope="session")
def along() -> Callable[..., Vector]:
    """Make a vector."""
    return direction


@pytest.fixture(scope="session")
def fresh_desk() -> type[Desk]:
    """Make a desk that has read nothing, as often as a property wants one."""
    return Desk


@pytest.fixture(scope="session")
def judge() -> Callable[..., Stance]:
    """Give a judge of stance that goes by the reading alone."""
    return agree
