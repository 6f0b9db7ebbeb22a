"""Stages without Faust and Kafka: events made by hand, a table that is a dict, deaths between two writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from aiokafka.partitioner import DefaultPartitioner

from models.claim.assign import AssignRules
from models.claim.edit import Edit, Moved
from models.claim.memory import DIMENSIONS
from models.post import Post
from models.reading import Facts, Reading, Vector
from models.rules import widely_told
from models.track import ClaimRecord, TrackSettings
from streams.codec import Control, control_bytes, decode_mention, edit_bytes, encode, is_handover, is_order
from streams.stages.assign import Assign
from streams.stages.track import Track
from streams.topics import TopicNames

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Event:
    """A record as a stage gets it."""

    def __init__(self, value: bytes, offset: int, partition: int = 0, topic: str = "t.vectors") -> None:
        self.message = SimpleNamespace(
            value=value, offset=offset, partition=partition, topic=topic, headers=(), timestamp=0.0
        )


class DictTable(dict[bytes, bytes]):
    """A table; Faust's has more, but a stage sees no more."""


@dataclass
class Line:
    """One partition of a topic, a stage that reads it, and the table the stage writes to."""

    make: Callable[[DictTable], Any]
    table: DictTable = field(default_factory=DictTable)
    events: list[Event] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)
    done: int = 0

    def __post_init__(self) -> None:
        self.step = self.make(self.table)

    def put(self, value: bytes, partition: int = 0) -> int:
        """Append a record and give its offset."""
        self.events.append(Event(value, len(self.events), partition))
        return len(self.events) - 1

    def run(self, batch: int = 4, deaths: Sequence[tuple[int, int]] = ()) -> list[Any]:
        """Process all that waits; a death (how many batches are whole before it, writes that are still made).

        Gives the outputs in the order in which they were sent, those of batches that came again twice.
        """
        planned, sent = dict(deaths), len(self.sent)
        whole = 0
        while self.done < len(self.events):
            made = asyncio.run(self.step(self.events[self.done : self.done + batch]))
            self.sent += made.outputs
            survives = planned.pop(whole, None)
            for number, (key, (_, value)) in enumerate(made.writes.items()):
                if survives is not None and number >= survives:
                    break
                if value is None:
                    self.table.pop(key, None)
                else:
                    self.table[key] = value
            if survives is not None:
                self.step = self.make(self.table)
                asyncio.run(self.step.recovered())
                batch = max(1, batch - 1)  # what comes again is cut differently
            else:
                whole += 1
                self.done += made.taken or len(self.events[self.done : self.done + batch])
                self.sent += made.closing
        return self.sent[sent:]


def agree(reading: Reading, vector: Vector | None, claim: Any, reply: bool) -> Any:
    """Judge by the reading alone."""
    del vector, claim, reply
    return "deny" if reading.denies else "support" if reading.asserts else "comment"


def as_it_is(vector: Vector, lang: str) -> Vector:
    """Centre nothing: the vectors of these tests are centred ones."""
    del lang
    return vector


def weigh_nothing(*_: Any) -> None:
    """Find every office out of its remit."""


