"""Gather what a run puts out, and write it as the contract says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from models.post import fold_uid
from models.track.redaction import without_words
from streams.codec import is_order, parse_control
from streams.topics import TOPICS, TopicNames

Key = TypeVar("Key")
Listener = Callable[[str, dict[str, Any]], None]
"""Called with the topic and each record as it comes: a screen, a store."""

GATHERED: Final = {
    "mentions": "post", "orders": "moved", "claims": "claim", "alerts": "alert", "dead-letters": "step",
}  # fmt: skip
"""Topic -> a key that each of its records has; ``orders`` are among the mentions."""


@dataclass(slots=True)
class Gathered:
    """The records of a run by key; a record that comes twice is there once."""

    mentions: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Post key -> its line in mentions.jsonl; posts of no claim have ``claim`` null."""
    further: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """Post key and claim -> the line of a claim that the post speaks of beside its own."""
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)
    dead: list[dict[str, Any]] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)
    """Claim -> the claim its posts are in now."""

    def take(self, topic: str, record: dict[str, Any]) -> None:
        """Take in one record of a topic."""
        if topic == "mentions":
            self._mention(record)
        elif topic == "orders":
            self._moved(record)
        elif topic == "claims":
            self._claim(record)
        elif topic == "alerts":
            self.alerts.setdefault(record["alert"], record)
        else:
            self.dead.append(record)

    def alerts_now(self) -> Iterator[dict[str, Any]]:
        """Give the alerts without the words of posts that were deleted since."""
        for alert in self.alerts.values():
            claim = self.survivor(alert["claim"])
            deleted = self.claims.get(claim, {}).get("deleted_words", ())
            yield without_words(alert, deleted) | {"claim": claim}

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give the lines of mentions.jsonl, each post in the claim it is in at the end.

        One of its lines is primary; those of its further claims follow, one for each.
        """
        further: dict[str, list[dict[str, Any]]] = {}
        for (post, _), line in self.further.items():
            further.setdefault(post, []).append(line)
        for post, line in self.mentions.items():
            if line["claim"] is None:
                continue
            seen = set[str]()
            for one in (line, *further.get(post, ())):
                if (claim := self.survivor(one["claim"])) not in seen:
                    seen.add(claim)
                    yield one | {"claim": claim}

    def survivor(self, claim: str) -> str:
        """Give the claim that a claim's posts are in at the end."""
        seen = set[str]()
        while claim in self.merged and claim not in seen:
            seen.add(claim)
            claim = self.merged[claim]
        return claim

    def _claim(self, record: dict[str, Any]) -> None:
        if "merged_into" in record:
            self.claims.pop(record["claim"], None)
            self.merged[record["claim"]] = record["merged_into"]
        else:
            self.claims[record["claim"]] = record
            self.merged.pop(record["claim"], None)

    def _moved(self, order: dict[str, Any]) -> None:
        """Put the posts that an order moves where they are now."""
        for moved in order["moved"]:
            mention = moved["mention"]
            if (known := self.mentions.get(fold_uid(mention["post"]))) is not None:
                known |= {"claim": mention["claim"], "why": mention["why"]}
                if mention["stance"] != known["stance"]:
                    known["stance_now"] = mention["stance"]

    def _mention(self, record: dict[str, Any]) -> None:
        if record["primary"]:
            self._line(self.mentions, fold_uid(record["post"]), record)
            return
        line = self._line(self.further, (fold_uid(record["post"]), record["claim"]), record)
        if record["kind"] != "post":
            line["why"] = record["why"]  # it quotes the post, as far as its words still stand

    def _line(self, lines: dict[Key, dict[str, Any]], key: Key, record: dict[str, Any]) -> dict[str, Any]:
        """Take a mention into its line, and give the line."""
        known = lines.get(key)
        if known is None:
            known = lines[key] = _mention_line(record)
            if record["kind"] == "delete":
                known["deleted"] = True
        elif record["kind"] in ("edit", "opinion") and record["stance"] != known["stance"]:
            known["stance_now"] = record["stance"]
        elif record["kind"] in ("edit", "opinion"):
            known.pop("stance_now", None)
        elif record["kind"] == "delete":
            known["deleted"] = True
        if record["kind"] == "opinion":
            known["why"] = record["why"]
        return known


def _mention_line(record: dict[str, Any]) -> dict[str, Any]:
    keys = ("post", "claim", "primary", "stance", "similarity", "published_at", "path", "why", "lang")
    return {key: record[key] for key in keys}


async def gather(broker: str, names: TopicNames, listen: Listener) -> None:
    """Hand every record of a run to a listener, and return once the run has ended.

    The end is told by one record per partition of ``posts`` and of ``mentions``, written to ``alerts`` after
    all else is settled; what other topics still hold at that moment is read to its end.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=broker, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=20
    )
    await consumer.start()
    try:
        partitions = _partitions(names)
        consumer.assign(list(partitions))
        await consumer.seek_to_beginning(*partitions)
        ends = 0
        while ends < names.partitions * names.partitions:
            ends += _hand_on(await consumer.getmany(timeout_ms=100), partitions, listen)
        await _read_to_end(consumer, partitions, listen)
    finally:
        await consumer.stop()


def _partitions(names: TopicNames) -> dict[TopicPartition, str]:
    return {
        TopicPartition(names.of(topic.name), number): topic.name
        for topic in TOPICS
        if topic.name in GATHERED
        for number in range(names.partitions_of(topic))
    }


def _hand_on(
    batches: dict[TopicPartition, list[ConsumerRecord]],
    partitions: dict[TopicPartition, str],
    listen: Listener,
) -> int:
    """Hand records on; count the end records among them."""
    ends = 0
    for partition, records in batches.items():
        topic = partitions[partition]
        for record in records:
            if parse_control(record.value):
                ends += topic == "alerts"
            else:
                _hand_over(topic, record.value, listen)
    return ends


def _hand_over(topic: str, value: bytes | None, listen: Listener) -> None:
    """Hand a record on unless it is none of this topic: then whoever processes it has its dead letter."""
    try:
        record = orjson.loads(value or b"null")
    except orjson.JSONDecodeError:
        return
    if is_order(value):
        topic = "orders"
    if isinstance(record, dict) and GATHERED[topic] in record:
        listen(topic, record)


async def _read_to_end(
    consumer: AIOKafkaConsumer, partitions: dict[TopicPartition, str], listen: Listener
) -> None:
    ends = await consumer.end_offsets(list(partitions))
    while any([await consumer.position(p) < ends[p] for p in partitions]):
        _hand_on(await consumer.getmany(timeout_ms=100), partitions, listen)


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write JSON lines; a file that is there is replaced whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        for record in records:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    part.replace(path)
