"""Print what one process carries, and how long a mention and an alert take; `make bench` runs it.

    python tests/bench/bench_stream.py [--novel SHARE] [--seconds N] [--only-alerts]

The posts are synthetic: the parallel sentences that ship with the monitor, and denials of some of them. Three
runs on an embedded Kafka: everything at once (posts a second), then at a pace a newsroom may see (latency
from a post's arrival in Kafka to its mention there, and from a denial's to its alert), then denials among 100
other posts a second, from the call that sends a denial to its alert standing in the outbox. Of these others a
share is novel, the rest are half copies by other channels, half forwards. The stream is warm by then.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import secrets
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from rich.console import Console
from rich.table import Table

from connectors.broker import EmbeddedBroker
from connectors.store import Store, feed_store
from models.post import Post, post_record
from streams.app import create_app
from streams.codec import Control, control_bytes, parse_control
from streams.firm import ARRIVED
from streams.parts import Parts, load_parts
from streams.replay import topics_of
from streams.settings import Settings, from_env
from streams.topics import TopicNames
from streams.worker import is_ready, run_to_end, working

ROOT = Path(__file__).parents[2]
PACE = 20.0
"""Posts a second of the second run."""
PACED = 400
DENIALS = 40
DENIED = slice(40, 80)
"""Sentences that are denied; the other posts of the third run tell none of them in any language."""
TRAFFIC = 100.0
"""Other posts a second of the third run."""
NOVEL = 0.5
"""Share of them that nobody posted before; of what is posted at large half are copies and forwards."""
SECONDS = 30
WARM_UP = 1_000
"""Other posts before the third run: what is loaded when it is first needed is loaded then."""
OUTBOX_P95 = 1.0
"""Seconds that 95 of 100 alerts should stay below."""


def novel_posts(most: int, told: slice = slice(None)) -> Iterator[Post]:
    """Give posts that are no copies of each other, in all languages that ship, of these sentences of each."""
    languages = [tomllib.loads(p.read_text()) for p in sorted((ROOT / "models/data/parallel").glob("*.toml"))]
    for number in range(most):
        sentences = languages[number % len(languages)]["sentences"][told]
        again, which = divmod(number // len(languages), len(sentences))
        text = f"{sentences[which]} ({again})" if again else sentences[which]
        yield made(number, f"bench_{number % 40}", text)


def made(number: int, channel: str, text: str, **given: str) -> Post:
    """Make a post of now."""
    return Post("telegram", channel, str(number), datetime.now(UTC), text=text, **given)


def denied_posts(most: int) -> Iterator[Post]:
    """Give rumours about a country, and an office's denial of each."""
    sentences = tomllib.loads((ROOT / "models/data/parallel/en.toml").read_text())["sentences"][DENIED]
    for number in range(most):
        where = f"Kazakhstan, district {number + 100}"
        rumour = made(number, f"rumour_{number}", f"{where}: {sentences[number % len(sentences)]}")
        yield rumour
        text = f"The report about {where}, is not true: it is a fake."
        denial = made(10_000 + number, "MFA_KZ", text, reply_to=rumour.uid)
        yield replace(denial, platform="twitter")


def traffic(most: int, share: float) -> Iterator[Post]:
    """Give so many posts: novel ones, and copies and forwards of what came before."""
    novel, told = novel_posts(10**9, slice(40)), list[Post]()
    for number in range(most):
        if not told or int(number * share) > int((number - 1) * share):
            post = next(novel)
            told.append(post)
            yield replace(post, post_id=f"n{number}")
            continue
        of = told[(number * 7) % len(told)]
        forward = {"forward_of": of.uid} if number // 2 % 2 else {}
        yield made(number, f"other_{number % 97}", of.text, **forward)


def mixed(others: list[Post], denials: list[Post]) -> list[Post]:
    """Spread denials, each after its rumour, evenly over other posts."""
    every = len(others) // (len(denials) + 1)
    parts = ([*others[n * every : (n + 1) * every], one] for n, one in zip(count(), denials))
    return [*chain.from_iterable(parts), *others[len(denials) * every :]]


class TimedStore(Store):
    """A store that notes when an alert about a denial was in its outbox."""

    def __init__(self, url: str) -> None:
        super().__init__(url, defaults=("terminal",))
        self.at: dict[str, float] = {}

    def take_all(self, arrived: Any) -> None:
        """Take records in, and look at the clock once they are committed."""
        super().take_all(arrived)
        now = time.time()
        for one in arrived:
            if isinstance(one.record, dict) and "alert" in one.record and one.record.get("denial"):
                self.at.setdefault(one.record["denial"]["post"], now)


