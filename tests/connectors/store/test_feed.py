"""The store is fed from where it left off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from connectors.store import Store, StoreBusyError, StoreError
from connectors.store.feed import feed_from

TOPICS = {"t.claims": 2, "t.alerts": 1}


@dataclass
class Message:
    topic: str
    partition: int
    offset: int
    value: bytes | None


@dataclass
class Broker:
    """Holds logs as Kafka does: offsets stay, the beginning moves."""

    logs: dict[TopicPartition, list[bytes | None]] = field(default_factory=dict)
    begins: dict[TopicPartition, int] = field(default_factory=dict)

    def write(self, topic, partition, *values):
        log = self.logs.setdefault(TopicPartition(topic, partition), [])
        log += [
            value if value is None or isinstance(value, bytes) else orjson.dumps(value) for value in values
        ]


class Consumer:
    """Reads a `Broker` as aiokafka does with manual assignment and no reset of offsets."""

    def __init__(self, broker: Broker) -> None:
        self.broker, self.at = broker, dict[TopicPartition, int]()
        self.sought = dict[TopicPartition, int]()

    def assign(self, partitions):
        self.assigned = list(partitions)

    async def beginning_offsets(self, partitions):
        return {p: self.broker.begins.get(p, 0) for p in partitions}

    async def end_offsets(self, partitions):
        return {p: len(self.broker.logs.get(p, ())) for p in partitions}

    def seek(self, partition, offset):
        self.at[partition] = self.sought[partition] = offset

    async def getmany(self, *, timeout_ms, max_records):
        assert timeout_ms > 0
        await asyncio.sleep(0)
        found = {}
        for partition in self.assigned:
            log, at = self.broker.logs.get(partition, []), self.at[partition]
            if at > len(log) or at < self.broker.begins.get(partition, 0):
                raise OffsetOutOfRangeError({partition: at})
            new = [Message(*partition, n, log[n]) for n in range(at, min(len(log), at + max_records))]
            self.at[partition] += len(new)
            if new:
                found[partition] = new
        return found


@asynccontextmanager
async def feeding(broker: Broker, store: Any, sleep=asyncio.sleep) -> AsyncIterator[Consumer]:
    """Feed a store for the length of a block; what ends the feed is raised."""
    consumer = Consumer(broker)
    task = asyncio.create_task(feed_from(consumer, TOPICS, store, sleep))
    try:
        async with asyncio.timeout(20):
            yield consumer
        if task.done():
            await task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(done: Callable[[], object]) -> None:
    """Wait until a store is as wanted."""
    while not done():  # noqa: ASYNC110  the store tells nobody when it changes
        await asyncio.sleep(0.01)


async def feed_until(done: Callable[[], object], broker: Broker, store: Any, sleep=asyncio.sleep) -> None:
    async with feeding(broker, store, sleep):
        await until(done)


async def test_all_partitions_are_taken_in(store, claim, alert):
    """Of both topics, in batches."""
    broker = Broker()
    broker.write("t.claims", 0, *(claim(f"c{n:015x}") for n in range(700)))
    broker.write("t.claims", 1, claim("d000000000000001"))
    broker.write("t.alerts", 0, alert())
    await feed_until(lambda: store.next_offset("t.claims", 0) == 700 and bool(store.alerts()), broker, store)
    assert len(store.claims(limit=1000)) == 701


async def test_a_restart_goes_on_where_it_left(store, claim):
    """Nothing is read twice, nothing left out."""
    broker = Broker()
    broker.write("t.claims", 0, claim(posts=1))
    await feed_until(lambda: store.next_offset("t.claims", 0) == 1, broker, store)
    broker.write("t.claims", 0, claim(posts=2))
    async with feeding(broker, store) as consumer:
        await until(lambda: store.claim("c1aa")["posts"] == 2)
    assert consumer.sought[TopicPartition("t.claims", 0)] == 1


async def test_what_is_no_json_is_told_and_passed_over(store, claim, caplog):
    """A tombstone is passed over without a word."""
    broker = Broker()
    broker.write("t.claims", 0, b"{not json", None, claim())
    await feed_until(lambda: store.next_offset("t.claims", 0) == 3, broker, store)
    assert len(store.claims()) == 1
    assert caplog.text.count("is no JSON") == 1


async def test_a_topic_made_anew_is_read_from_its_beginning(store, claim, caplog):
    """The broker's folder was emptied, the store was not."""
    store.take("t.claims", 0, 500, claim(posts=1))
    broker = Broker()
    broker.write("t.claims", 0, claim(posts=7))
    await feed_until(lambda: store.claim("c1aa")["posts"] == 7, broker, store)
    assert store.next_offset("t.claims", 0) == 1
    assert "was made anew" in caplog.text


async def test_records_that_kafka_has_dropped_are_passed_over(store, claim):
    """A store that was away for longer than Kafka keeps goes on with what there is."""
    broker = Broker(begins={TopicPartition("t.claims", 0): 2})
    broker.write("t.claims", 0, claim(posts=1), claim(posts=2), claim(posts=3))
    await feed_until(lambda: store.next_offset("t.claims", 0) == 3, broker, store)
    assert store.claim("c1aa")["posts"] == 3


async def test_a_topic_emptied_while_it_is_read_is_found_again(store, claim):
    """Offsets out of range are looked up anew instead of ending the feed."""
    broker = Broker()
    broker.write("t.claims", 0, *(claim(posts=n) for n in range(5)))
    async with feeding(broker, store):
        await until(lambda: store.next_offset("t.claims", 0) == 5)
        broker.logs.clear()
        broker.write("t.claims", 0, claim(posts=77))
        await until(lambda: store.claim("c1aa")["posts"] == 77)


class Moody:
    """A store that refuses some times before it takes."""

    def __init__(self, store: Store, *errors: StoreError) -> None:
        self.store, self.errors = store, list(errors)

    def take_all(self, arrived):
        if self.errors:
            raise self.errors.pop(0)
        return self.store.take_all(arrived)

    def __getattr__(self, name):
        return getattr(self.store, name)


async def test_a_busy_store_is_waited_for(store, claim, caplog):
    """Kafka keeps what is to come; the batch in hand is tried again."""
    broker, waits = Broker(), []
    broker.write("t.claims", 0, claim())

    async def sleep(seconds):
        waits.append(seconds)

    moody = Moody(store, StoreBusyError("the store is full"), StoreBusyError("the store is full"))
    await feed_until(lambda: store.next_offset("t.claims", 0) == 1, broker, moody, sleep)
    assert waits == [2.0, 2.0]
    assert "the store is full; trying again in 2 s" in caplog.text


async def test_a_broken_store_ends_the_feed(store, claim):
    """What waiting does not mend is told to whoever runs it."""
    broker = Broker()
    broker.write("t.claims", 0, claim())
    feed = feed_from(Consumer(broker), TOPICS, Moody(store, StoreError("the store is damaged")))
    with pytest.raises(StoreError, match="damaged"):
        await asyncio.wait_for(feed, 20)
