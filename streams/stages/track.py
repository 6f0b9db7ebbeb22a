"""mentions -> claims and alerts: follow each claim by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import orjson

from models.track import Alert, ClaimRecord, TrackSettings, Weigh, advance, alert_record, due, step, view
from streams import metrics
from streams.codec import Control, decode_mention, parse_control
from streams.firm import Batch, Output, Table, current
from streams.guard import guarded
from streams.stages.arrival import headers_of, observe_latency
from streams.topics import TopicNames
from streams.warm import WarmClaims

COOLS: Final = timedelta(hours=1)
"""A claim nobody posted about for so long has a rate of nothing: time changes no more of it."""

Seen = dict[bytes, tuple[Any, ClaimRecord, ClaimRecord | None]]
"""Table key -> (event, record as this batch left it, record as the table holds it)."""


class Track:
    """mentions -> claims and alerts: follow each claim by itself."""

    name = "track"

    def __init__(self, names: TopicNames, settings: TrackSettings, weigh: Weigh, table: Table) -> None:
        self._names, self._settings, self._weigh, self._table = names, settings, weigh, table
        self._warm = WarmClaims(names.partitions)
        self._dead = names.of("dead-letters")

    def forget(self) -> None:
        """Keep nothing: the records are in the table, and a claim looked at in vain does no harm."""

    async def recovered(self) -> None:
        """Take up the claims that the table holds after a start or a rebalance."""
        self._warm = WarmClaims(self._names.partitions)
        for key in list(self._table.keys()):
            self._warm.add(key)

    async def __call__(self, events: Sequence[Any]) -> Batch:
        """Apply the mentions of a batch to their claims."""
        batch, seen = Batch(), dict[bytes, tuple[Any, ClaimRecord, ClaimRecord | None]]()
        for event in events:
            batch.outputs += guarded(self._dead, self.name, event, partial(self._outputs, event, batch, seen))
        for key, (event, record, before) in seen.items():
            if record is not before:
                show = partial(self._views, key, record)
                batch.outputs += guarded(self._dead, self.name, event, show)
                batch.writes[key] = (event, record.to_json())
        return batch

    def _outputs(self, event: Any, batch: Batch, seen: Seen) -> list[Output]:
        control = parse_control(event.message.value)
        if control is not None:
            return self._passed(event, control, batch, seen)
        mention = decode_mention(event.message.value)
        if mention.claim is None:
            return []
        key = mention.claim.encode()
        before, old = self._record(event, key, seen)
        record, alerts = step(before, mention, self._settings, self._weigh)
        if record is before:
            return []
        fired = [self._fired(event, alert) for alert in alerts]
        seen[key] = (event, record, old)
        self._warm.add(key)
        return fired

    def _record(self, event: Any, key: bytes, seen: Seen) -> tuple[ClaimRecord | None, ClaimRecord | None]:
        """Give the record as this batch has left it, and as the table holds it."""
        if key in seen:
            return seen[key][1], seen[key][2]
        with current(event):
            value = self._table.get(key)
        record = None if value is None else ClaimRecord.from_json(value)
        return record, record

    def _fired(self, event: Any, alert: Alert) -> Output:
        metrics.ALERTS.labels(alert.kind).inc()
        observe_latency("denial-alert" if alert.denial else "alert", event)
        value = orjson.dumps(alert_record(alert))
        return Output(self._names.of("alerts"), alert.alert.encode(), value, 0, headers_of(event))

    def _views(self, key: bytes, record: ClaimRecord) -> list[Output]:
        return [self._shown(key, record, record.now)]

    def _shown(self, key: bytes, record: ClaimRecord, at: datetime) -> Output:
        shown = view(record, at)
        metrics.TOP.see(shown)
        return Output(self._names.of("claims"), key, orjson.dumps(shown))

    def _passed(self, event: Any, control: Control, batch: Batch, seen: Seen) -> list[Output]:
        """Show the claims whose rates have fallen since, and put to sleep those that were silent for long."""
        ends, shown = control.control == "end", []
        for key in self._warm.due(event.message.partition, control.at, at_once=ends):
            before, old = self._record(event, key, seen)
            if before is None:
                continue
            record = advance(before, control.at, self._settings)
            if record is not before:
                seen[key] = (event, record, old)
            shown.append(self._shown(key, record, control.at))
            if control.at - record.last_at > COOLS:
                self._warm.cool(key, due(record, self._settings))
        if ends:
            # Said once all of this is settled: whoever replays a recording waits for it.
            batch.closing.append(Output(self._names.of("alerts"), b"end", event.message.value, 0))
        return shown
