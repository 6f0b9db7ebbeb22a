"""Posts into Kafka: what a connector has sent is on disk there before it goes on.

A connector knows only `Sink`. `deliver` waits for as long as the sink cannot take a post, so that whoever
reads from a source stops reading: nothing piles up here, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Final, Protocol, Self

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from models.errors import RumorError
from models.post import Post, post_record

log = logging.getLogger(__name__)

MAX_RECORD: Final = 3_000_000
"""Bytes of one record: the longest text in its widest escapes, and its other keys."""
LINGER: Final = 0
"""Milliseconds that a post waits for others. A stream hands on one after the other and waits for each: with 5
it brings 140 a second, with none a thousand. What many sources send shares requests anyway, since it gathers
while the one before is under way (both measured by ``tests/bench/bench_posting.py``)."""
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
"""Seconds between two attempts to deliver a post: doubled from the first to the longest."""

Clock = Callable[[], datetime]
"""Tells the time, with its zone."""
Sleep = Callable[[float], Awaitable[object]]
"""Waits for seconds; `asyncio.sleep` but for tests."""


class SinkError(RumorError):
    """A post that could not be handed on now; the sink may take it later."""


class Sink(Protocol):
    """Where connectors hand their posts."""

    async def send(self, post: Post) -> None:
        """Hand a post on; return when it is safe, raise `SinkError` when it is not."""
        ...


class PostProducer:
    """Writes posts to a topic: idempotent, acknowledged by all replicas, keyed by channel.

    An edit follows its post, since both carry the channel as key. The value is the contract's JSON object;
    ``read_at`` is as the connector stamped it. An async context manager.
    """

    def __init__(self, broker: str, topic: str) -> None:
        self._broker, self._topic = broker, topic
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Self:
        # Made here, since it belongs to the running loop.
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._broker,
            enable_idempotence=True,
            acks="all",
            linger_ms=LINGER,
            max_request_size=MAX_RECORD,
        )
        try:
            await self._producer.start()
        except BaseException as error:
            await self._producer.stop()
            if isinstance(error, KafkaError):
                raise SinkError(f"Kafka at {self._broker} does not answer: {error!r}") from error
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None

    async def send(self, post: Post) -> None:
        """Write a post; return when Kafka has it, raise `SinkError` when that cannot be told."""
        if self._producer is None:
            raise SinkError("the producer is not started: use it in `async with`")
        value = orjson.dumps(post_record(post))
        try:
            await self._producer.send_and_wait(self._topic, value, key=post.channel_uid.encode())
        except KafkaError as error:
            raise SinkError(f"topic {self._topic} took no post: {error!r}") from error


async def deliver(sink: Sink, post: Post, sleep: Sleep = asyncio.sleep) -> None:
    """Hand a post on, however long the sink needs; redelivery is harmless, a loss is not."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await sink.send(post)
        except SinkError as error:
            log.warning("%s waits %.0f s for its sink: %s", post.channel_uid, pause, error)
        await sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
