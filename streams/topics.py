"""Every topic of the monitor, declared once.

Topics are made by one admin call before the stream starts: a topic that Kafka makes by itself has the
broker's defaults, and one that Faust makes has no compaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code

DAY_MS: Final = 24 * 3600 * 1000
SEGMENT_MS: Final = 10 * 60 * 1000
"""Kafka compacts a segment only when it is closed, which by default takes a week."""
MAX_MESSAGE: Final = 3_000_000
"""Bytes of one record; the broker's own setting for the embedded one."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: who keys it by what, how many partitions, how long it is kept, what a value is."""

    name: str
    key: str
    partitions: int | None
    """None: as many as the setting ``partitions`` says."""
    keeps: str
    """``compact``: the latest value of each key for good; ``fresh``: the same, compacted within minutes,
    since each key is written over and over; ``ever``: all for good; otherwise days."""
    value: str

    @property
    def kept(self) -> str:
        """Say how long it is kept."""
        latest = "latest of each key"
        words = {"compact": latest, "fresh": latest, "ever": "for good"}
        return words.get(self.keeps, f"{self.keeps} days")

    def config(self) -> dict[str, str]:
        """Kafka's settings for this topic (https://kafka.apache.org/documentation/#topicconfigs)."""
        common = {"max.message.bytes": str(MAX_MESSAGE)}
        if self.keeps == "compact":
            return common | {"cleanup.policy": "compact"}
        if self.keeps == "fresh":
            return common | {"cleanup.policy": "compact", "segment.ms": str(SEGMENT_MS)}
        kept = -1 if self.keeps == "ever" else int(self.keeps) * DAY_MS
        return common | {"cleanup.policy": "delete", "retention.ms": str(kept)}


TOPICS: Final = (
    Topic("posts", "channel uid", None, "14", "Post, Opinion, or a control record (tick, end)"),
    Topic("vectors", "post key", 1, "3", "Reading, Opinion, an edit of claims, or a control record"),
    Topic("mentions", "claim id", None, "90", "Mention, Order, Handover, or a control record"),
    Topic("questions", "claim id", 1, "3", "Question: a post that is near the boundary of two stances"),
    Topic("claims", "claim id", None, "compact", "claim (contract), or claim and merged_into"),
    Topic("alerts", "alert id", 1, "compact", "alert (contract)"),
    Topic("audit", "claim id", 1, "ever", "edit of claims: who, when, why, before, after, outcome"),
    Topic("cursors", "channel uid", 1, "fresh", "last id a connector has read of a channel"),
    Topic("coverage", "source uid", 1, "fresh", "what is known of a source: connected, last post, gaps ..."),
    Topic("dead-letters", "step", 1, "90", "step, topic, partition, offset, reason, value (base64)"),
)
"""``vectors`` has one partition because one order gives one truth: no twin claims, and replays agree."""

TABLES: Final = (
    Topic("assign", "p:post key, c: or d:claim id", 1, "compact", "Decision or LiveClaim"),
    Topic("track", "claim id", None, "compact", "ClaimRecord"),
)


@dataclass(frozen=True, slots=True)
class TopicNames:
    """The topics of one run: live ones share a prefix, each replay has a prefix of its own."""

    prefix: str
    partitions: int

    def of(self, name: str) -> str:
        """Give the full name of a declared topic."""
        return self.prefix + name

    @property
    def app(self) -> str:
        """Faust's app id, and the consumer group."""
        return f"{self.prefix}app"

    def changelog(self, table: str) -> str:
        """Name the changelog of a table as Faust does."""
        return f"{self.app}-{table}-changelog"

    def partitions_of(self, topic: Topic) -> int:
        """Count the partitions of a declared topic."""
        return topic.partitions or self.partitions

    @property
    def outlets(self) -> dict[str, int]:
        """Give the topics that others read, with their partitions."""
        return {self.of(t.name): self.partitions_of(t) for t in TOPICS if t.name in ("claims", "alerts")}

    def all(self, replication: int) -> list[NewTopic]:
        """List all topics and changelogs as Kafka's admin call takes them."""
        named = [(self.of(t.name), t) for t in TOPICS] + [(self.changelog(t.name), t) for t in TABLES]
        return [
            NewTopic(name, self.partitions_of(t), replication_factor=replication, topic_configs=t.config())
            for name, t in named
        ]


async def create_topics(broker: str, topics: Sequence[NewTopic]) -> None:
    """Make the topics that are missing; those that exist stay as they are."""
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        answer = await admin.create_topics(list(topics))
        _raise_unless(answer.topic_errors, TopicAlreadyExistsError)
    finally:
        await admin.close()


async def delete_topics(broker: str, names: Sequence[str]) -> None:
    """Delete topics; one that is not there is as good as deleted."""
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        answer = await admin.delete_topics(list(names))
        _raise_unless(answer.topic_error_codes, UnknownTopicOrPartitionError)
    finally:
        await admin.close()


def _raise_unless(answers: Sequence[Sequence[object]], fine: type[Exception]) -> None:
    for name, code, *message in answers:
        error = for_code(code)
        if code and error is not fine:
            raise error(f"topic {name}: {message[0] if message else ''}")
