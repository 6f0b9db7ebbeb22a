"""Follow the topic of posts and write them to a recording."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from connectors.posting import SinkError
from connectors.recorder.file import Reached, RecordingFile
from connectors.recorder.merge import Merge, Record
from connectors.recording import RecordingError
from models.judge import is_opinion, parse_opinion
from models.post import PostError, parse_post

log = logging.getLogger(__name__)

POLL_MS: Final = 200
BLOCK: Final = 500
"""Lines after which a gzipped recording writes a member even when more are at hand."""
WRITE_EVERY: Final = 2.0
"""Seconds that lines of a gzipped recording are gathered: small members pack badly."""

From = Literal["beginning", "now"]


@dataclass(slots=True)
class Recording:
    """What was written so far."""

    posts: int = 0
    resumed_at: int = 0
    """Lines that were there already."""
    left_out: int = 0
    """Records that are no posts; ticks and the like are not counted."""


async def record(
    broker: str,
    topic: str,
    path: Path,
    told: Recording,
    *,
    start: From = "now",
    seconds: float | None = None,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Append what comes in to a file until cancelled, or for some seconds; ``told`` counts along.

    A file that was recorded before goes on where it ends, whatever ``start`` says. Raises `RecordingError`
    where the file cannot be written and `SinkError` where Kafka does not answer.
    """
    with RecordingFile.open(path) as file:
        told.resumed_at = file.reached.lines
        if file.reached.topic not in (None, topic):
            raise RecordingError(f"{path} was recorded from topic {file.reached.topic}; name another file")
        async with _consumer(broker, topic) as (consumer, partitions):
            await _seek(consumer, partitions, file.reached, start)
            started()
            try:
                async with asyncio.timeout(seconds):
                    await _follow(consumer, partitions, file, told)
            except TimeoutError:
                return


async def _follow(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], file: RecordingFile, told: Recording
) -> None:
    merge, lines = Merge(one.partition for one in partitions), _Lines(file, told)
    positions = {one.partition: one for one in partitions}
    ended: dict[int, bool] = {}
    try:
        while True:
            for records in (await consumer.getmany(timeout_ms=POLL_MS)).values():
                for one in records:
                    merge.add(Record(one.partition, one.offset, one.timestamp, one.value))
            for number, partition in positions.items():
                high = consumer.highwater(partition)
                ended[number] = high is not None and await consumer.position(partition) >= high
            for record_ in merge.ready(lambda number: ended[number]):
                lines.add(record_, partitions[0].topic)
            lines.write_if_due()
            _hold(consumer, positions, merge.full())
    finally:
        lines.write()


def _hold(consumer: AIOKafkaConsumer, positions: dict[int, TopicPartition], full: set[int]) -> None:
    paused = {one.partition for one in consumer.paused()}
    consumer.pause(*(positions[number] for number in full - paused))
    consumer.resume(*(positions[number] for number in paused - full))


class _Lines:
    """Gathers lines for one write."""

    def __init__(self, file: RecordingFile, told: Recording) -> None:
        self._file, self._told = file, told
        self._waiting: list[bytes] = []
        self._clock = asyncio.get_running_loop().time
        self._written = self._clock()
        self._packed = file.path.suffix == ".gz"

    def add(self, record: Record, topic: str) -> None:
        """Take a record if it is a post, or a second opinion on one: a replay repeats it."""
        try:
            post = orjson.loads(record.value or b"null")
            if isinstance(post, dict) and "control" in post:
                return
            if is_opinion(record.value):
                parse_opinion(record.value or b"")
            else:
                parse_post(post)
        except (ValueError, PostError) as error:
            self._told.left_out += 1
            log.warning("record %d of partition %d is no post: %s", record.offset, record.partition, error)
            return
        origin = {"topic": topic, "partition": record.partition, "offset": record.offset, "time": record.time}
        self._waiting.append(orjson.dumps({**post, "kafka": origin}) + b"\n")
        if len(self._waiting) >= BLOCK:
            self.write()

    def write_if_due(self) -> None:
        """Write at once what is plain, and a packed block when it has been gathered for long enough."""
        if not self._packed or self._clock() - self._written >= WRITE_EVERY:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        self._file.append(self._waiting)
        self._told.posts += len(self._waiting)
        self._waiting, self._written = [], self._clock()


@asynccontextmanager
async def _consumer(broker: str, topic: str) -> AsyncIterator[tuple[AIOKafkaConsumer, list[TopicPartition]]]:
    async with _started(AIOKafkaConsumer(bootstrap_servers=broker), broker) as consumer:
        # Asked for by name, a topic that is missing would be waited for.
        if topic not in await consumer.topics():
            raise RecordingError(f"topic {topic} does not exist yet: `rumor connect` or `rumor run` makes it")
    whole = AIOKafkaConsumer(  # without a group it has all partitions
        topic,
        bootstrap_servers=broker,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=100,
    )
    async with _started(whole, broker) as consumer:
        yield consumer, sorted(consumer.assignment())


@asynccontextmanager
async def _started(consumer: AIOKafkaConsumer, broker: str) -> AsyncIterator[AIOKafkaConsumer]:
    try:
        await consumer.start()
        yield consumer
    except KafkaError as error:
        raise SinkError(f"Kafka at {broker} does not answer: {error!r}") from error
    finally:
        await consumer.stop()


async def _seek(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], reached: Reached, start: From
) -> None:
    first, end = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    since: dict[TopicPartition, Any] = {}
    if reached.since is not None:  # a partition that has no line yet was watched from the first line on
        since = await consumer.offsets_for_times(dict.fromkeys(partitions, reached.since))
    for one in partitions:
        known = reached.next_offsets.get(one.partition)
        if known is not None and known > end[one]:
            log.warning("%s was made anew: it is recorded from its beginning", one.topic)
            known = None
            since.pop(one, None)
        if known is not None and known < first[one]:
            log.warning(
                "%d records of %s are gone before they could be recorded", first[one] - known, one.topic
            )
        if known is None and reached.since is not None:
            known = since[one].offset if since.get(one) else end[one] if one in since else first[one]
        usual = first[one] if start == "beginning" else end[one]
        consumer.seek(one, max(first[one], usual if known is None else known))
