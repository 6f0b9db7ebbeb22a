"""Fill the store from Kafka, from where it left off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from connectors.store.errors import StoreBusyError
from connectors.store.store import Store
from connectors.store.take import Arrived

log: Final = logging.getLogger(__name__)
BATCH: Final = 500
"""Records taken in by one transaction."""
POLL_MS: Final = 200
FETCH_WAIT_MS: Final = 20
"""Milliseconds the broker may keep a fetch waiting: how late an alert may be here."""
BUSY_WAIT: Final = 2.0
"""Seconds until a store that was busy or full is tried again."""

Sleep = Callable[[float], Awaitable[object]]


async def feed_store(
    broker: str, topics: Mapping[str, int], store: Store, sleep: Sleep = asyncio.sleep
) -> None:
    """Take ``claims`` and ``alerts`` into the store until cancelled.

    ``topics`` maps the topics' full names to their numbers of partitions. No consumer group: the store's own
    offsets tell where to go on, and they are written with what was read.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=broker,
        enable_auto_commit=False,
        auto_offset_reset="none",
        fetch_max_wait_ms=FETCH_WAIT_MS,
    )
    await consumer.start()
    try:
        await feed_from(consumer, topics, store, sleep)
    finally:
        await consumer.stop()


async def feed_from(
    consumer: AIOKafkaConsumer, topics: Mapping[str, int], store: Store, sleep: Sleep = asyncio.sleep
) -> None:
    """Do the same with a consumer that is started and has no group and no reset of offsets."""
    partitions = [TopicPartition(topic, number) for topic, count in topics.items() for number in range(count)]
    consumer.assign(partitions)
    await _go_on(consumer, partitions, store)
    while True:
        await _take_some(consumer, partitions, store, sleep)


async def _take_some(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], store: Store, sleep: Sleep
) -> None:
    try:
        batches = await consumer.getmany(timeout_ms=POLL_MS, max_records=BATCH)
    except OffsetOutOfRangeError:
        await _go_on(consumer, partitions, store)
        return
    arrived = [arrival(record) for records in batches.values() for record in records]
    if arrived:
        await _patiently(store, arrived, sleep)


async def _patiently(store: Store, arrived: list[Arrived], sleep: Sleep) -> None:
    """Take a batch in; a store that is busy or full is waited for, since Kafka keeps what is to come."""
    while True:
        try:
            await asyncio.to_thread(store.take_all, arrived)
        except StoreBusyError as error:
            log.warning("%s; trying again in %.0f s", error, BUSY_WAIT)
            await sleep(BUSY_WAIT)
        else:
            return


async def _go_on(consumer: AIOKafkaConsumer, partitions: list[TopicPartition], store: Store) -> None:
    """Seek every partition to where the store left it, within what the broker has."""
    first = await consumer.beginning_offsets(partitions)
    end = await consumer.end_offsets(partitions)
    for partition in partitions:
        after = await asyncio.to_thread(store.next_offset, partition.topic, partition.partition)
        if after > end[partition]:
            log.warning(
                "%s/%d ends at %d, but was read to %d: it was made anew and is read from its beginning",
                partition.topic, partition.partition, end[partition], after,
            )  # fmt: skip
            after = first[partition]
            await asyncio.to_thread(store.rewind, partition.topic, partition.partition, after)
        consumer.seek(partition, max(after, first[partition]))


def arrival(record: ConsumerRecord) -> Arrived:
    """Read a record of Kafka; what is no JSON is logged and only its place is kept."""
    value: Any = None
    if record.value is not None:
        try:
            value = orjson.loads(record.value)
        except orjson.JSONDecodeError as error:
            log.error("%s/%d at %d is no JSON: %s", record.topic, record.partition, record.offset, error)
    return Arrived(record.topic, record.partition, record.offset, value)
