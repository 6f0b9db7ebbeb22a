"""Print what one process carries, and how long a mention and an alert take; `make bench` runs it.

The posts are synthetic: the parallel sentences that ship with the monitor, and denials of some of them. Two
runs on an embedded Kafka: everything at once (posts a second), then at a pace a newsroom may see (latency
from a post's arrival in Kafka to its mention there, and from a denial's to its alert).
"""

from __future__ import annotations

import asyncio
import resource
import secrets
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from rich.console import Console
from rich.table import Table

from connectors.broker import EmbeddedBroker
from models.post import Post, post_record
from streams.app import create_app
from streams.codec import Control, control_bytes, parse_control
from streams.firm import ARRIVED
from streams.parts import Parts, load_parts
from streams.replay import topics_of
from streams.settings import Settings, from_env
from streams.topics import TopicNames
from streams.worker import run_to_end, working

ROOT = Path(__file__).parents[2]
PACE = 20.0
"""Posts a second of the second run."""
PACED = 400
DENIALS = 40


def novel_posts(most: int) -> Iterator[Post]:
    """Give posts that are no copies of each other, in all languages that ship."""
    languages = [tomllib.loads(p.read_text()) for p in sorted((ROOT / "models/data/parallel").glob("*.toml"))]
    for number in range(most):
        language = languages[number % len(languages)]
        text = language["sentences"][number // len(languages) % len(language["sentences"])]
        yield made(number, f"bench_{number % 40}", text)


def made(number: int, channel: str, text: str, **given: str) -> Post:
    """Make a post of now."""
    return Post("telegram", channel, str(number), datetime.now(UTC), text=text, **given)


def denied_posts(most: int) -> Iterator[Post]:
    """Give rumours about a country, and an office's denial of each."""
    sentences = tomllib.loads((ROOT / "models/data/parallel/en.toml").read_text())["sentences"]
    for number in range(most):
        rumour = made(
            number, f"rumour_{number}", f"Kazakhstan, district {number + 100}: {sentences[number % 80]}"
        )
        yield rumour
        text = f"The report about Kazakhstan, district {number + 100}, is not true: it is a fake."
        denial = made(10_000 + number, "MFA_KZ", text, reply_to=rumour.uid)
        yield replace(denial, platform="twitter")


async def run(
    settings: Settings, parts: Parts, posts: list[Post], pace: float | None
) -> dict[str, list[float]]:
    """Send posts, and give seconds from arrival to ``mentions`` and ``alerts`` and, as ``all``, in total."""
    settings = replace(settings, prefix=f"bench-{secrets.token_hex(4)}.", partitions=1)
    async with topics_of(settings) as names, working(create_app(settings, parts), settings.ready):
        began = time.monotonic()
        sending = asyncio.create_task(send(settings.broker, names, posts, pace))
        found = await receive(settings.broker, names)
        await sending
        return found | {"all": [time.monotonic() - began]}


async def send(broker: str, names: TopicNames, posts: list[Post], pace: float | None) -> None:
    """Send posts at a pace, then the end."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, linger_ms=0 if pace else 5)
    await producer.start()
    for post in posts:
        value = orjson.dumps(post_record(post.read(datetime.now(UTC))))
        await producer.send(names.of("posts"), value, key=post.channel_uid.encode(), partition=0)
        if pace:
            await asyncio.sleep(1 / pace)
    await producer.flush()
    end = control_bytes(Control("end", datetime.now(UTC)))
    await producer.send_and_wait(names.of("posts"), end, key=b"", partition=0)
    await producer.stop()


async def receive(broker: str, names: TopicNames) -> dict[str, list[float]]:
    """Give the delays of all mentions and of alerts about a denial."""
    consumer = AIOKafkaConsumer(bootstrap_servers=broker, fetch_max_wait_ms=5, auto_offset_reset="earliest")
    await consumer.start()
    partitions = {TopicPartition(names.of(t), 0): t for t in ("mentions", "alerts")}
    consumer.assign(list(partitions))
    delays: dict[str, list[float]] = {"mentions": [], "alerts": []}
    while True:
        for partition, records in (await consumer.getmany(timeout_ms=50)).items():
            topic = partitions[partition]
            for record in records:
                if parse_control(record.value):
                    if topic == "alerts":
                        await consumer.stop()
                        return delays
                    continue
                if topic == "mentions" or orjson.loads(record.value)["denial"]:
                    arrived = int(dict(record.headers)[ARRIVED])
                    delays[topic].append((record.timestamp - arrived) / 1000)


def row(name: str, delays: list[float]) -> tuple[str, ...]:
    """Give count and percentiles in milliseconds."""
    if len(delays) < 2:
        return (name, str(len(delays)), "-", "-", "-")
    cuts = statistics.quantiles(delays, n=100, method="inclusive")
    return (name, str(len(delays)), *(f"{1000 * cuts[p - 1]:.0f}" for p in (50, 95, 99)))


def main() -> None:
    """Run both and print."""
    console = Console()
    settings = replace(from_env(), officials=ROOT / "seeds/story/officials.toml")
    parts = load_parts(settings)
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder), settings.cache) as broker:
        settings = replace(settings, broker=broker.address)
        novel = list(novel_posts(2000))
        took = run_to_end(run(settings, parts, novel, None))["all"][0]
        console.print(
            f"throughput: {len(novel)} novel posts in {took:.1f} s: {len(novel) / took:.0f} posts/s"
        )
        paced = [*novel[:PACED], *denied_posts(DENIALS)]
        found = run_to_end(run(settings, parts, paced, PACE))
    table = Table(
        "from arrival in Kafka to", "records", "p50 ms", "p95 ms", "p99 ms", title=f"at {PACE:.0f} posts/s"
    )
    table.add_row(*row("mention", found["mentions"]))
    table.add_row(*row("alert about a denial", found["alerts"]))
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    console.print(f"peak memory of the process: {peak:.0f} MB; embedder: {parts.reader.embedder.name}")


if __name__ == "__main__":
    main()
