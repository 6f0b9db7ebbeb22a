"""Print what following claims costs: a step, a view, and 100,000 live claims in memory and after a restart.

    python tests/bench/bench_track.py [--claims 100000] [--profile]

Posts are made up: claims of a few posts and of thousands, as they come in the wild (sizes by a power law),
with outlines, audiences, views, forwards and denials. Times are of one thread's processor; the median step is
over all posts. The table is Faust's own, as a worker opens it; the restart is a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import pstats
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any, Final

import numpy as np
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from models.mention import Mention
from models.outline import outline
from models.track import ClaimRecord, TrackSettings, step, view
from models.track.counts import begun, counted
from models.track.record import MOST_BYTES

MOST_STEP: Final = 60.0
"""Microseconds that one step should take."""
MOST_MEMORY: Final = 1024.0
"""Megabytes that a worker with all claims should take."""
MOST_RECOVERY: Final = 60.0
"""Seconds until it has them again."""
SIZES: Final = (1, 2, 3, 5, 8, 13, 30, 100, 300, 1_000)
"""Posts of a claim; how many claims have so many falls off with the size."""
MADE: Final = 1_100
"""Claims that are made post by post; the others are copies of them under other names."""
NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SAID: Final = "the old bridge over the Velmar closes tonight say those who saw it crack"
SETTINGS: Final = TrackSettings()
REPEATS: Final = 5
"""Times that each step is made for its time to be told: the clock itself takes some microseconds."""


def weigh(*_: Any) -> None:
    """Find every office out of its remit: what weighing costs is another bench's."""


def sizes(claims: int) -> list[int]:
    """Give how many posts each claim has: half of them one or two, one in a hundred a thousand."""
    chances = np.array([1 / size for size in SIZES])
    drawn = np.random.default_rng(1).choice(SIZES, claims, p=chances / chances.sum())
    return [int(size) for size in drawn]


def outlines() -> list[str]:
    """Give outlines of vectors that lie around one."""
    random = np.random.default_rng(2)
    middle = random.standard_normal(384)
    rows = middle + random.standard_normal((2_000, 384))
    return [outline((row / np.linalg.norm(row)).astype(np.float32)) for row in rows]


def mentions(claim: int, posts: int, drawn: list[str], mix: tuple[float, ...]) -> Iterator[Mention]:
    """Give the posts of a claim, mixed so of what `MIXES` says."""
    random = np.random.default_rng(claim)
    at = NOON + timedelta(minutes=float(random.integers(0, 1_440)))
    root = f"telegram:channel_{claim}/1"
    for number in range(posts):
        at += timedelta(seconds=float(random.exponential(90)))
        platform = ("telegram", "telegram", "twitter", "feed")[number % 4]
        channel = (
            f"{platform}:channel_{int(random.pareto(0.8) * 10) % 5_000}"
            if number
            else f"telegram:channel_{claim}"
        )
        kind = int(random.choice(len(mix), p=mix)) if number else 0
        forward, asserts = kind in (1, 2), kind < 2
        words = " ".join(random.permutation(SAID.split()))
        yield Mention(
            post=root if not number else f"{channel}/{claim * 10_000 + number}", claim=f"{claim:016x}",
            kind="post", primary=True, stance="support" if asserts else "comment", similarity=0.8,
            path="forward" if forward else "vector", why=(), offset=number, published_at=at, read_at=at,
            platform=platform, channel=channel, lang=("en", "ru", "kk", "uk")[number % 7 % 4],
            sentence=SAID if forward else words, asserts=asserts,
            source=f"telegram:channel_{claim}" if forward else channel,
            audience=int(random.pareto(1.1) * 500), views=int(random.integers(0, 9_000)),
            forward_of=root if forward else None, parent=root if kind else None,
            outline=drawn[int(random.integers(len(drawn)))] if asserts else None,
        )  # fmt: skip


MIXES: Final = {
    "threads": (0.02, 0.28, 0.57, 0.13),
    "own words": (0.4, 0.4, 0.0, 0.2),
}
"""Shares of posts that assert in words of their own, forward and assert, forward and do not, and answer.

The first is that of 3,000 posts of PHEME (Zubiaga et al. 2016) as the monitor reads them; the second is
harder, for channels that write.
"""

Times = dict[str, list[float]]
"""What was done -> microseconds, each time."""


def followed(drawn: list[str], mix: tuple[float, ...]) -> tuple[list[ClaimRecord], Times]:
    """Follow claims; give their records, and what each step and each view took.

    The counts are what spread adds to a step: windows, sketches, tree. A step is all of it, the wording,
    denials and rules among it; stored, it is read as the table holds it before and written after.
    """
    records, times = list[ClaimRecord](), Times()
    for claim, posts in enumerate(sizes(MADE)):
        value: bytes | None = None
        for mention in mentions(claim, posts, drawn, mix):
            record = None if value is None else ClaimRecord.from_bytes(value)
            known = begun(record, mention.claim or "", mention)
            timed(times, "the counts of it", lambda r=known, m=mention: counted(r, m, SETTINGS))
            timed(times, "one step", lambda r=record, m=mention: step(r, m, SETTINGS, weigh))
            value = timed(times, "one step, stored", lambda v=value, m=mention: stepped(v, m))
        assert value is not None, "every claim has a post"
        records.append(ClaimRecord.from_bytes(value))
        shown = records[-1].now + timedelta(minutes=1)
        timed(times, "one view", lambda r=records[-1], at=shown: view(r, at))
    return records, times


