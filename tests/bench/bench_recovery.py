"""Print how long a worker takes to have 100,000 live claims again, and in how much memory.

    python tests/bench/bench_recovery.py [--claims 100000]

On a Kafka of its own, with tables in RocksDB: once after a restart, when the tables are on its disk, and once
after the disk was lost, when all of them come from Kafka. The claims are those of `bench_track`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast

from aiokafka import AIOKafkaProducer
from msgspec import structs
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from connectors.broker import EmbeddedBroker
from streams.app import create_app
from streams.parts import Parts
from streams.settings import Settings, from_env
from streams.topics import TopicNames, create_topics
from streams.worker import run_to_end, working
from tests.bench.bench_track import (
    MIXES,
    MOST_MEMORY,
    MOST_RECOVERY,
    SETTINGS,
    followed,
    memory,
    outlines,
    weigh,
)

WITHIN: Final = 600.0
"""Seconds after which a worker that is not ready is given up."""


def settings(broker: str, folder: Path) -> Settings:
    """Give the settings of a worker that follows claims and does nothing else."""
    changed = {"partitions": 1, "prefix": "recovery.", "stages": "track", "store": "rocksdb://"}
    return replace(from_env(), broker=broker, data=folder, ready=WITHIN, **changed)  # type: ignore[arg-type]


async def work(broker: str, folder: Path) -> None:
    """Run a worker until it is ready, and tell seconds, megabytes and its table's topic."""
    parts = cast(Parts, SimpleNamespace(track_settings=SETTINGS, weigh=weigh))
    app = create_app(settings(broker, folder), parts)
    began = time.perf_counter()
    async with working(app, WITHIN):
        await asyncio.wait_for(_ready(app), WITHIN)
        took = time.perf_counter() - began
        (table,) = app.tables.values()
        claims = len(list(table.keys()))
        print(f"{took:.1f} {memory():.0f} {claims} {table.changelog_topic.get_topic_name()}")


async def _ready(app: Any) -> None:
    from streams.worker import is_ready

    while not is_ready(app):  # noqa: ASYNC110 - Faust has no event for it
        await asyncio.sleep(0.05)


def worker(broker: str, folder: Path) -> list[str]:
    """Run a worker as a process of its own, and give what it told."""
    command = [sys.executable, __file__, "--worker", broker, str(folder)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return done.stdout.split()


async def fill(broker: str, topic: str, claims: int) -> int:
    """Write so many claims as the table's changelog has them, and give their bytes."""
    records, _ = followed(outlines(), MIXES["own words"])
    total = 0
    async with AIOKafkaProducer(bootstrap_servers=broker, linger_ms=20) as producer:
        for number in range(claims):
            record = structs.replace(records[number % len(records)], claim=f"{number:016x}")
            value = record.to_bytes()
            await producer.send(topic, value, key=record.claim.encode(), partition=0)
            total += len(value)
        await producer.flush()
    return total


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.worker:
        run_to_end(work(given.worker[0], Path(given.worker[1])))
        return
    folder = Path(tempfile.mkdtemp(prefix="rumor-"))
    table = Table("", "s", "MB", "claims", title="a worker has its claims again")
    try:
        with EmbeddedBroker(folder / "kafka", from_env().cache) as broker:
            tables = folder / "worker"
            names = TopicNames("recovery.", 1)
            asyncio.run(create_topics(broker.address, names.all(1)))
            topic = worker(broker.address, tables)[3]
            total = asyncio.run(fill(broker.address, topic, given.claims))
            shutil.rmtree(tables)
            table.add_row("from Kafka, its disk lost", *worker(broker.address, tables)[:3])
            table.add_row("from its disk", *worker(broker.address, tables)[:3])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    table.add_row("should be", f"<= {MOST_RECOVERY:.0f}", f"<= {MOST_MEMORY:.0f}", f"{given.claims}")
    Console().print(table)
    print(f"{total / 2**20:.0f} MB of records")


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
