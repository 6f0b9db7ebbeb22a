"""Make ``models/data/means.npz``: ``python -m models.training.means [FOLDER]``.

Means and projection come from the parallel sentences. The register comes from public recordings of posts
and headlines in FOLDER (see `REGISTERS`); without a folder the one that is there stays. Run it when sentences
were added or the embedder changed, and fit what was fitted on centred vectors anew
(`models.training.stance`). It uses the int8 model in the cache (``RUMOR_CACHE``), which it builds if need be.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models import language, text
from models.centring import MEANS, Means, read_means, write_means
from models.embedding import Embedder, load_embedder
from models.errors import RumorError
from models.reading import Vector

PARALLEL: Final = MEANS.parent / "parallel"
REGISTERS: Final = (
    "pheme.posts", "twitter1516.posts", "uci_news.posts", "rumoureval2019.stance", "emergent.stance",
    "covid19.stance", "claimmatch_en.queries",
)  # fmt: skip
"""English recordings, each counted once: PHEME (Zubiaga et al. 2016), Twitter15/16 (Ma et al. 2017), the UCI
news aggregator, RumourEval 2019, Emergent, COVID-19 rumours, CheckThat! 2021 tweets. No text ships."""
POSTS: Final = 400
"""Posts taken of each, spread evenly over it."""
SHORTEST: Final = 15
"""Characters of a post that says something."""
SHRINKAGE: Final = 0.6
"""Share of plain scaling in the projection: 2,000 sentences are few for a covariance of 384 dimensions. From
.3 to .6 the held-out figures are alike."""


class ParallelError(RumorError):
    """The parallel sentences are not parallel, or a recording is missing; the message names the file."""


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


def make_means(
    languages: Mapping[str, Sequence[str]],
    embedder: Embedder,
    made: str,
    register: Vector | None = None,
    registers: Mapping[str, int] | None = None,
) -> Means:
    """Give the mean raw vector of each language and over the languages, and the projection."""
    vectors = {lang: _embedded(sentences, embedder) for lang, sentences in languages.items()}
    by_language: dict[str, Vector] = {
        lang: rows.mean(axis=0, dtype=np.float64).astype(np.float32) for lang, rows in vectors.items()
    }
    shared: Vector = np.mean(list(by_language.values()), axis=0, dtype=np.float32)
    return Means(
        by_language=by_language,
        shared=shared,
        register=np.zeros_like(shared) if register is None else register,
        projection=make_projection(np.stack([vectors[lang] - by_language[lang] for lang in vectors])),
        embedder=embedder.name,
        made=made,
        sentences=len(next(iter(languages.values()))),
        registers=dict(registers or {}),
    )


def make_projection(centred: NDArray[np.float32], shrinkage: float = SHRINKAGE) -> NDArray[np.float32]:
    """Give the inverse root of the shrunk covariance within translations; (languages, sentences, 384) in."""
    within = (centred - centred.mean(axis=0)).reshape(-1, centred.shape[-1]).astype(np.float64)
    covariance = within.T @ within / len(within)
    scale = np.trace(covariance) / len(covariance)
    if scale <= np.finfo(np.float32).eps:  # one language: nothing varies
        return np.eye(len(covariance), dtype=np.float32)
    shrunk = (1 - shrinkage) * covariance / scale + shrinkage * np.eye(len(covariance))
    values, directions = np.linalg.eigh(shrunk)
    projection: NDArray[np.float32] = ((directions * values**-0.5) @ directions.T).astype(np.float32)
    return projection


def make_register(folder: Path, embedder: Embedder, mean: Vector) -> tuple[Vector, dict[str, int]]:
    """Give the mean English post over the recordings of a folder less the mean English sentence."""
    shifts, counts = [], {}
    for name in REGISTERS:
        posts = list(_posts(folder / f"{name}.jsonl.gz"))
        counts[name] = len(posts)
        shifts.append(_embedded(posts, embedder).mean(axis=0, dtype=np.float64) - mean)
    register: Vector = np.mean(shifts, axis=0).astype(np.float32)
    return register, counts


def _posts(file: Path) -> Iterator[str]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            texts = dict.fromkeys(json.loads(line).get("text") or "" for line in lines)
    except (OSError, ValueError) as error:
        raise ParallelError(f"{file} cannot be read: {error}") from error
    long = [words for words in texts if len(words) >= SHORTEST]
    taken = (long[len(long) * at // POSTS] for at in range(POSTS)) if len(long) > POSTS else long
    return (text.plain(words).strip() or words for words in taken if language.detect(words, None) == "en")


def _embedded(sentences: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    return np.stack([embedder.embed(sentence) for sentence in sentences])


def main() -> None:
    """Write the file and say what is in it."""
    cache = Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")
    made = datetime.now(UTC).date().isoformat()
    languages, embedder = read_parallel(PARALLEL), load_embedder(cache, "onnx")
    if len(sys.argv) > 1:
        english = _embedded(languages["en"], embedder).mean(axis=0, dtype=np.float64)
        register, counts = make_register(Path(sys.argv[1]), embedder, english.astype(np.float32))
    else:
        before = read_means(MEANS)
        register, counts = before.register, before.registers
    means = make_means(languages, embedder, made, register, counts)
    write_means(MEANS, means)
    print(f"{MEANS}: {len(means.by_language)} languages, {means.sentences} sentences each, {means.embedder}")
    print(f"register of {sum(counts.values())} posts, {MEANS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