async def run_to_outbox(
    settings: Settings, parts: Parts, first: list[Post], posts: list[Post], folder: Path
) -> list[float]:
    """Send posts at their pace, and give the seconds from each denial's sending to its alert's delivery.

    The ``first`` ones are through before that.
    """
    settings = replace(settings, prefix=f"bench-{secrets.token_hex(4)}.", partitions=1)
    sent: dict[str, float] = {}
    with TimedStore(f"sqlite:///{folder / 'rumor.db'}") as store:
        app = create_app(settings, parts)
        async with topics_of(settings) as names, working(app, settings.ready):
            while not is_ready(app):  # noqa: ASYNC110  Faust tells nobody
                await asyncio.sleep(0.05)
            feeding = asyncio.create_task(feed_store(settings.broker, names.outlets, store))
            await send(settings.broker, names, first, None, end=False)
            await through(settings.broker, names, len(first))
            sending = asyncio.create_task(send(settings.broker, names, posts, TRAFFIC, sent))
            await receive(settings.broker, names)
            await sending
            await asyncio.sleep(2)  # what was alerted last is on its way
            feeding.cancel()
            with suppress(asyncio.CancelledError):
                await feeding
        waiting = store.deliveries.due_targets(datetime.now(UTC))
    if waiting != ["terminal"]:
        raise SystemExit(f"the outbox holds deliveries for {waiting}, after {len(store.at)} denials told")
    return [at - sent[uid] for uid, at in store.at.items()]


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


async def send(
    broker: str,
    names: TopicNames,
    posts: list[Post],
    pace: float | None,
    sent: dict[str, float] | None = None,
    *,
    end: bool = True,
) -> None:
    """Send posts at a pace, then the end; note when each was sent."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, linger_ms=0 if pace else 5)
    await producer.start()
    began = time.monotonic()
    for number, post in enumerate(posts):
        value = orjson.dumps(post_record(replace(post, read_at=datetime.now(UTC))))
        if sent is not None:
            sent[post.uid] = time.time()
        await producer.send(names.of("posts"), value, key=post.channel_uid.encode(), partition=0)
        if pace:
            await asyncio.sleep(max(0.0, began + (number + 1) / pace - time.monotonic()))
    await producer.flush()
    if end:
        value = control_bytes(Control("end", datetime.now(UTC)))
        await producer.send_and_wait(names.of("posts"), value, key=b"", partition=0)
    await producer.stop()


async def through(broker: str, names: TopicNames, mentions: int) -> None:
    """Wait until so many mentions have been made, and a moment more for those that follow claims."""
    consumer = AIOKafkaConsumer(bootstrap_servers=broker)
    await consumer.start()
    partition = TopicPartition(names.of("mentions"), 0)
    while (await consumer.end_offsets([partition]))[partition] < mentions:  # noqa: ASYNC110  Kafka tells nobody
        await asyncio.sleep(0.1)
    await consumer.stop()
    await asyncio.sleep(2)


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
    """Run all and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--novel", type=float, default=NOVEL)
    arguments.add_argument("--seconds", type=int, default=SECONDS)
    arguments.add_argument("--only-alerts", action="store_true")
    given = arguments.parse_args()
    console = Console()
    settings = replace(from_env(), officials=ROOT / "seeds/story/officials.toml")
    parts = load_parts(settings)
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder), settings.cache) as broker:
        settings = replace(settings, broker=broker.address)
        if not given.only_alerts:
            two_runs(settings, parts, console)
        others = list(traffic(WARM_UP + int(given.seconds * TRAFFIC), given.novel))
        posts = mixed(others[WARM_UP:], list(denied_posts(DENIALS)))
        cpu, began = time.process_time(), time.monotonic()
        found = run_to_end(run_to_outbox(settings, parts, others[:WARM_UP], posts, Path(folder)))
        cpu, took = time.process_time() - cpu, time.monotonic() - began
    table = Table(
        "from sending to", "denials", "p50 ms", "p95 ms", "p99 ms",
        title=f"among {TRAFFIC:.0f} other posts/s, {given.novel:.0%} of them novel",
    )  # fmt: skip
    table.add_row(*row("its alert in the outbox", found))
    console.print(table)
    every = WARM_UP + len(posts)
    console.print(f"p95 should be below {1000 * OUTBOX_P95:.0f} ms; {every} posts took {took:.0f} s in all")
    console.print(f"this process took {1000 * cpu / every:.1f} ms of a processor a post, Kafka not counted")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    console.print(f"peak memory of the process: {peak:.0f} MB; embedder: {parts.reader.embedder.name}")


def two_runs(settings: Settings, parts: Parts, console: Console) -> None:
    """Print posts a second, and latencies at an easy pace."""
    novel = list(novel_posts(2000))
    took = run_to_end(run(settings, parts, novel, None))["all"][0]
    console.print(f"throughput: {len(novel)} novel posts in {took:.1f} s: {len(novel) / took:.0f} posts/s")
    found = run_to_end(run(settings, parts, [*novel[:PACED], *denied_posts(DENIALS)], PACE))
    table = Table(
        "from arrival in Kafka to", "records", "p50 ms", "p95 ms", "p99 ms", title=f"at {PACE:.0f} posts/s"
    )
    table.add_row(*row("mention", found["mentions"]))
    table.add_row(*row("alert about a denial", found["alerts"]))
    console.print(table)


if __name__ == "__main__":
    main()
