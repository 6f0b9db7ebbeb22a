"""A logistic regression on what `models.stance.features` sees, in numpy alone.

Two heads, since an answer ("no?") is told by other things than a post that stands by itself; each in two
versions, with vectors and without. The weights are in ``models/data/stance.npz``; `models.training.stance`
fits them and writes where they come from into the same file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from models.mention import Stance
from models.reading import Vector
from models.stance.features import Row, meaning, plain

WEIGHTS: Final = Path(__file__).parent.parent / "data" / "stance.npz"
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
HEADS: Final = ("post", "post plain", "answer", "answer plain")


@dataclass(frozen=True, slots=True)
class StanceModel:
    """Judges how a post stands to a claim."""

    heads: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    """Head -> (coefficients, one row for each of `STANCES`; intercepts)."""

    @classmethod
    def load(cls, file: Path = WEIGHTS) -> StanceModel:
        """Read the weights that ship with the monitor."""
        return _load(file)

    def judge(
        self,
        text: str,
        lang: str,
        vector: Vector | None,
        claim_wording: str,
        claim_vector: Vector | None,
        *,
        reply: bool,
    ) -> tuple[Stance, float]:
        """Give the stance and its probability; vectors are centred, and may be missing."""
        row = plain(text, lang, claim_wording)
        head = "answer" if reply or text.startswith("@") else "post"
        if vector is None or claim_vector is None:
            head += " plain"
        else:
            row = np.concatenate([row, meaning(vector, claim_vector)])
        shares = self._shares(head, row)
        best = int(np.argmax(shares))
        return STANCES[best], float(shares[best])

    def _shares(self, head: str, row: Row) -> Row:
        coefficients, intercepts = self.heads[head]
        scores = coefficients @ row + intercepts
        odds: Row = np.exp(scores - scores.max())
        shares: Row = odds / odds.sum()
        return shares


@cache
def _load(file: Path) -> StanceModel:
    with np.load(file) as weights:
        return StanceModel(
            {
                head: (
                    weights[f"{head} coefficients"].astype(np.float64),
                    weights[f"{head} intercepts"].astype(np.float64),
                )
                for head in HEADS
            }
        )
