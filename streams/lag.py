"""Tell Prometheus how many records wait in each topic."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams import metrics
from streams.topics import TOPICS, TopicNames

EVERY: Final = 5.0
"""Seconds between two looks."""
CONSUMED: Final = ("posts", "vectors", "mentions")


async def watch_lag(broker: str, names: TopicNames) -> None:
    """Set the gauge every few seconds for as long as it runs."""
    consumer = AIOKafkaConsumer(bootstrap_servers=broker, group_id=names.app, enable_auto_commit=False)
    await consumer.start()
    try:
        while True:
            for topic, waiting in (await lag(consumer, names)).items():
                metrics.LAG.labels(topic).set(waiting)
            await asyncio.sleep(EVERY)
    finally:
        await consumer.stop()


async def lag(consumer: AIOKafkaConsumer, names: TopicNames) -> Counter[str]:
    """Count, per topic, the records after the offset the stages have acknowledged."""
    partitions = {
        TopicPartition(names.of(topic.name), number): topic.name
        for topic in TOPICS
        if topic.name in CONSUMED
        for number in range(names.partitions_of(topic))
    }
    ends = await consumer.end_offsets(list(partitions))
    waiting: Counter[str] = Counter(dict.fromkeys(CONSUMED, 0))
    for partition, topic in partitions.items():
        done = await consumer.committed(partition)
        waiting[topic] += max(0, ends[partition] - (done or 0))
    return waiting
