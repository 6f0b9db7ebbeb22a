"""The one loop that every agent runs, and the order that makes a crash harmless.

::

    take a batch, acknowledge nothing
      -> drop it if its partitions are no longer ours
      -> compute                     (a record that fails becomes a dead letter)
      -> send the outputs, and wait until Kafka has them
      -> write the state, and wait until its changelog has it
      -> acknowledge, strictly in order

Outputs come before state: were it the other way round, a crash in between would make the repeat look like a
duplicate, and its alert would never be sent. Whatever dies, the batch is delivered again and does the same
again, since steps are functions of state and event, and ids are derived.
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final, Protocol

import faust
from faust.streams import _current_event

from streams import metrics

Probe = Callable[[str], Awaitable[None]]
"""Called at each seam of a step with its name, such as ``assign:after-outputs``; tests kill there."""

ARRIVED: Final = "arrived"
"""Header that carries through all topics when the post reached Kafka (milliseconds since 1970)."""


class FirmTable(faust.Table):  # type: ignore[misc]
    """A table whose changelog records can be waited for."""

    def send_changelog(self, *args: Any, **kwargs: Any) -> Any:
        """Send as Faust does, and keep the future."""
        future = super().send_changelog(*args, **kwargs)
        self.__dict__.setdefault("_in_flight", []).append(future)
        return future

    async def settle(self) -> None:
        """Wait until Kafka has every changelog record sent so far."""
        futures, self.__dict__["_in_flight"] = self.__dict__.get("_in_flight", []), []
        if futures:
            await asyncio.gather(*futures)


class Table(Protocol):
    """The part of a Faust table that a stage reads; only `streams.firm` writes."""

    def get(self, key: bytes) -> bytes | None:
        """Give a value of the partition of the current event."""

    def items(self) -> Iterable[tuple[bytes, bytes]]:
        """Give all that this worker holds."""

    def keys(self) -> Iterable[bytes]:
        """Give the keys of all that this worker holds."""


@dataclass(frozen=True, slots=True)
class Output:
    """One record to send."""

    topic: str
    key: bytes | None
    value: bytes
    partition: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()


Writes = dict[bytes, tuple[Any, bytes | None]]
"""Table key -> (event that caused the write, new value or None to delete); written in this order."""


@dataclass(slots=True)
class Batch:
    """What a step makes of the events it took."""

    outputs: list[Output] = field(default_factory=list)
    writes: Writes = field(default_factory=dict)
    closing: list[Output] = field(default_factory=list)
    """Sent once all else is settled and acknowledged."""
    taken: int | None = None
    """How many of the events it is about; None: all. The others come again once these are acknowledged.

    What changes several keys of the table together needs a batch of its own: whatever dies in between, all
    that was before is settled, and nothing that comes after has begun.
    """


class Step(Protocol):
    """One stage of the stream."""

    name: str

    async def __call__(self, events: Sequence[Any]) -> Batch:
        """Compute a batch; never raises for a bad record."""

    def forget(self) -> None:
        """Drop what is in memory and not in the table: the batch it came from was dropped."""


@contextmanager
def current(event: Any) -> Iterator[None]:
    """Tell Faust's tables which event is at work: they take the partition from it."""
    token = _current_event.set(weakref.ref(event))
    try:
        yield
    finally:
        _current_event.reset(token)


async def no_probe(_seam: str) -> None:
    """Do nothing at a seam."""


class Firm:
    """Runs the loop for the agents of one app."""

    def __init__(self, app: faust.App, *, batch: int, within: float, probe: Probe = no_probe) -> None:
        self._app, self._batch, self._within, self._probe = app, batch, within, probe

    async def run(self, stream: Any, step: Step, table: FirmTable | None = None) -> None:
        """Run one step over a stream for as long as the stream lasts."""
        async for events in stream.noack_take(self._batch, within=self._within):
            if self._ours(events):
                await self._once_or_crash(stream, step, table, events)
            else:
                step.forget()

    async def _once_or_crash(
        self, stream: Any, step: Step, table: FirmTable | None, events: Sequence[Any]
    ) -> None:
        """Process a batch; what cannot be sent or written ends the worker: a restart takes it up again."""
        try:
            await self._once(stream, step, table, events)
        except Exception as error:
            await self._app.crash(error)
            raise

    async def _once(self, stream: Any, step: Step, table: FirmTable | None, events: Sequence[Any]) -> None:
        while events and self._ours(events):
            events = events[await self._part(stream, step, table, events) :]
        if events:
            step.forget()

    async def _part(self, stream: Any, step: Step, table: FirmTable | None, events: Sequence[Any]) -> int:
        """Process the events that the step takes together; give how many, 0 if they are no longer ours."""
        started = perf_counter()
        batch = await step(events)
        events = events[: batch.taken]
        await self._probe(f"{step.name}:computed")
        await self._send(batch.outputs)
        await self._probe(f"{step.name}:after-outputs")
        if not self._ours(events):
            return 0
        if table is not None:
            await self._write(step.name, table, batch)
        await self._probe(f"{step.name}:before-acknowledgement")
        for event in events:
            await stream.ack(event)
        await self._send(batch.closing)
        metrics.observe_batch(step.name, len(events), perf_counter() - started)
        return len(events)

    async def _send(self, outputs: Iterable[Output]) -> None:
        # Faust's own `topic.send` only queues, and a failed send is a warning; aiokafka's future is the word
        # of the broker.
        producer = self._app.producer._producer
        waits = [
            await producer.send(o.topic, o.value, key=o.key, partition=o.partition, headers=list(o.headers))
            for o in outputs
        ]
        if waits:
            await asyncio.gather(*waits)

    async def _write(self, name: str, table: FirmTable, batch: Batch) -> None:
        for key, (event, value) in batch.writes.items():
            with current(event):
                if value is None:
                    table.pop(key, None)
                else:
                    table[key] = value
        await self._probe(f"{name}:after-state")
        await table.settle()

    def _ours(self, events: Sequence[Any]) -> bool:
        """Tell whether the partitions of these events still belong to this worker.

        Faust does not wait for running bodies at a rebalance; without this check a worker that lost a
        partition would still write to it.
        """
        app = self._app
        return (
            app.flow_control.is_active()
            and not app.rebalancing
            and all(e.message.generation_id == app.consumer_generation_id for e in events)
        )
