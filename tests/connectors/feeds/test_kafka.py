"""A feed into Kafka itself: the program stops anywhere, and every item is there."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.cursors import TopicCursors
from connectors.feeds import run_feeds
from connectors.posting import PostProducer
from models.post import parse_post

pytestmark = pytest.mark.integration
POSTS, CURSORS = "test-feeds-posts", "test-feeds-cursors"


async def make_topics(broker: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        kept = NewTopic(CURSORS, 1, 1, topic_configs={"cleanup.policy": "compact"})
        await admin.create_topics([NewTopic(POSTS, 1, 1), kept])
    finally:
        await admin.close()


class Stalling(PostProducer):
    """Hands on so many posts, and never says of the last that Kafka has it."""

    left = 5

    async def send(self, post: Any) -> None:
        await super().send(post)
        self.left -= 1
        if not self.left:
            await asyncio.Event().wait()


async def run_once(bench: Any, broker: str, producer: type[PostProducer], seconds: float) -> None:
    async with producer(broker, POSTS) as sink, TopicCursors(broker, CURSORS) as cursors:
        run = run_feeds(
            bench.watchlist, sink, cursors, bench.clock, environ={}, pace=bench.pace, sleep=bench.clock.sleep
        )
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await run


async def test_every_item_is_in_kafka_and_a_restart_reads_on(bench: Any, broker: str) -> None:
    """Cursors and posts are those of Kafka; what is there twice is the same post."""
    await make_topics(broker)
    bench.host.give("/rss", bench.rss(*(bench.item(number) for number in range(12, 0, -1))), ETag='"v1"')
    bench.watch("/rss")
    await run_once(bench, broker, Stalling, 2)
    await run_once(bench, broker, PostProducer, 2)
    asked = len(bench.host.asked)
    await run_once(bench, broker, PostProducer, 2)
    assert all("If-None-Match" in headers for path, headers in bench.host.asked[asked:] if path == "/rss")
    consumer = AIOKafkaConsumer(POSTS, bootstrap_servers=broker, auto_offset_reset="earliest")
    await consumer.start()
    try:
        batch = await consumer.getmany(timeout_ms=5000)
    finally:
        await consumer.stop()
    records = [record for records in batch.values() for record in records]
    posts = [parse_post(orjson.loads(record.value)) for record in records]
    assert {post.post_id for post in posts} == {f"n{number}" for number in range(1, 13)}
    assert len({(post.key, post.kind, post.text) for post in posts}) == 12
    assert {record.key for record in records} == {b"feed:127.0.0.1"}