def timed(times: Times, name: str, work: Callable[[], Any]) -> Any:
    """Do some work a few times, note what it took once, and give its result."""
    began = thread_time()
    for _ in range(REPEATS):
        result = work()
    times.setdefault(name, []).append(1e6 * (thread_time() - began) / REPEATS)
    return result


def stepped(value: bytes | None, mention: Mention) -> bytes:
    """Read a record as the table holds it, take in a post, and write it again."""
    record = None if value is None else ClaimRecord.from_bytes(value)
    return step(record, mention, SETTINGS, weigh)[0].to_bytes()


def fill(folder: Path, records: list[ClaimRecord], claims: int) -> int:
    """Write so many claims as the worker's table keeps them, and give their bytes."""
    table = opened(folder)
    total = 0
    for number in range(claims):
        record = replace(records[number % len(records)], claim=f"{number:016x}")
        value = record.to_bytes()
        table[record.claim.encode()] = value
        total += len(value)
    table.close()
    return total


def opened(folder: Path) -> Any:
    """Open a table's store with the options that Faust gives it."""
    from faust.stores.rocksdb import RocksDBOptions

    return RocksDBOptions().open(folder / "track-0.db")


class Opened:
    """The part of a table that a stage reads, on the store itself."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """Give all that it holds."""
        return iter(self._store.items())

    def keys(self) -> Iterator[bytes]:
        """Give the keys of all that it holds."""
        return iter(self._store.keys())

    def get(self, key: bytes) -> bytes | None:
        """Give a value."""
        found: bytes | None = self._store.get(key)
        return found


def restart(folder: Path) -> dict[str, float]:
    """Start the stage on a store that is there, and let a tick come; give seconds and megabytes."""
    from streams.codec import Control, control_bytes
    from streams.stages.track import Track
    from streams.topics import TopicNames
    from tests.bench.folding import Event

    before, began = memory(), perf_counter()
    stage = Track(TopicNames("bench.", 1), SETTINGS, weigh, Opened(opened(folder)))
    asyncio.run(stage.recovered())
    recovered = perf_counter() - began
    tick = control_bytes(Control("tick", NOON + timedelta(days=2)))
    began = perf_counter()
    asyncio.run(stage([Event(tick, 0)]))
    return {
        "recovered": recovered,
        "ticked": perf_counter() - began,
        "before": before,
        "after": memory(),
    }


def memory() -> float:
    """Give the most memory that the process held so far, in megabytes.

    Where Linux tells it since the program began: the other number is not below that of who started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return float(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument("--profile", action="store_true")
    asked.add_argument("--restart", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.restart:
        print(json.dumps(restart(given.restart)))
        return
    profile, drawn = cProfile.Profile(), outlines()
    if given.profile:
        profile.enable()
    threads = followed(drawn, MIXES["threads"])[1]
    records, times = followed(drawn, MIXES["own words"])
    profile.disable()
    folder = Path(tempfile.mkdtemp())
    try:
        total = fill(folder, records, given.claims)
        told = subprocess.run(
            [sys.executable, __file__, "--restart", str(folder)], capture_output=True, check=True, text=True
        )
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    finally:
        shutil.rmtree(folder)
    times = {f"{name}, threads": numbers for name, numbers in threads.items()} | times
    show(times, [len(record.to_bytes()) for record in records], json.loads(told.stdout))
    print(f"{given.claims:,} claims: {total / 2**20:.0f} MB of records, {size / 2**20:.0f} MB on disk")
    if given.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


def show(times: Times, lengths: list[int], found: dict[str, float]) -> None:
    """Print the table."""
    table = Table("", "median", "95 %", "most", "should be", title="following claims")
    limits = {
        "one step, threads": f"<= {MOST_STEP:.0f}",
        "one step": f"<= {MOST_STEP:.0f}",
        "record, bytes": f"<= {MOST_BYTES}",
    }
    rows = {f"{name}, µs": numbers for name, numbers in times.items()}
    for name, numbers in (*rows.items(), ("record, bytes", [float(length) for length in lengths])):
        most = limits.get(name.removesuffix(", µs"), "")
        ordered = sorted(numbers)
        high = ordered[int(0.95 * len(ordered))]
        table.add_row(name, f"{statistics.median(ordered):.0f}", f"{high:.0f}", f"{ordered[-1]:.0f}", most)
    table.add_row("worker with all claims, MB", f"{found['after']:.0f}", "", "", f"<= {MOST_MEMORY:.0f}")
    table.add_row("  of it, before they were read", f"{found['before']:.0f}", "", "", "")
    table.add_row("claims taken up, s", f"{found['recovered']:.1f}", "", "", f"<= {MOST_RECOVERY:.0f}")
    table.add_row("first tick, s", f"{found['ticked']:.1f}", "", "", "")
    Console().print(table)


if __name__ == "__main__":
    main()
