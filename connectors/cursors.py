"""How far each channel has been read: one JSON object a channel, the latest kept by Kafka.

A connector saves a cursor only after the posts before it are in Kafka; so after a crash some posts may be
read twice and none is skipped. There is no disk to lose: the topic is compacted, and read whole at the start.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Final, Protocol, Self

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from connectors.posting import SinkError

log = logging.getLogger(__name__)

FETCH_MS: Final = 500

Cursor = Mapping[str, Any]
"""What a connector needs to go on: at least ``last_id``; the rest is its own."""


class Cursors(Protocol):
    """Remembers for each channel how far it has been read."""

    def get(self, channel: str) -> Cursor | None:
        """Give the cursor of a channel uid (``telegram:yellow_folder``), or None if it was never read."""
        ...

    async def save(self, channel: str, cursor: Cursor) -> None:
        """Keep a cursor; return when it is safe, raise `SinkError` when it is not."""
        ...


class TopicCursors:
    """Cursors in a compacted topic, keyed by channel uid; an async context manager."""

    def __init__(self, broker: str, topic: str) -> None:
        self._broker, self._topic = broker, topic
        self._known: dict[str, Cursor] = {}
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Self:
        self._producer = AIOKafkaProducer(bootstrap_servers=self._broker, enable_idempotence=True, acks="all")
        try:
            await self._producer.start()
            self._known = await _load(self._broker, self._topic)
        except BaseException as error:
            await self._producer.stop()
            if isinstance(error, KafkaError):
                raise SinkError(f"topic {self._topic} cannot be read: {error!r}") from error
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None

    def get(self, channel: str) -> Cursor | None:
        """Give the cursor of a channel uid, or None if it was never read."""
        return self._known.get(channel)

    async def save(self, channel: str, cursor: Cursor) -> None:
        """Write a cursor, unless it is the one kept already; return when Kafka has it."""
        if self._known.get(channel) == cursor:
            return
        if self._producer is None:
            raise SinkError("cursors are not open: use them in `async with`")
        try:
            await self._producer.send_and_wait(self._topic, orjson.dumps(cursor), key=channel.encode())
        except KafkaError as error:
            raise SinkError(f"topic {self._topic} took no cursor: {error!r}") from error
        self._known[channel] = cursor


async def _load(broker: str, topic: str) -> dict[str, Cursor]:
    async with _reading(AIOKafkaConsumer(bootstrap_servers=broker)) as consumer:
        # Asked for by name, a topic that is missing would be waited for.
        if topic not in await consumer.topics():
            raise SinkError(f"topic {topic} does not exist: make the topics before the connectors start")
    whole = AIOKafkaConsumer(
        topic, bootstrap_servers=broker, auto_offset_reset="earliest", enable_auto_commit=False
    )
    async with _reading(whole) as consumer:  # without a group it has all partitions
        return await _read_to_end(consumer, sorted(consumer.assignment()))


@asynccontextmanager
async def _reading(consumer: AIOKafkaConsumer) -> AsyncIterator[AIOKafkaConsumer]:
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


async def _read_to_end(consumer: AIOKafkaConsumer, partitions: list[TopicPartition]) -> dict[str, Cursor]:
    known: dict[str, Cursor] = {}
    ends = await consumer.end_offsets(partitions)
    # A position, not a count: compaction leaves holes in the offsets.
    while any([await consumer.position(partition) < ends[partition] for partition in partitions]):
        batches = await consumer.getmany(timeout_ms=FETCH_MS)
        for records in batches.values():
            for record in records:
                _remember(known, record.key, record.value)
    return known


def _remember(known: dict[str, Cursor], key: bytes | None, value: bytes | None) -> None:
    channel = (key or b"").decode("utf-8", "replace")
    if value is None:
        known.pop(channel, None)
        return
    try:
        cursor = orjson.loads(value)
    except orjson.JSONDecodeError:
        cursor = None
    if channel and isinstance(cursor, dict):
        known[channel] = cursor
    else:
        log.warning("a cursor that is no JSON object is left out: key %.80r", channel)
