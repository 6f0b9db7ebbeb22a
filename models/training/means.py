"""Make ``models/data/means.npz`` from the parallel sentences: ``python -m models.training.means``.

Run it when sentences were added or the embedder changed, and fit what was fitted on centred vectors anew. It
uses the int8 model in the cache (``RUMOR_CACHE``), which it builds if need be.
"""

from __future__ import annotations

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from models.centring import MEANS, Means, write_means
from models.embedding import Embedder, load_embedder
from models.errors import RumorError
from models.reading import Vector

PARALLEL: Final = MEANS.parent / "parallel"


class ParallelError(RumorError):
    """The parallel sentences are not parallel; the message names the file."""


def read_parallel(folder: Path) -> dict[str, list[str]]:
    """Read the sentences of each language; raise `ParallelError` if one has more or fewer than the others."""
    languages: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            lang, sentences = content["lang"], content["sentences"]
        except (OSError, ValueError, KeyError) as error:
            raise ParallelError(f"{file} cannot be read: {error}") from error
        most = len(next(iter(languages.values()), sentences))
        if len(sentences) != most or lang != file.stem:
            raise ParallelError(
                f"{file} has {len(sentences)} sentences of {lang}: {most} of {file.stem} are needed"
            )
        languages[lang] = sentences
    if not languages:
        raise ParallelError(f"{folder} has no *.toml with sentences")
    return languages


def make_means(languages: dict[str, list[str]], embedder: Embedder, made: str) -> Means:
    """Give the mean raw vector of each language, and over the languages."""
    by_language = {lang: _mean(sentences, embedder) for lang, sentences in languages.items()}
    shared: Vector = np.mean(list(by_language.values()), axis=0, dtype=np.float32)
    return Means(by_language, shared, embedder.name, made, len(next(iter(languages.values()))))


def _mean(sentences: list[str], embedder: Embedder) -> Vector:
    vectors = np.stack([embedder.embed(sentence) for sentence in sentences])
    mean: Vector = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


def main() -> None:
    """Write the file and say what is in it."""
    cache = Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")
    made = datetime.now(UTC).date().isoformat()
    means = make_means(read_parallel(PARALLEL), load_embedder(cache, "onnx"), made)
    write_means(MEANS, means)
    print(f"{MEANS}: {len(means.by_language)} languages, {means.sentences} sentences each, {means.embedder}")


if __name__ == "__main__":
    main()
