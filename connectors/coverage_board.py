"""Tell others what is known of each source: a compacted topic, keyed by source.

A number of the monitor means little where its sources were not read; so whoever shows numbers reads this
topic beside them. A state that is not told again for `STALE` is of a connector that has died.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, NoReturn, Self

import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from connectors.compacted import Record, open_compacted
from connectors.coverage import Coverage, SourceState
from connectors.coverage_record import coverage_record, read_coverage
from connectors.posting import Clock, SinkError, Sleep

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0
"""Seconds between two looks for changes."""
AGAIN: Final = timedelta(seconds=30)
"""A source that has not changed is told again after this."""
PASSING: Final = frozenset(
    ("at", "lag_seconds", "last_post", "read_at", "posts", "habit", "reads_day", "reads_month")
)
"""Keys that change with every post or with time: not told by themselves."""


class CoverageBoard:
    """Publishes the state of the sources of this process; an async context manager.

    What was told before a restart is taken up again, with the time between as a gap, until the connector
    has read it all.
    """

    def __init__(self, broker: str, topic: str, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._broker, self._topic, self._clock, self._sleep = broker, topic, clock, sleep
        self._told: dict[str, Record] = {}
        self._coverages: dict[str, Coverage] = {}
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Self:
        self._producer, self._told = await open_compacted(self._broker, self._topic)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for coverage in self._coverages.values():
            coverage.leave(self._clock(), "its connector was stopped")
        try:
            await self._try_to_tell()
        finally:
            if self._producer is not None:
                await self._producer.stop()
                self._producer = None

    def coverage(self, connector: str) -> Coverage:
        """Give the coverage of a connector, as it was told last; what it holds is told from now on."""
        return self._coverages.setdefault(connector, restored(connector, self._told))

    async def run(self) -> NoReturn:
        """Tell what changes, until cancelled; Kafka's failures are logged, for reading goes on."""
        while True:
            await self._try_to_tell()
            await self._sleep(LOOK_EVERY)

    async def _try_to_tell(self) -> None:
        try:
            await self.tell()
        except KafkaError as error:
            log.warning("topic %s took no coverage: %r", self._topic, error)

    async def tell(self) -> None:
        """Publish what is due; raise `KafkaError`."""
        if self._producer is None:
            raise SinkError("the board is not open: use it in `async with`")
        due = to_tell(self._coverages, self._told, self._clock())
        sent = [
            await self._producer.send(
                self._topic, None if r is None else orjson.dumps(r), key=source.encode()
            )
            for source, r in due.items()
        ]
        await asyncio.gather(*sent)
        for source, record in due.items():
            if record is None:
                del self._told[source]
            else:
                self._told[source] = record


def restored(connector: str, told: Mapping[str, Record]) -> Coverage:
    """Take a connector's coverage up again; that it did not run meanwhile is a gap until its sources say."""
    coverage = Coverage()
    for record in told.values():
        state = read_coverage(record) if record.get("connector") == connector else None
        if state is not None and state.told_at is not None:
            state.interrupt(state.told_at, "its connector did not run")
            state.told_at = None
            coverage.sources[state.source] = state
    return coverage


def to_tell(
    coverages: Mapping[str, Coverage], told: Mapping[str, Record], now: datetime
) -> dict[str, dict[str, Any] | None]:
    """Give the records that are due, by source; None where a source is not watched any more."""
    due: dict[str, dict[str, Any] | None] = {}
    for connector, coverage in coverages.items():
        for state in list(coverage.sources.values()):
            record = _record(connector, state, now)
            if _is_due(record, told.get(state.source), now):
                due[state.source] = record
        watched = coverage.sources.keys()
        due |= {s: None for s, r in told.items() if r.get("connector") == connector and s not in watched}
    return due


def _record(connector: str, state: SourceState, now: datetime) -> dict[str, Any]:
    return coverage_record(state, now) | {"connector": connector}


def _is_due(record: Record, before: Record | None, now: datetime) -> bool:
    if before is None or any(record[key] != before.get(key) for key in record.keys() - PASSING):
        return True
    return now - datetime.fromisoformat(before["at"]) >= AGAIN
