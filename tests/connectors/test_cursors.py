"""How far channels have been read, kept in Kafka."""

from __future__ import annotations

import logging

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.cursors import TopicCursors
from connectors.posting import SinkError

pytestmark = pytest.mark.integration


async def make_topic(broker: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 1, 1, topic_configs={"cleanup.policy": "compact"})])
    finally:
        await admin.close()


async def test_what_was_saved_is_there_after_a_restart(broker: str) -> None:
    """The latest of each channel; a channel never read has none."""
    await make_topic(broker, "test-cursors-kept")
    async with TopicCursors(broker, "test-cursors-kept") as cursors:
        assert cursors.get("telegram:synthetic_herald") is None
        for number in range(1, 400):
            await cursors.save("telegram:synthetic_herald", {"last_id": number, "seen": {"1": "ab"}})
        await cursors.save("twitter:#stream", {"last_id": 2**60})
    async with TopicCursors(broker, "test-cursors-kept") as cursors:
        assert cursors.get("telegram:synthetic_herald") == {"last_id": 399, "seen": {"1": "ab"}}
        assert cursors.get("twitter:#stream") == {"last_id": 2**60}
        assert cursors.get("telegram:second_herald") is None


async def test_a_damaged_cursor_is_left_out_and_told(broker: str, caplog: pytest.LogCaptureFixture) -> None:
    """And a deleted one is gone."""
    await make_topic(broker, "test-cursors-damaged")
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    try:
        for key, value in ((b"a", b"{no"), (b"b", b"[1]"), (b"c", b'{"last_id": 1}'), (b"c", None)):
            await producer.send_and_wait("test-cursors-damaged", value, key=key)
    finally:
        await producer.stop()
    with caplog.at_level(logging.WARNING):
        async with TopicCursors(broker, "test-cursors-damaged") as cursors:
            assert [cursors.get(key) for key in "abc"] == [None, None, None]
    assert caplog.text.count("no JSON object") == 2


async def test_a_topic_that_is_not_there_is_named(broker: str) -> None:
    with pytest.raises(SinkError, match="topic test-cursors-absent does not exist"):
        async with TopicCursors(broker, "test-cursors-absent"):
            pass


async def test_cursors_that_are_closed_take_nothing(broker: str) -> None:
    with pytest.raises(SinkError, match="are not open"):
        await TopicCursors(broker, "test-cursors-kept").save("telegram:x", {"last_id": 1})
