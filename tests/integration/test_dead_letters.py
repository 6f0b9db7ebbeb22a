"""What cannot be processed is kept with its reason, and the stream goes on."""

from __future__ import annotations

import base64

import orjson
import pytest
from aiokafka import AIOKafkaProducer

pytestmark = pytest.mark.integration

POISON = {
    "posts": [b"{", b"null", b'{"platform": "pigeon"}', b"\xff\xfe", b'{"control": "tick"}'],
    "vectors": [b"{}", b'{"post": 1}'],
    "mentions": [b"[]", b'{"claim": "c"}'],
}


async def test_poison_in_every_topic_lands_in_the_dead_letters_while_all_else_goes_on(
    play, broker, cache, tmp_path, undisturbed
):
    """With step, topic, partition, offset, reason and value; the story ends as without it."""
    async with play.stage(broker, cache, tmp_path) as stage:
        producer = AIOKafkaProducer(bootstrap_servers=broker)
        await producer.start()
        for topic, values in POISON.items():
            for value in values:
                await producer.send_and_wait(stage.names.of(topic), value, key=b"x", partition=0)
        await producer.stop()
        await stage.feed(play.STORY / "posts.jsonl")
        await stage.worker()
        try:
            found = await stage.gathered(90)
        except TimeoutError:
            pytest.fail(stage.logs())
    kept = {(d["topic"].removeprefix(stage.names.prefix), base64.b64decode(d["value"])) for d in found.dead}
    assert kept == {(topic, value) for topic, values in POISON.items() for value in values}
    assert all(d["reason"] and d["partition"] == 0 and d["offset"] >= 0 and d["step"] for d in found.dead)
    assert found.mentions.keys() == undisturbed["mentions"].keys()
    assert found.alerts.keys() == undisturbed["alerts"].keys()


async def test_a_tombstone_is_no_post_and_stops_nothing(play, broker, cache, tmp_path):
    """A record without value, as compaction knows them."""
    async with play.stage(broker, cache, tmp_path) as stage:
        producer = AIOKafkaProducer(bootstrap_servers=broker)
        await producer.start()
        await producer.send_and_wait(stage.names.of("posts"), None, key=b"x", partition=0)
        await producer.stop()
        path = tmp_path / "one.jsonl"
        path.write_bytes(orjson.dumps({
            "platform": "telegram", "channel": "velmar_news", "post_id": "1",
            "published_at": "2026-03-02T12:00:00Z", "text": "The Velmar bridge closes tomorrow.",
        }))  # fmt: skip
        await stage.feed(path)
        await stage.worker()
        found = await stage.gathered(60)
    assert [d["step"] for d in found.dead] == ["embed"]
    assert len(found.mentions) == 1
