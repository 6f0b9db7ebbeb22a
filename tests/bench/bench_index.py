"""Print what a match against the live claims costs, by technique and by their number, and where they cross.

    python tests/bench/bench_index.py [CLAIMS ...] [--graphs MOST]

All on one thread and in one run, so that ratios hold whatever the machine. The claims are synthetic: topics
of uneven size, the claims of one at a cosine of about .5 to each other, as centred vectors of news posts lie;
what is asked lies at .8 to a claim and .4 to its topic. Recall is the share of the true twelve nearest that
is found, and of those above `ALIKE`. ``usearch`` is no dependency; where it is installed it is measured up to
``--graphs`` claims, since its graph takes up to a millisecond a claim to build: in one piece, and in a slice
for each of fourteen days, which can be dropped whole.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from models.claim.index import DIMENSIONS, SketchIndex
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory

SIZES: Final = (10_000, 100_000, 300_000)
MOST_GRAPH: Final = 10_000
MOST_WHOLE: Final = 100_000
"""Claims up to which the whole memory is built, and weighed."""
NEAREST: Final = 12
ALIKE: Final = 0.38
"""Cosine from which a post may speak of a claim."""
BATCH: Final = 64
DAYS: Final = 14
SECONDS: Final = 0.5
"""Time a technique is measured for."""
COLUMNS: Final = (
    "ms a match", f"in batches of {BATCH}", "times the smallest", f"recall@{NEAREST}", f"above {ALIKE}",
    "bytes a claim", "add, µs",
)  # fmt: skip
_TOPIC: Final = 40
"""Claims of a topic on average."""
_SLICE: Final = 1 << 14

Matrix = NDArray[np.float32]
Search = Callable[[Matrix], list[Any]]
"""Vectors, a row each -> the rows or ids of the nearest, for each of them."""


@dataclass
class Technique:
    """A way to find the nearest, and what it cost."""

    name: str
    search: Search
    bytes_each: float
    add_us: float | None = None
    batched: bool = False
    """Whether it gains by searching for many vectors at once."""
    times: dict[int, float] = field(default_factory=dict)
    recall: float = 0.0
    recall_alike: float = 0.0


def synthetic(count: int, seed: int = 0) -> Matrix:
    """Make vectors of length 1 in topics."""
    random = np.random.default_rng(seed)
    topics = unit(random.standard_normal((max(1, count // _TOPIC), DIMENSIONS), dtype=np.float32))
    which = (random.random(count) ** 2 * len(topics)).astype(int)
    made = np.empty((count, DIMENSIONS), np.float32)
    for start in range(0, count, _SLICE):
        part = which[start : start + _SLICE]
        own = unit(random.standard_normal((len(part), DIMENSIONS), dtype=np.float32))
        made[start : start + _SLICE] = unit(topics[part] + own)
    return made


def near(vectors: Matrix, count: int) -> Matrix:
    """Make vectors at a cosine of .8 to some of those given."""
    random = np.random.default_rng(1)
    some = vectors[random.integers(0, len(vectors), count)]
    return unit(some + 0.75 * unit(random.standard_normal(some.shape, dtype=np.float32)))


def unit(rows: Matrix) -> Matrix:
    """Scale rows to length 1."""
    scaled: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def best(cosines: Matrix) -> list[NDArray[np.intp]]:
    """Give the columns with the highest cosines of each row."""
    return [np.argpartition(row, -NEAREST)[-NEAREST:] for row in cosines]


def exact(vectors: Matrix) -> Technique:
    """Multiply with all of them in float32."""
    return Technique("exact float32", lambda asked: best(asked @ vectors.T), 4 * DIMENSIONS, batched=True)


def int8(vectors: Matrix) -> Technique:
    """Multiply with all of them in int8 (exact sums, in blocks), then the best 50 in float32."""
    steps = np.rint(vectors * 127).astype(np.int8)

    def search(asked: Matrix) -> list[NDArray[np.intp]]:
        whole = np.rint(asked * 127).astype(np.float32).T
        blocks = range(0, len(steps), _SLICE)
        about = np.concatenate([steps[s : s + _SLICE].astype(np.float32) @ whole for s in blocks]).T
        found = []
        for row, vector in zip(about, asked, strict=True):
            rows = np.argpartition(row, -50)[-50:]
            found.append(rows[np.argsort(-(vectors[rows] @ vector))[:NEAREST]])
        return found

    return Technique("int8, best 50 rescored", search, DIMENSIONS, batched=True)


def sketches(vectors: Matrix) -> Technique:
    """Search as the monitor does."""
    index, began = SketchIndex(), time.perf_counter()
    for number, vector in enumerate(vectors):
        index.put(str(number), vector, number)
    added = (time.perf_counter() - began) / len(vectors)
    return Technique(
        "sketches, best 800 rescored",
        lambda asked: [[int(name) for name, _ in index.nearest(vector, NEAREST)] for vector in asked],
        DIMENSIONS / 8,
        added * 1e6,
    )


def graphs(vectors: Matrix) -> list[Technique]:
    """Search graphs, in one piece and in a slice a day, where the library is installed."""
    try:
        make = importlib.import_module("usearch.index").Index
    except ImportError:
        return []
    return [graph(make, vectors, kind, slices) for kind, slices in (("f32", 1), ("i8", 1), ("f32", DAYS))]


def graph(make: Callable[..., Any], vectors: Matrix, kind: str, slices: int) -> Technique:
    """Build and search `slices` graphs, each on one thread."""
    parts = [make(ndim=DIMENSIONS, metric="ip", dtype=kind) for _ in range(slices)]
    began = time.perf_counter()
    for number, part in enumerate(parts):
        keys = np.arange(number, len(vectors), slices)
        part.add(keys, vectors[keys], threads=1)
    added = (time.perf_counter() - began) / len(vectors)

    def one(vector: Matrix) -> NDArray[np.intp]:
        found = [part.search(vector, NEAREST, threads=1) for part in parts]
        keys, far = (np.concatenate([getattr(f, n) for f in found]) for n in ("keys", "distances"))
        return keys[np.argsort(far)[:NEAREST]].astype(np.intp)

    name = f"usearch {kind}" + (f", {slices} slices" if slices > 1 else "")
    each = sum(part.memory_usage for part in parts) / len(vectors)
    return Technique(name, lambda asked: [one(vector) for vector in asked], each, added * 1e6)


def memory_of(vectors: Matrix) -> Technique:
    """Search as the ordered stage does, with whole claims as the answer; weigh the claims beside vectors."""
    tracemalloc.start()
    memory = ClaimMemory(claims=(claim(number, vector) for number, vector in enumerate(vectors)))
    each = tracemalloc.get_traced_memory()[0] / len(vectors) - 4 * DIMENSIONS
    tracemalloc.stop()
    return Technique(
        "the stage's memory",
        lambda asked: [[int(name, 16) for name, _ in memory.nearest(vector, NEAREST)] for vector in asked],
        each,
    )


def claim(number: int, vector: Matrix) -> LiveClaim:
    """Make a claim with a long Cyrillic wording and eight facts."""
    at = datetime.fromtimestamp(1.7e9 + number, UTC)
    tally = {f"entities name:invented-{number % 977}-{i}": 1 + i % 5 for i in range(8)}
    wording = "Мост через реку закроют на ремонт до конца года, сообщили в городе. " * 2
    return LiveClaim(f"{number:016x}", wording, "ru", vector, 20, tally, number, number, at)


def share(found: list[Any], true: list[NDArray[np.intp]]) -> float:
    """Give the share of the true ones that was found."""
    hits = sum(len(set(map(int, f)) & set(map(int, t))) for f, t in zip(found, true, strict=True))
    return hits / max(1, sum(map(len, true)))


def measured(technique: Technique, asked: Matrix, true: list[tuple[NDArray[np.intp], Matrix]]) -> Technique:
    """Time a technique one by one and, where that is something else, in batches."""
    found = [technique.search(asked[i : i + 1])[0] for i in range(len(asked))]
    technique.recall = share(found, [rows for rows, _ in true])
    technique.recall_alike = share(found, [rows[cosines >= ALIKE] for rows, cosines in true])
    for size in (1, BATCH) if technique.batched else (1,):
        times, until = list[float](), time.perf_counter() + SECONDS
        while len(times) < 3 or time.perf_counter() < until:
            start = len(times) % (len(asked) // size) * size
            began = time.perf_counter()
            technique.search(asked[start : start + size])
            times.append((time.perf_counter() - began) / size * 1000)
        technique.times[size] = statistics.median(times)
    technique.times.setdefault(BATCH, technique.times[1])
    return technique


def at_size(size: int, most_graph: int) -> list[Technique]:
    """Measure all techniques on so many claims."""
    vectors = synthetic(size)
    asked = near(vectors, 2 * BATCH)
    true = [(rows := best(row[None] @ vectors.T)[0], vectors[rows] @ row) for row in asked]
    made: list[Callable[[Matrix], Technique]] = [exact, int8, sketches]
    done = [measured(make(vectors), asked, true) for make in made]
    if size <= MOST_WHOLE:
        done.append(measured(memory_of(vectors), asked, true))
    return done + [measured(one, asked, true) for one in (graphs(vectors) if size <= most_graph else [])]


def shown(size: int, techniques: list[Technique], first: dict[str, Technique]) -> Table:
    """Lay out the figures of one size beside those of the smallest."""
    table = Table(title=f"{size:,} live claims", title_justify="left")
    table.add_column("")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for one in techniques:
        ratio = one.times[1] / first[one.name].times[1] if one.name in first else None
        table.add_row(
            one.name,
            f"{one.times[1]:.2f}",
            f"{one.times[BATCH]:.2f}",
            f"{ratio:.1f}" if ratio else "-",
            f"{one.recall:.3f}",
            f"{one.recall_alike:.3f}",
            f"{one.bytes_each:,.0f}",
            f"{one.add_us:,.0f}" if one.add_us else "-",
        )
    return table


def main(sizes: list[int], most_graph: int) -> None:
    """Measure and print."""
    console = Console(width=120)
    first: dict[str, Technique] = {}
    for size in sizes:
        techniques = at_size(size, most_graph)
        for one in techniques:
            first.setdefault(one.name, one)
        console.print(shown(size, techniques, first))
        for how in (1, BATCH):
            fastest = min(techniques, key=lambda one: one.times[how])
            console.print(f"fastest by {how}: {fastest.name}, {fastest.times[how]:.2f} ms")


if __name__ == "__main__":
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        # Read when the library is loaded: too late for a setting in here.
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"OPENBLAS_NUM_THREADS": "1"})
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("claims", nargs="*", type=int, default=SIZES)
    told.add_argument("--graphs", type=int, default=MOST_GRAPH, metavar="MOST")
    given = told.parse_args()
    main(given.claims, given.graphs)
