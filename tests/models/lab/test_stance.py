"""The stance of a line is the judge's of the stream, asked with the same things."""

from __future__ import annotations

import numpy as np

from models.claim.live import LiveClaim
from models.lab.stance import stance_of
from models.mention import Stance
from models.reader import Reader
from models.reading import Reading, Vector
from models.stance import Parent

CLAIM = "The Orlan bridge in Tarvell will be closed. Drivers are angry!"


class Asked:
    """A judge that remembers what it was asked."""

    def __init__(self) -> None:
        self.claim: LiveClaim | None = None
        self.reading: Reading | None = None
        self.vector: Vector | None = None
        self.reply: bool | None = None
        self.parent: Parent | None = None

    def __call__(
        self,
        reading: Reading,
        vector: Vector | None,
        claim: LiveClaim,
        reply: bool,
        parent: Parent | None = None,
    ) -> Stance:
        """Say deny."""
        self.reading, self.vector, self.claim, self.reply = reading, vector, claim, reply
        self.parent = parent
        return "deny"


def test_the_judge_is_asked_about_the_claim_sentence_and_centred_vectors(reader: Reader) -> None:
    """As when the stream hears the claim's first post and then this one."""
    judge = Asked()
    assert stance_of(reader, judge, CLAIM, "That is not true") == "deny"
    assert judge.claim is not None
    assert judge.vector is not None
    assert judge.claim.wording == "The Orlan bridge in Tarvell will be closed."
    assert np.isclose(np.linalg.norm(judge.vector), 1.0, atol=1e-5)
    assert judge.reply is False


def test_a_parent_makes_it_an_answer(reader: Reader) -> None:
    """Answers have weights of their own."""
    judge = Asked()
    stance_of(reader, judge, CLAIM, "no", "Is it closed?")
    assert judge.reply is True
    assert judge.parent is not None
    assert judge.parent.text == "Is it closed?"
    assert judge.parent.vector is not None


def test_a_text_without_words_is_judged_too(reader: Reader) -> None:
    """Without a vector."""
    judge = Asked()
    stance_of(reader, judge, "", "")
    assert judge.vector is None
