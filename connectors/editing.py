"""Edits of claims into the stream, and what became of them.

An edit goes into the one ordered topic among the posts, so that whoever reads it again finds it at the same
place. What became of it is read from the audit, where every edit ends, applied or refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from connectors.posting import MAX_RECORD
from models.errors import RumorError

POLL_MS: Final = 200
QUIET: Final = 5.0
"""Seconds without a record after which a topic that has not reached its end is given up."""

Take = Callable[[bytes], None]
Progress = Callable[[int, int], None]
"""Called with how many records were read, and how many there are."""


class EditingError(RumorError):
    """An edit that could not be written, or what it needs could not be read; the message says why."""


async def read_through(broker: str, topics: dict[str, int], take: Take, progress: Progress) -> None:
    """Hand everything that topics hold now to ``take``; what comes later is left.

    ``topics`` maps full names to numbers of partitions. Raises `EditingError`.
    """
    async with _consumer(broker) as consumer:
        partitions = [
            TopicPartition(name, number) for name, count in topics.items() for number in range(count)
        ]
        consumer.assign(partitions)
        first = await consumer.beginning_offsets(partitions)
        end = await consumer.end_offsets(partitions)
        await consumer.seek_to_beginning(*partitions)
        total = sum(end[p] - first[p] for p in partitions)
        quiet = asyncio.get_running_loop().time() + QUIET
        while left := [p for p in partitions if await consumer.position(p) < end[p]]:
            batches = await consumer.getmany(timeout_ms=POLL_MS)
            for partition, records in batches.items():
                for record in records:
                    if record.offset < end[partition] and record.value is not None:
                        take(record.value)
            now = asyncio.get_running_loop().time()
            quiet = now + QUIET if batches else quiet
            if now > quiet:
                raise EditingError(f"{left[0].topic} gives no records: is Kafka at {broker} well?")
            progress(total - sum([end[p] - await consumer.position(p) for p in left]), total)


async def submit(
    broker: str, topic: str, audit: str, value: bytes, edit: str, within: float
) -> dict[str, Any] | None:
    """Write an edit and give its record in the audit; None where none comes within so many seconds."""
    async with _consumer(broker) as consumer:
        partition = TopicPartition(audit, 0)
        consumer.assign([partition])
        await consumer.seek_to_end(partition)
        await consumer.position(partition)
        await _write(broker, topic, value)
        deadline = asyncio.get_running_loop().time() + within
        while asyncio.get_running_loop().time() < deadline:
            batches = await consumer.getmany(timeout_ms=POLL_MS)
            for record in _records(value for records in batches.values() for value in records):
                if record.get("edit") == edit:
                    return record
    return None


def _records(values: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for record in values:
        found = orjson.loads(record.value or b"null")
        if isinstance(found, dict):
            yield found


async def _write(broker: str, topic: str, value: bytes) -> None:
    if len(value) > MAX_RECORD:
        raise EditingError(
            f"the edit has {len(value)} bytes, more than {MAX_RECORD}: move fewer posts at once"
        )
    producer = AIOKafkaProducer(
        bootstrap_servers=broker, enable_idempotence=True, acks="all", max_request_size=MAX_RECORD
    )
    try:
        await producer.start()
        await producer.send_and_wait(topic, value, key=b"edit", partition=0)
    except KafkaError as error:
        raise EditingError(f"Kafka at {broker} took no edit: {error!r}") from error
    finally:
        await producer.stop()


@asynccontextmanager
async def _consumer(broker: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=broker, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=20
    )
    try:
        await consumer.start()
        yield consumer
    except KafkaError as error:
        raise EditingError(f"Kafka at {broker} does not answer: {error!r}") from error
    finally:
        await consumer.stop()
