"""What was not read while a claim spread, from the topic ``coverage``."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from connectors.coverage import SourceState
from connectors.coverage_record import coverage_record
from streams.cli.unread import unread
from streams.settings import Settings
from streams.topics import TopicNames, create_topics

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CLAIM = {
    "first_seen": "2026-03-02T11:00:00Z",
    "shown_at": "2026-03-02T12:00:00Z",
    "last_at": "2026-03-02T11:59:00Z",
}


def test_without_a_broker_nothing_is_known(tmp_path: Path) -> None:
    """The record is in Kafka."""
    assert unread(Settings(broker="", data=tmp_path), CLAIM) is None


def test_a_broker_that_does_not_answer_is_said_in_the_same_place(tmp_path: Path) -> None:
    """The claim is shown all the same."""
    (told,) = unread(Settings(broker="127.0.0.1:1", data=tmp_path), CLAIM) or ()
    assert told.startswith("the record of what was not read cannot be had: no Kafka to be reached")


@pytest.mark.integration
def test_gaps_of_a_real_kafka_are_told(broker: str, tmp_path: Path) -> None:
    """Those within the claim's time; an empty topic is no proof that all was read."""
    settings = Settings(broker=broker, prefix="unread-", data=tmp_path)
    names = TopicNames(settings.prefix, settings.partitions)
    asyncio.run(create_topics(broker, names.all(1)))
    assert unread(settings, CLAIM) is None
    state = SourceState("telegram:velmar", connected=True, told_at=NOON)
    state.miss(NOON - timedelta(minutes=30), NOON - timedelta(minutes=20), "the line was down")
    state.miss(NOON - timedelta(hours=9), NOON - timedelta(hours=8), "too early to matter")
    asyncio.run(_write(broker, names.of("coverage"), state))
    assert unread(settings, CLAIM) == ["telegram:velmar was not read from 11:30 to 11:40: the line was down"]


async def _write(broker: str, topic: str, state: SourceState) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    await producer.send_and_wait(topic, orjson.dumps(coverage_record(state, NOON)), key=state.source.encode())
    await producer.stop()
