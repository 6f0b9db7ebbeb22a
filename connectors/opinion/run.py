"""Read questions from Kafka, and write opinions back among the posts.

A question is acknowledged once its answer is in Kafka. Whoever dies in between asks again; the second answer
changes nothing, since the stream heeds a judge once.
"""

from __future__ import annotations

import logging
from typing import Final, Protocol

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from connectors.opinion.desk import Desk
from models.errors import RumorError
from models.judge import opinion_bytes, parse_question

log: Final = logging.getLogger(__name__)

SLOWEST_MS: Final = 900_000
"""Milliseconds one question may take with all its attempts and pauses, before Kafka takes us for dead."""


class OpinionsError(RumorError):
    """Kafka took or gave nothing; the message says why."""


class Message(Protocol):
    """The part of a Kafka record that is read."""

    value: bytes | None
    offset: int


class Questions(Protocol):
    """The part of a Kafka consumer that is used."""

    async def getone(self) -> Message:
        """Give the next question."""

    async def commit(self) -> object:
        """Acknowledge all that was given."""


class Posts(Protocol):
    """The part of a Kafka producer that is used."""

    async def send_and_wait(self, topic: str, value: bytes, key: bytes) -> object:
        """Write a record; return when Kafka has it."""


async def run_opinions(broker: str, questions: str, posts: str, group: str, desk: Desk) -> None:
    """Answer questions until cancelled; the arguments after the broker are names of topics and the group.

    Raises `OpinionsError` where Kafka is not to be reached.
    """
    consumer = AIOKafkaConsumer(
        questions,
        bootstrap_servers=broker,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=1,
        max_poll_interval_ms=SLOWEST_MS,
    )
    producer = AIOKafkaProducer(bootstrap_servers=broker, enable_idempotence=True, acks="all")
    try:
        await consumer.start()
        await producer.start()
        while True:
            await answer_one(consumer, producer, posts, desk)
    except KafkaError as error:
        raise OpinionsError(f"Kafka at {broker} does not answer: {error!r}") from error
    finally:
        await producer.stop()
        await consumer.stop()


async def answer_one(consumer: Questions, producer: Posts, posts: str, desk: Desk) -> None:
    """Answer the next question; one that cannot be read is passed over."""
    message = await consumer.getone()
    try:
        question = parse_question(message.value or b"")
    except ValueError as error:
        log.warning("the record at %d is no question: %s", message.offset, error)
    else:
        opinion = await desk.answer(question)
        if opinion is not None:
            # The key of its post: so it comes after it, whatever partition that is in.
            await producer.send_and_wait(posts, opinion_bytes(opinion), key=opinion.mention.channel.encode())
    await consumer.commit()