class Newsroom:
    """The ordered stage and those that follow its claims, over as many partitions as a test wants."""

    def __init__(self, partitions: int = 1, weigh: Any = weigh_nothing) -> None:
        self.names = TopicNames("t.", partitions)
        settings = TrackSettings(rules=widely_told("three", posts=3, sources=3))
        self.assign = Line(lambda t: Assign(self.names, agree, AssignRules(), lambda _: False, t, as_it_is))
        self.track = [Line(lambda t: Track(self.names, settings, weigh, t)) for _ in range(partitions)]
        self.claims: dict[str, dict[str, Any]] = {}
        self.told: list[tuple[str, bytes, dict[str, Any]]] = []
        self._numbers = list(range(partitions))
        self._partitioner = DefaultPartitioner()

    def read(self, *readings: Reading) -> None:
        """Let posts come."""
        for reading in readings:
            self.assign.put(encode(reading))

    def tick(self, minute: float, control: Any = "tick") -> None:
        """Let time pass."""
        self.assign.put(control_bytes(Control(control, NOON + timedelta(minutes=minute))))

    def edit(self, edit: Edit, *moved: Moved) -> None:
        """Let somebody edit."""
        self.assign.put(edit_bytes(edit, moved))

    def run(
        self,
        deaths: Sequence[tuple[int, int]] = (),
        track_deaths: Sequence[tuple[int, int]] = (),
        batch: int = 4,
    ) -> None:
        """Process everything, with deaths of the ordered stage and of those that follow it."""
        self._deliver(self.assign.run(batch, deaths))
        while any(line.done < len(line.events) for line in self.track):
            for line in self.track:
                self._deliver(line.run(batch, track_deaths))
                track_deaths = ()

    def _deliver(self, outputs: Sequence[Any]) -> None:
        import orjson

        for output in outputs:
            name = output.topic.removeprefix("t.")
            if name == "mentions":
                partition = output.partition
                if partition is None:
                    partition = self._partitioner(output.key, self._numbers, self._numbers)
                self.track[partition].put(output.value, partition)
            else:
                self.told.append((name, output.key, orjson.loads(output.value)))

    def of(self, topic: str) -> list[dict[str, Any]]:
        """Give what was written to a topic, but for control records."""
        return [record for name, _, record in self.told if name == topic and "control" not in record]

    def records(self) -> dict[str, ClaimRecord]:
        """Give the record of each claim that is followed."""
        return {
            key.decode(): ClaimRecord.from_bytes(value)
            for line in self.track
            for key, value in line.table.items()
        }

    def posts(self) -> dict[str, tuple[int, tuple[int, int, int, int]]]:
        """Give posts and stances of each claim that has posts."""
        return {name: (r.posts, r.stances) for name, r in self.records().items() if r.posts}

    def claim_of(self, number: int) -> str | None:
        """Give the claim of a post."""
        decision = self.assign.step.memory.decision(f"telegram:invented_{number}/{number}")
        return decision.claim and self.assign.step.memory.edits.survivor(decision.claim)

    def mentions(self) -> list[Any]:
        """Give the mentions that the ordered stage made."""
        values = [event.message.value for line in self.track for event in line.events]
        plain = (v for v in values if not is_order(v) and not is_handover(v) and not v.startswith(b'{"con'))
        return [decode_mention(value) for value in plain]


def direction(axis: int, towards: int | None = None, cosine: float = 1.0) -> Vector:
    """Give a unit vector along an axis, or one with this cosine to it and the rest along another."""
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[axis] = cosine
    if towards is not None:
        vector[towards] = (1 - cosine**2) ** 0.5
    return vector


def make_reading(number: int, vector: Vector | None = None, **given: Any) -> Reading:
    """Make post ``number``, a minute after the one before; keys of Post and Reading mixed."""
    of_post = {k: given.pop(k) for k in list(given) if k in Post.__dataclass_fields__ and k != "lang"}
    at = NOON + timedelta(minutes=number)
    post = Post(**{
        "platform": "telegram", "channel": f"invented_{number}", "post_id": str(number), "published_at": at,
        "read_at": at, "text": f"text {number}", **of_post,
    })  # fmt: skip
    usual = {
        "post": post, "lang": "xx", "sentence": post.text, "asserts": True,
        "vector": direction(0) if vector is None else vector, "facts": Facts(), "copy_key": None,
    }  # fmt: skip
    return Reading(**(usual | given))


def make_edited(number: int, minute: float, vector: Vector, **given: Any) -> Reading:
    """Make an edit of post ``number``."""
    at = NOON + timedelta(minutes=minute)
    made = make_reading(number, vector, **given)
    return replace(made, post=replace(made.post, kind="edit", published_at=at, read_at=at))


@pytest.fixture(scope="session")
def newsroom() -> Callable[..., Newsroom]:
    """Make a newsroom."""
    return Newsroom


@pytest.fixture(scope="session")
def reading() -> Callable[..., Reading]:
    """Make a reading."""
    return make_reading


@pytest.fixture(scope="session")
def edited() -> Callable[..., Reading]:
    """Make an edit."""
    return make_edited


@pytest.fixture(scope="session")
def along() -> Callable[..., Vector]:
    """Make a vector."""
    return direction


@pytest.fixture(scope="session")
def noon() -> datetime:
    """When the stories begin."""
    return NOON
