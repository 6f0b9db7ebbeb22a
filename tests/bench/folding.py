"""Run the ordered stage over a recording in one process, without Kafka: the same records, the same stage.

What comes in is what `streams.feed` and the first stage would write, ticks among it; what comes out is
gathered as a replay gathers it. So a fold and a replay give the same partition, which `bench_claims` checks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import orjson

from models import centring
from models.claim.assign import AssignRules
from models.embedding import Embedder
from models.post import Post
from models.reading import Reading, Vector
from models.training.vectors import KeptVectors
from streams.codec import Control, control_bytes, encode, is_order, parse_control
from streams.collect import Gathered
from streams.feed import TICK
from streams.parts import Parts
from streams.stages.assign import Assign
from streams.topics import TopicNames

BATCH: Final = 128
NAMES: Final = TopicNames("bench.", 1)
Centre = Callable[[Vector, str], Vector]


class Kept:
    """An embedder whose vectors are kept on disk between runs."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Open or make the embedder's file."""
        self.name = embedder.name
        self._vectors = KeptVectors(folder / f"{embedder.name}.sqlite", embedder)

    def embed(self, text: str) -> Vector:
        """Give the raw vector of a text."""
        return self._vectors.of(text)

    def close(self) -> None:
        """Keep what was embedded."""
        self._vectors.__exit__()


class Event:
    """A record as a stage gets it."""

    def __init__(self, value: bytes, offset: int) -> None:
        self.message = SimpleNamespace(
            value=value, offset=offset, partition=0, topic="bench.vectors", headers=(), timestamp=0.0
        )


class DictTable(dict[bytes, bytes]):
    """A table in memory."""


def records(readings: Iterable[Reading]) -> Iterator[bytes]:
    """Give the records of ``vectors`` for a recording played at once: a tick a minute, then the end."""
    clock: datetime | None = None
    for reading in readings:
        now = reading.post.read_at or reading.post.published_at
        if clock is None or now - clock >= TICK:
            yield control_bytes(Control("tick", now))
            clock = now
        yield encode(reading)
    if clock is not None:
        yield control_bytes(Control("tick", clock))
        yield control_bytes(Control("end", clock))


@dataclass
class Fold:
    """The ordered stage with its table."""

    parts: Parts
    rules: AssignRules | None = None
    centre: Centre = centring.centre
    table: DictTable = field(default_factory=DictTable)
    gathered: Gathered = field(default_factory=Gathered)

    def __post_init__(self) -> None:
        """Start with nothing read."""
        rules = self.rules or self.parts.assign_rules
        self.stage = Assign(NAMES, self.parts.judge, rules, self.parts.owns, self.table, self.centre)

    async def take(self, events: list[Event]) -> None:
        """Process events as `streams.firm` does: outputs first, then the table, then what is left."""
        while events:
            batch = await self.stage(events)
            for output in batch.outputs:
                self._hear(output.topic, output.value)
            for key, (_, value) in batch.writes.items():
                if value is None:
                    self.table.pop(key, None)
                else:
                    self.table[key] = value
            events = events[batch.taken :] if batch.taken else []

    def _hear(self, topic: str, value: bytes) -> None:
        if topic == NAMES.of("dead-letters"):
            raise RuntimeError(f"the stage refused a record: {orjson.loads(value)['reason']}")
        if topic != NAMES.of("mentions") or parse_control(value):
            return
        record: dict[str, Any] = orjson.loads(value)
        if not is_order(value):
            self.gathered.take("mentions", record)
        elif record["order"] == "merge":
            self.gathered.take("claims", {"claim": record["claim"], "merged_into": record["to"]})
        else:
            self.gathered.take("orders", record)


def fold(
    readings: Iterable[Reading],
    parts: Parts,
    rules: AssignRules | None = None,
    centre: Centre = centring.centre,
) -> dict[str, str]:
    """Give post -> claim for a recording, each post in the claim it is in at the end."""
    logging.getLogger("streams").setLevel(logging.ERROR)
    run = Fold(parts, rules, centre)
    events = [Event(value, offset) for offset, value in enumerate(records(readings))]

    async def play() -> None:
        for start in range(0, len(events), BATCH):
            await run.take(events[start : start + BATCH])

    asyncio.run(play())
    return partition(run.gathered)


def partition(gathered: Gathered) -> dict[str, str]:
    """Give post -> claim by the lines of a replay; of a post with several claims the primary one."""
    found: dict[str, str] = {}
    for line in gathered.lines():
        if line.get("primary", True) or line["post"] not in found:
            found[line["post"]] = line["claim"]
    return found


def read_all(posts: Iterable[Post], parts: Parts) -> list[Reading]:
    """Read posts as the first stage does."""
    return [parts.reader.read(post) for post in posts]
