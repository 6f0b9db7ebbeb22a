"""Print whether 2 and 4 workers put posts into the claims that one does, and how fast each carries them.

    python tests/bench/bench_workers.py [POSTS] [--workers 1 2 4] [--most N] [--pace RATE] [--once]

Each run plays a recording (the seed story by default) through a real Kafka to so many worker processes, over
four partitions by channel. The workers embed and track side by side while one of them assigns, and posts of
different partitions reach it in whatever order they were embedded. Measured is what that order is worth:
B-cubed F1 of the claims against those of one worker, which is to be .98 or more.

At a pace (posts a second) workers keep up and posts arrive nearly in their order, as they do live; at once,
the partitions run ahead of each other by hours of the recording, which no live stream does. All workers run
on this machine: with more of them than cores the rate says little.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
import time
import zlib
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import orjson
from aiokafka import AIOKafkaProducer
from clustering import Partition, b_cubed
from folding import partition
from rich.console import Console
from rich.table import Table
from sets import ROOT, STORY, posts_of

from connectors.broker import EmbeddedBroker
from models.post import Post, post_record
from streams.codec import Control, control_bytes
from streams.collect import Gathered, gather
from streams.feed import TICK
from streams.replay import topics_of
from streams.settings import Settings, from_env
from streams.topics import TopicNames

WORKER: Final = ROOT / "tests" / "integration" / "worker.py"
PARTITIONS: Final = 4
WITHIN: Final = 150.0
"""Seconds a run may take."""
PACE: Final = 4.0
"""Posts a second by default: two cores embed them as they come, for all the workers there are."""


@asynccontextmanager
async def workers(settings: Settings, count: int) -> AsyncIterator[None]:
    """Run so many workers, all of them ready; none is left."""
    shown = {one.name: getattr(settings, one.name) for one in fields(settings)}
    told = {"settings": {name: str(v) if isinstance(v, Path) else v for name, v in shown.items()}}
    running = list[Process]()
    try:
        for _ in range(count):
            running.append(
                await asyncio.create_subprocess_exec(
                    sys.executable, str(WORKER), orjson.dumps(told).decode(),
                    stdout=PIPE, stderr=(settings.data / "workers.log").open("ab"),
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                )
            )  # fmt: skip
        for worker in running:
            assert worker.stdout is not None
            if await asyncio.wait_for(worker.stdout.readline(), WITHIN) != b"ready\n":
                raise RuntimeError((settings.data / "workers.log").read_text()[-3000:])
        yield
    finally:
        for worker in running:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()


async def send(posts: Sequence[Post], broker: str, names: TopicNames, pace: float | None) -> None:
    """Send posts to the partitions of their channels, with ticks and an end to each."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, enable_idempotence=True, linger_ms=5)
    await producer.start()

    async def tell(control: str, at: datetime) -> None:
        for number in range(names.partitions):
            value = control_bytes(Control(control, at, number))  # type: ignore[arg-type]
            await producer.send(names.of("posts"), value, key=b"", partition=number)

    clock: datetime | None = None
    for post in posts:
        now = post.read_at or post.published_at
        if clock is None or now - clock >= TICK:
            await tell("tick", clock := now)
        key = post.channel_uid.encode()
        value = orjson.dumps(post_record(post))
        await producer.send(names.of("posts"), value, key=key, partition=zlib.crc32(key) % names.partitions)
        await asyncio.sleep(1 / pace if pace else 0)
    assert clock is not None, "there are no posts"
    await tell("end", clock)
    await producer.stop()


async def played(
    posts: Sequence[Post], settings: Settings, count: int, pace: float | None
) -> tuple[Partition, float]:
    """Give the claims that so many workers put posts into, and the posts a second."""
    settings = replace(settings, prefix=f"bench-{secrets.token_hex(4)}.", partitions=PARTITIONS)
    async with topics_of(settings) as names, workers(settings, count):
        gathered, began = Gathered(), time.monotonic()
        sending = asyncio.create_task(send(posts, settings.broker, names, pace))
        await asyncio.wait_for(gather(settings.broker, names, gathered.take), WITHIN)
        await sending
        return partition(gathered), len(posts) / (time.monotonic() - began)


async def measured(
    posts: Sequence[Post], settings: Settings, counts: Sequence[int], paces: Sequence[float | None]
) -> Table:
    """Play a recording to each number of workers at each pace; None: at once."""
    table = Table("workers", "how", "claims", "B-cubed to one worker", "posts/s", title=f"{len(posts)} posts")
    for pace in paces:
        how = f"{pace:g} a second" if pace else "at once"
        first: Partition | None = None
        for count in counts:
            found, speed = await played(posts, settings, count, pace)
            first = found if first is None else first
            gold = {post.uid: first.get(post.uid, ("alone", post.uid)) for post in posts}
            like = b_cubed(gold, found).f1
            table.add_row(f"{count}", how, f"{len(set(found.values()))}", f"{like:.3f}", f"{speed:.0f}")
    return table


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("posts", nargs="?", type=Path, default=STORY / "posts.jsonl")
    asked.add_argument("--workers", nargs="+", type=int, default=[1, 2, 4])
    asked.add_argument("--most", type=int, default=1_000)
    asked.add_argument("--pace", type=float, default=PACE)
    asked.add_argument("--once", action="store_true", help="play it at once as well")
    given = asked.parse_args()
    posts = posts_of(given.posts.resolve())[: given.most]
    os.chdir(ROOT)
    settings = replace(from_env(), officials=STORY / "officials.toml")
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder), settings.cache) as broker:
        (data := Path(folder) / "data").mkdir()
        settings = replace(settings, broker=broker.address, data=data)
        paces = [given.pace, *([None] if given.once else [])]
        Console().print(asyncio.run(measured(posts, settings, given.workers, paces)))


if __name__ == "__main__":
    main()
