"""The store is fed from a real Kafka."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.store import Store, feed_store

pytestmark = pytest.mark.integration
TOPICS = {"velmar.claims": 2, "velmar.alerts": 1}


@asynccontextmanager
async def admin_of(broker: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


async def make_topics(broker: str) -> None:
    async with admin_of(broker) as admin:
        await admin.create_topics([NewTopic(name, count, 1) for name, count in TOPICS.items()])


async def delete_topics(broker: str) -> None:
    async with admin_of(broker) as admin:
        await admin.delete_topics(list(TOPICS))
        async with asyncio.timeout(30):
            while set(TOPICS) & set(await admin.list_topics()):  # noqa: ASYNC110  Kafka tells nobody
                await asyncio.sleep(0.1)


async def write(broker: str, *records: tuple[str, int, Any]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    try:
        for topic, partition, record in records:
            value = record if record is None else orjson.dumps(record)
            await producer.send_and_wait(topic, value, key=b"k", partition=partition)
    finally:
        await producer.stop()


async def feed_until(done: Callable[[], bool], broker: str, store: Store) -> None:
    task = asyncio.create_task(feed_store(broker, TOPICS, store))
    try:
        async with asyncio.timeout(60):
            while not done() and not task.done():  # noqa: ASYNC110  the store tells nobody when it changes
                await asyncio.sleep(0.05)
        if task.done():
            await task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_it_goes_on_after_a_restart_and_after_topics_were_made_anew(
    broker, store, claim, alert, caplog
):
    """Every record once; a topic that begins again is read from its beginning."""
    store.subscribe("query", "*", "terminal")
    await make_topics(broker)
    first = [("velmar.claims", n % 2, claim(f"c{n % 2}{n:014x}")) for n in range(40)]
    await write(broker, *first, ("velmar.alerts", 0, alert("a1")), ("velmar.alerts", 0, {"control": "end"}))
    await feed_until(lambda: len(store.claims(limit=99)) == 40 and bool(store.alerts()), broker, store)
    await write(
        broker,
        ("velmar.claims", 0, None),
        ("velmar.alerts", 0, alert("a1")),
        ("velmar.alerts", 0, alert("a2")),
    )
    await feed_until(lambda: len(store.alerts()) == 2, broker, store)
    assert store.deliveries.counts() == {"pending": 2}
    assert "made anew" not in caplog.text
    await delete_topics(broker)
    await make_topics(broker)
    await write(broker, ("velmar.claims", 1, claim("ffff000000000000")))
    await feed_until(lambda: len(store.claims(limit=99)) == 41, broker, store)
    assert store.next_offset("velmar.claims", 1) == 1
    assert "made anew" in caplog.text
    await delete_topics(broker)
