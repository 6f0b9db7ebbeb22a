"""The file of weights: small, made by `models.training.stance`, with what it was made from inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from models.errors import RumorError
from models.mention import Stance
from models.stance.features import BAG, MEANING, PLAIN, WORDS, Row
from models.stance.voice import Voice

STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
"""Order of the classes."""
WEIGHTS: Final = Path(__file__).parent.parent / "data" / "stance.npz"


class StanceError(RumorError):
    """Weights that do not fit this code; the message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class Head:
    """One multinomial logistic regression: a row of weights and an offset for each stance."""

    weights: NDArray[np.float64]
    """Stances x features."""
    offsets: NDArray[np.float64]

    def chances(self, row: Row) -> Row:
        """Give the probability of each stance, in the order of `STANCES`."""
        scores = self.weights @ row + self.offsets
        powers = np.exp(scores - scores.max())
        chances: Row = powers / powers.sum()
        return chances


@dataclass(frozen=True, slots=True)
class Weights:
    """For each voice the head that sees vectors and the one that does without."""

    full: Mapping[Voice, Head]
    plain: Mapping[Voice, Head]
    about: Mapping[str, Any]
    """Provenance and figures."""


def write_weights(file: Path, weights: Weights) -> None:
    """Write a file of weights; `read_weights` gives them back as 32-bit floats."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, heads in (("full", weights.full), ("plain", weights.plain)):
        for voice, head in heads.items():
            block = np.column_stack([head.offsets, head.weights])
            arrays[f"{name}.{voice}"] = block.astype(np.float32)
    about = {
        **weights.about,
        "features": list(PLAIN),
        "sizes": [WORDS, MEANING, BAG],
        "stances": list(STANCES),
    }
    arrays["about"] = np.array(json.dumps(about, ensure_ascii=False))
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def read_weights(file: Path) -> Weights:
    """Read a file of weights; raise `StanceError` where it is missing or was made for other features."""
    try:
        with np.load(file, allow_pickle=False) as data:
            about = json.loads(str(data["about"]))
            _check(about, file)
            return Weights(_heads(data, "full"), _heads(data, "plain"), about)
    except (OSError, EOFError, KeyError, ValueError) as error:
        if isinstance(error, StanceError):
            raise
        raise StanceError(
            f"{file} is no file of stance weights ({error}): take the one of the release"
        ) from None


def _check(about: Mapping[str, Any], file: Path) -> None:
    made = (tuple(about["features"]), tuple(about["sizes"]), tuple(about["stances"]))
    if made != (PLAIN, (WORDS, MEANING, BAG), STANCES):
        raise StanceError(
            f"{file} was made for other features: fit it anew, python -m models.training.stance"
        )


def _heads(data: Mapping[str, NDArray[Any]], name: str) -> dict[Voice, Head]:
    heads: dict[Voice, Head] = {}
    for voice in get_args(Voice):
        block = data[f"{name}.{voice}"].astype(np.float64)
        heads[voice] = Head(block[:, 1:], block[:, 0])
    return heads
