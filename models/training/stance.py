"""Fit the stance model: ``python -m models.training.stance FOLDER``, a folder of the three public sets.

Prints precision, recall and F1 by cross-validation over claims, threads and stories (never over posts), fits
on everything and writes ``models/data/stance.npz`` with these figures inside. Needs the dependency group
``train`` and the int8 model in the cache (``RUMOR_CACHE``), which it builds if need be. About six minutes,
four of them for vectors, which are kept in the cache.
"""

from __future__ import annotations

import argparse
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.centring import centre
from models.embedding import load_embedder
from models.embedding.embedder import DIMENSIONS
from models.mention import Stance
from models.stance.features import (
    BAG,
    COSINES,
    MEANING,
    PLAIN,
    WORDED,
    WORDS,
    Parent,
    answered,
    bag,
    meaning,
    plain,
)
from models.stance.voice import Voice
from models.stance.weights import STANCES, WEIGHTS, Head, Weights, write_weights
from models.text import spelling
from models.training.samples import Sample, read_samples
from models.training.scores import Score, macro, scores, table_row
from models.training.vectors import KeptVectors

Matrix = NDArray[np.float64]

FOLDS: Final = 5
THIN: Final = 4
"""The heads for posts and headlines see every fourth answer only: they learn little from them, slowly."""
CUELESS: Final = 0.5
"""Weight of a copy of each example whose word cues are blank. We wrote the cues and the examples, so in the
examples cues look better than they are; the copies make the vectors carry what the cues miss elsewhere."""


STEPS: Final = 80
"""Of the solver; more change no figure by .003."""
_PLAIN: Final = tuple(range(len(PLAIN)))
_ANSWERED: Final = tuple(range(len(PLAIN), WORDS))
_POST: Final = tuple(range(WORDS, WORDS + COSINES + DIMENSIONS))
_DISTANCE: Final = tuple(range(WORDS + COSINES + DIMENSIONS, WORDS + MEANING))


