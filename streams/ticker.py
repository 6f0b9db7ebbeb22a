"""Carry time on when nobody posts: a tick in every partition of ``posts``, once a second."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

from aiokafka import AIOKafkaProducer

from streams.codec import Control, control_bytes
from streams.topics import TopicNames

EVERY: Final = 1.0
"""Seconds; two workers that both tick do no harm, since time is told, not counted."""


async def tick(broker: str, names: TopicNames) -> None:
    """Write ticks for as long as it runs."""
    producer = AIOKafkaProducer(bootstrap_servers=broker, enable_idempotence=True)
    await producer.start()
    try:
        while True:
            value = control_bytes(Control("tick", datetime.now(UTC)))
            for partition in range(names.partitions):
                await producer.send_and_wait(names.of("posts"), value, key=b"", partition=partition)
            await asyncio.sleep(EVERY)
    finally:
        await producer.stop()
