"""How far each channel has been read: one JSON object a channel, the latest kept by Kafka.

A connector saves a cursor only after the posts before it are in Kafka; so after a crash some posts may be
read twice and none is skipped. There is no disk to lose: the topic is compacted, and read whole at the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol, Self

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from connectors.compacted import open_compacted
from connectors.posting import SinkError

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
        self._producer, self._known = await open_compacted(self._broker, self._topic)
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
