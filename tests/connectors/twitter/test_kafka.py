"""The connector for X on a real Kafka: killed at any point, it goes on where the topics say.

All posts are synthetic.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.cursors import TopicCursors
from connectors.posting import PostProducer
from connectors.twitter.progress import STREAM

pytestmark = pytest.mark.integration
POSTS, CURSORS = "test-x-posts", "test-x-cursors"


@pytest.fixture
async def topics(broker: str) -> str:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        compact = NewTopic(CURSORS, 1, 1, topic_configs={"cleanup.policy": "compact"})
        await admin.create_topics([NewTopic(POSTS, 1, 1), compact])
    finally:
        await admin.close()
    return broker


async def written(broker: str) -> list[dict[str, Any]]:
    """Read what the topic of posts holds."""
    partition = TopicPartition(POSTS, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=broker, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([partition])
        end, found = (await consumer.end_offsets([partition]))[partition], []
        while await consumer.position(partition) < end:
            for records in (await consumer.getmany(partition, timeout_ms=200)).values():
                found += [orjson.loads(record.value) for record in records]
        return found
    finally:
        await consumer.stop()


async def test_every_post_of_x_is_in_kafka_though_the_connector_is_killed_again_and_again(
    topics: str, connector: Any, x: Any, play: Any, number: Any
) -> None:
    """Five lives, each cut off amid its posts, and posts between them; no read is forgotten either."""
    x.plays = [play(live=True)]
    state, shown = connector.coverage.of(STREAM), set[str]()

    def publish(count: int) -> None:
        for n in range(count):
            x.post(number(n))
            shown.add(str(number(n)))

    for life in range(5):
        read = len(await written(topics))
        async with PostProducer(topics, POSTS) as sink, TopicCursors(topics, CURSORS) as cursors:
            connector.sink, connector.cursors = sink, cursors
            async with connector.running() as watch:
                await connector.until_live()
                assert watch.meter.left() <= 10_000 - read
                before = state.posts
                publish(40)
                await connector.wheel.turn(lambda before=before: state.posts >= before + 10)
        connector.wheel.now += timedelta(minutes=life)
        publish(3)
        connector.wheel.now += timedelta(minutes=2)
    async with PostProducer(topics, POSTS) as sink, TopicCursors(topics, CURSORS) as cursors:
        connector.sink, connector.cursors = sink, cursors
        async with connector.running():
            await connector.until_live()
            await connector.wheel.turn(lambda: state.connected and not state.gaps)
    posts = await written(topics)
    assert {post["post_id"] for post in posts} == shown
    assert {(post["kind"], post["text"]) for post in posts} == {("post", "The ferry runs")}
