"""Read a compacted topic, the latest JSON object of each key, and open it to be written."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from connectors.posting import SinkError

log = logging.getLogger(__name__)

FETCH_MS: Final = 500

Record = Mapping[str, Any]
Pick = Callable[[Record], Record | None]
"""What is kept of a record; None: nothing of its key."""


async def open_compacted(broker: str, topic: str) -> tuple[AIOKafkaProducer, dict[str, Record]]:
    """Start a producer for a topic, and give it with the latest object of each key; raise `SinkError`."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, enable_idempotence=True, acks="all")
    try:
        await producer.start()
        return producer, await read_compacted(broker, topic)
    except BaseException as error:
        await producer.stop()
        if isinstance(error, KafkaError):
            raise SinkError(f"topic {topic} cannot be read: {error!r}") from error
        raise


async def read_compacted(broker: str, topic: str) -> dict[str, Record]:
    """Give the latest object of each key; raise `SinkError` if the topic does not exist, or `KafkaError`."""
    async with _opened(broker, topic) as consumer:
        return await _read_to_end(consumer, sorted(consumer.assignment()))


async def follow_compacted(
    broker: str, topic: str, pick: Pick = lambda record: record
) -> AsyncGenerator[dict[str, Record], None]:
    """Give the latest object of each key, and again after every change or half a second; the same dict.

    Of each object only what ``pick`` gives is kept.
    """
    async with _opened(broker, topic) as consumer:
        known = await _read_to_end(consumer, sorted(consumer.assignment()), pick)
        while True:
            yield known
            await _take(consumer, known, pick)


@asynccontextmanager
async def _opened(broker: str, topic: str) -> AsyncIterator[AIOKafkaConsumer]:
    async with _reading(AIOKafkaConsumer(bootstrap_servers=broker)) as consumer:
        # Asked for by name, a topic that is missing would be waited for.
        if topic not in await consumer.topics():
            raise SinkError(f"topic {topic} does not exist: make the topics before the connectors start")
    whole = AIOKafkaConsumer(
        topic, bootstrap_servers=broker, auto_offset_reset="earliest", enable_auto_commit=False
    )
    async with _reading(whole) as consumer:  # without a group it has all partitions
        yield consumer


@asynccontextmanager
async def _reading(consumer: AIOKafkaConsumer) -> AsyncIterator[AIOKafkaConsumer]:
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


async def _read_to_end(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], pick: Pick = lambda record: record
) -> dict[str, Record]:
    known: dict[str, Record] = {}
    ends = await consumer.end_offsets(partitions)
    # A position, not a count: compaction leaves holes in the offsets.
    while any([await consumer.position(partition) < ends[partition] for partition in partitions]):
        await _take(consumer, known, pick)
    return known


async def _take(consumer: AIOKafkaConsumer, known: dict[str, Record], pick: Pick) -> None:
    for records in (await consumer.getmany(timeout_ms=FETCH_MS)).values():
        for record in records:
            _remember(known, record.key, record.value, pick)


def _remember(known: dict[str, Record], key: bytes | None, value: bytes | None, pick: Pick) -> None:
    name = (key or b"").decode("utf-8", "replace")
    if value is None:
        known.pop(name, None)
        return
    try:
        record = orjson.loads(value)
    except orjson.JSONDecodeError:
        record = None
    if name and isinstance(record, dict):
        known.pop(name, None)
        if (kept := pick(record)) is not None:
            known[name] = kept
    else:
        log.warning("a record that is no JSON object is left out: key %.80r", name)
