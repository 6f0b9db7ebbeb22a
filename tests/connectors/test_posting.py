"""Posts on their way into Kafka."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.posting import PostProducer, SinkError, deliver
from models.post import MAX_TEXT, Post, parse_post

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
POST = Post(
    "telegram", "Synthetic_Herald", "5", NOON, text="The ferry runs", read_at=NOON + timedelta(seconds=3)
)


async def test_a_sink_that_refuses_is_waited_for_longer_each_time(
    sink: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Half a second at first, half a minute at most; then the post is there, once."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    sink.refusals = 9
    with caplog.at_level(logging.WARNING):
        await deliver(sink, POST, sleep)
    assert sink.posts == [POST]
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert "telegram:synthetic_herald waits" in caplog.text


async def test_a_producer_that_was_not_started_says_so() -> None:
    with pytest.raises(SinkError, match="use it in `async with`"):
        await PostProducer("localhost:1", "posts").send(POST)


async def test_a_broker_that_does_not_answer_is_named() -> None:
    with pytest.raises(SinkError, match="Kafka at localhost:1 does not answer"):
        async with PostProducer("localhost:1", "posts"):
            pass


async def make_topic(broker: str, name: str, partitions: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        config = {"max.message.bytes": "3000000"}
        await admin.create_topics([NewTopic(name, partitions, 1, topic_configs=config)])
    finally:
        await admin.close()


@pytest.mark.integration
async def test_when_send_returns_kafka_has_the_post_under_its_channel(broker: str) -> None:
    """An edit lies behind its post in one partition, though its channel is spelt in another case."""
    topic = "test-posting-posts"
    await make_topic(broker, topic, 4)
    edit = replace(POST, channel="synthetic_herald", kind="edit", text="It does not run")
    longest = replace(POST, post_id="6", text="\x01" * MAX_TEXT)
    async with PostProducer(broker, topic) as producer:
        for post in (POST, edit, longest):
            await producer.send(post)
        consumer = AIOKafkaConsumer(bootstrap_servers=broker, enable_auto_commit=False)
        await consumer.start()
        try:
            partitions = [TopicPartition(topic, number) for number in range(4)]
            ends = await consumer.end_offsets(partitions)
            full = [partition for partition in partitions if ends[partition]]
            assert [ends[partition] for partition in full] == [3]
            consumer.assign(full)
            await consumer.seek_to_beginning(*full)
            records = [await consumer.getone() for _ in range(3)]
        finally:
            await consumer.stop()
    assert {record.key for record in records} == {b"telegram:synthetic_herald"}
    assert [parse_post(orjson.loads(record.value)) for record in records] == [POST, edit, longest]
