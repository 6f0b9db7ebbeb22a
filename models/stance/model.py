"""The stance of a post to a claim: support, deny, query or comment.

Multinomial logistic regression on cues, shape, words and the vectors of post, claim and parent; three sets
of weights, one for each voice (`models.stance.voice`). Restating a claim supports it whatever its words, so
that a claim which is itself a negation ("the strike is called off") is not taken for a denial of itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from models.mention import Stance
from models.reading import Vector
from models.stance.features import Parent, Row, answered, bag, meaning, plain, words
from models.stance.voice import voice
from models.stance.weights import STANCES, WEIGHTS, Weights, read_weights

FEWEST_WORDS: Final = 3
"""Words from which equal texts are a restatement and no chance."""
CUT: Final = "…"
"""Ends a wording that was shortened."""


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Judges posts with one file of weights; the same post gets the same stance whenever it is asked."""

    weights: Weights

    @classmethod
    def load(cls, file: Path = WEIGHTS) -> StanceModel:
        """Read the weights that ship with the code; raise `StanceError` if they do not fit it."""
        return cls(read_weights(file))

    def judge(
        self,
        text: str,
        lang: str,
        vector: Vector | None,
        claim_wording: str,
        claim_vector: Vector | None,
        *,
        reply: bool,
        parent: Parent | None = None,
    ) -> tuple[Stance, float]:
        """Give the stance of a text to a claim and its probability, 0..1.

        The vectors are centred (`models.centring`); where one is missing, words and shape alone decide.
        ``parent`` is the post that is answered, where its text is at hand.
        """
        if restates(text, claim_wording):
            return "support", 1.0
        chances = self.chances(text, lang, vector, claim_wording, claim_vector, reply=reply, parent=parent)
        best = int(np.argmax(chances))
        return STANCES[best], float(chances[best])

    def chances(
        self,
        text: str,
        lang: str,
        vector: Vector | None,
        claim_wording: str,
        claim_vector: Vector | None,
        *,
        reply: bool,
        parent: Parent | None = None,
    ) -> Row:
        """Give the probability of each stance, in the order of `STANCES`."""
        speaks = voice(text, lang, reply=reply)
        row = [plain(text, lang, claim_wording, reply=reply), answered(parent, claim_wording)]
        if vector is None or claim_vector is None:
            return self.weights.plain[speaks].chances(np.concatenate([*row, bag(text)]))
        row.append(meaning(vector, claim_vector, parent.vector if parent else None))
        return self.weights.full[speaks].chances(np.concatenate([*row, bag(text)]))


def restates(text: str, claim: str) -> bool:
    """Tell whether a text says a claim again word for word, or begins with it where the claim was cut."""
    told, said = words(claim), words(text)
    if len(told) < FEWEST_WORDS or text.rstrip().endswith("?") != claim.rstrip().endswith("?"):
        return False
    if claim.endswith(CUT):
        return said[: len(told) - 1] == told[:-1]
    return said == told