@dataclass(frozen=True, slots=True)
class Fit:
    """How one head is fitted; chosen by cross-validation on the sets themselves."""

    strength: float
    """Inverse of the L2 penalty, scikit-learn's C."""
    foreign: float
    """Weight of samples of the other voices."""
    balance: float
    """0 leaves classes as frequent as they are in a set, 1 makes them equally heavy."""
    sets: Mapping[str, float]
    """Weight of a set's samples where it is not 1."""
    columns: tuple[int, ...] = (*_PLAIN, *_POST, *_DISTANCE)
    """Features it may use beside the bag."""
    bagged: bool = False
    """Whether it may use the bag: only answers are many enough to learn words from."""
    prior: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Added to the offsets, for what is more or less frequent in the stream than in the samples."""


FITS: Final[Mapping[Voice, Fit]] = {
    "answer": Fit(
        0.05, 0.03, 0.6, {"examples": 6, "frames": 0.3, "covid19": 0.3},
        columns=(*_PLAIN, *_ANSWERED, *_POST), bagged=True,
    ),
    "headline": Fit(0.3, 0.03, 0.5, {"frames": 0.02}),
    "post": Fit(0.1, 0.15, 0.7, {"examples": 3, "frames": 0.25}, prior=(0.2, -0.04, 0.0, 0.0)),
}  # fmt: skip
"""Posts of the stream support their claim more often than our examples, of which a quarter denies; with the
prior a denial needs somewhat more evidence."""


@dataclass(frozen=True, slots=True)
class Data:
    """Samples as numbers, rows in one order."""

    features: Matrix
    """All but the bags."""
    bags: csr_matrix
    classes: NDArray[np.intp]
    voices: NDArray[np.str_]
    sources: NDArray[np.str_]
    groups: NDArray[np.str_]

    def take(self, rows: NDArray[Any]) -> Data:
        """Give some of the rows."""
        return Data(*(getattr(self, name)[rows] for name in self.__slots__))

    def without_vectors(self) -> Data:
        """Give the plain features only."""
        return replace(self, features=self.features[:, :WORDS])


def read_data(samples: Sequence[Sample], vectors: KeptVectors) -> Data:
    """Turn samples into numbers."""
    vectors.all_of(embedded(text) for s in samples for text in (s.claim, s.text, s.parent) if text)
    features = np.empty((len(samples), WORDS + MEANING))
    for row, sample in zip(features, samples, strict=True):
        row[:] = _row(sample, vectors)
    return Data(
        features=features,
        bags=vstack([csr_matrix(bag(sample.text)) for sample in samples]).tocsr(),
        classes=np.array([STANCES.index(sample.stance) for sample in samples]),
        voices=np.array([sample.voice for sample in samples]),
        sources=np.array([sample.source for sample in samples]),
        groups=np.array([sample.group for sample in samples]),
    )


def _row(sample: Sample, vectors: KeptVectors) -> Matrix:
    post = centre(vectors.of(embedded(sample.text)), sample.lang)
    claim = centre(vectors.of(embedded(sample.claim)), sample.claim_lang)
    parent = None
    if sample.parent:
        told = centre(vectors.of(embedded(sample.parent)), sample.lang)
        parent = Parent(sample.parent, sample.lang, told)
    words = plain(sample.text, sample.lang, sample.claim, reply=sample.reply)
    about = meaning(post, claim, parent.vector if parent else None)
    return np.concatenate([words, answered(parent, sample.claim), about])


def embedded(text: str) -> str:
    """Give what is embedded of a text: the same as `models.reader` takes of a post."""
    return spelling.plain(text).strip() or text


def fit_head(data: Data, voice: Voice, fit: Fit) -> Head:
    """Fit the head of one voice."""
    data = data.take(_seen_by(data, voice))
    weights = class_weights(data, fit) * np.where(data.voices == voice, 1.0, fit.foreign)
    ours = data.sources == "examples"
    blank = data.features[ours]
    blank[:, :WORDED] = 0
    columns = [column for column in fit.columns if column < data.features.shape[1]]
    rows: Any = np.vstack([data.features, blank])[:, columns]
    if fit.bagged:
        rows = hstack([csr_matrix(rows), vstack([data.bags, data.bags[ours]])]).tocsr()
    model = LogisticRegression(C=fit.strength, max_iter=STEPS, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(
            rows,
            np.concatenate([data.classes, data.classes[ours]]),
            sample_weight=np.concatenate([weights, weights[ours] * CUELESS]),
        )
    places = [*columns, *range(data.features.shape[1], data.features.shape[1] + BAG * fit.bagged)]
    spread = np.zeros((len(STANCES), data.features.shape[1] + BAG))
    spread[:, places] = model.coef_
    return Head(spread, model.intercept_ + np.array(fit.prior))


def _seen_by(data: Data, voice: Voice) -> NDArray[np.bool_]:
    thinned = np.arange(len(data.voices)) % THIN == 0
    seen: NDArray[np.bool_] = (voice == "answer") | (data.voices != "answer") | thinned
    return seen


def class_weights(data: Data, fit: Fit) -> Matrix:
    """Weigh classes against each other within a set, then sets against each other."""
    weights = np.ones(len(data.classes))
    for source in np.unique(data.sources):
        rows = data.sources == source
        counts = np.maximum(np.bincount(data.classes[rows], minlength=len(STANCES)), 1)
        heavy = (rows.sum() / counts) ** fit.balance
        weights[rows] = heavy[data.classes[rows]]
        weights[rows] *= fit.sets.get(str(source), 1.0) * rows.sum() / weights[rows].sum()
    return weights


def fit_heads(data: Data) -> dict[Voice, Head]:
    """Fit the heads of all voices."""
    return {voice: fit_head(data, voice, fit) for voice, fit in FITS.items()}


def cross_validate(data: Data, folds: int = FOLDS) -> list[Stance]:
    """Give the stance of each sample, judged by heads that never saw its claim, thread or story."""
    found = np.zeros(len(data.classes), dtype=np.intp)
    for seen, unseen in GroupKFold(folds).split(data.features, groups=data.groups):
        heads = fit_heads(data.take(seen))
        found[unseen] = judge_rows(heads, data.take(unseen))
    return [STANCES[number] for number in found]


def judge_rows(heads: Mapping[Voice, Head], data: Data) -> list[int]:
    """Give the number of the likeliest stance of each row."""
    dense = data.features.shape[1]
    found = np.zeros(len(data.classes), dtype=np.intp)
    for voice in get_args(Voice):
        rows, head = data.voices == voice, heads[voice]
        scored = data.features[rows] @ head.weights[:, :dense].T
        scored += data.bags[rows] @ head.weights[:, dense:].T + head.offsets
        found[rows] = scored.argmax(axis=1)
    return found.tolist()


def by_source(
    samples: Sequence[Sample], found: Sequence[Stance]
) -> Iterator[tuple[str, dict[Stance, Score]]]:
    """Score each set by itself."""
    for source in dict.fromkeys(sample.source for sample in samples):
        pairs = [(s.stance, f) for s, f in zip(samples, found, strict=True) if s.source == source]
        yield source, scores([gold for gold, _ in pairs], [stance for _, stance in pairs])


def figures(by_class: Mapping[Stance, Score]) -> dict[str, float]:
    """Give the figures that are kept beside the weights."""
    found = {f"{stance} F1": round(score.f1, 3) for stance, score in by_class.items()}
    return {"macro F1": round(macro(dict(by_class)), 3), **found}


def about(
    samples: Sequence[Sample], embedder: str, kept: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """Say what the weights were made from."""
    counts = {
        source: sum(s.source == source for s in samples)
        for source in dict.fromkeys(s.source for s in samples)
    }
    return {
        "made": datetime.now(UTC).date().isoformat(),
        "by": "models.training.stance",
        "embedder": embedder,
        "samples": counts,
        "cross-validated over claims": kept,
    }


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Fit the stance model.")
    parser.add_argument("folder", type=Path, help="holds rumoureval2019.stance.jsonl.gz and the two others")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    cache = Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")
    parser.add_argument("--cache", type=Path, default=cache)
    return parser.parse_args()


def main() -> None:
    """Print the cross-validated figures, fit, write the file."""
    given = options()
    samples, embedder = read_samples(given.folder), load_embedder(given.cache, "onnx")
    with KeptVectors(given.cache / "training" / "vectors.sqlite", embedder) as vectors:
        data = read_data(samples, vectors)
    kept = {}
    for name, part in (("with vectors", data), ("words only", data.without_vectors())):
        print(f"{name}, {FOLDS} folds over claims, threads and stories")
        for source, by_class in by_source(samples, cross_validate(part)):
            print(table_row(source, by_class))
            kept[f"{source}, {name}"] = figures(by_class)
    full, words_only = fit_heads(data), fit_heads(data.without_vectors())
    write_weights(given.out, Weights(full, words_only, about(samples, embedder.name, kept)))
    print(f"{given.out}: {given.out.stat().st_size} bytes, {len(samples)} samples")


if __name__ == "__main__":
    main()
