"""mentions -> claims and alerts: follow each claim by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import orjson

from models.track import (
    Alert,
    ClaimRecord,
    Glance,
    Handover,
    TrackSettings,
    Weigh,
    advance,
    alert_record,
    due,
    obey,
    passed_on,
    step,
    take_in,
    view,
)
from streams import metrics
from streams.codec import (
    Control,
    decode_handover,
    decode_mention,
    decode_order,
    encode,
    is_handover,
    is_order,
    parse_control,
)
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
        self._shown_at: dict[bytes, datetime] = {}

    def forget(self) -> None:
        """Keep nothing: the records are in the table, and a claim looked at in vain does no harm."""

    async def recovered(self) -> None:
        """Take up the claims that the table holds after a start or a rebalance.

        Those that have long been silent rest until they fall asleep: to show a hundred thousand at once would
        hold up the stream for minutes.
        """
        self._warm = WarmClaims(self._names.partitions)
        glances = {key: Glance.from_bytes(value) for key, value in self._table.items()}
        now = max((glance.now for glance in glances.values()), default=None)
        for key, glance in glances.items():
            if now is None or now - glance.last_at <= 2 * COOLS:
                self._warm.add(key)
            else:
                self._warm.cool(key, due(glance, self._settings))

    async def __call__(self, events: Sequence[Any]) -> Batch:
        """Apply the mentions of a batch to their claims; what moves between two is a batch of its own."""
        batch, seen = Batch(), dict[bytes, tuple[Any, ClaimRecord, ClaimRecord | None]]()
        self._shown_at = {}
        for number, event in enumerate(events):
            work = partial(self._outputs, event, number, batch, seen)
            batch.outputs += guarded(self._dead, self.name, event, work)
            if batch.taken is not None:
                break
        for key, (event, record, before) in seen.items():
            if record is not before:
                show = partial(self._views, key, record)
                batch.outputs += guarded(self._dead, self.name, event, show)
                batch.writes[key] = (event, record.to_bytes())
        return batch

    def _outputs(self, event: Any, number: int, batch: Batch, seen: Seen) -> list[Output]:
        value = event.message.value
        if (control := parse_control(value)) is not None:
            return self._passed(event, control, batch, seen)
        if is_order(value):
            return self._ordered(event, number, batch, seen)
        if is_handover(value):
            return self._taken(event, decode_handover(value), seen)
        mention = decode_mention(value)
        if mention.claim is None:
            return []
        key = mention.claim.encode()
        before, old = self._record(event, key, seen)
        record, alerts = step(before, mention, self._settings, self._weigh)
        return self._stepped(event, key, (before, record, old), alerts, seen)

    def _stepped(
        self,
        event: Any,
        key: bytes,
        records: tuple[ClaimRecord | None, ClaimRecord, ClaimRecord | None],
        alerts: Sequence[Alert],
        seen: Seen,
    ) -> list[Output]:
        """Note a claim's record (before, now, as the table holds it), and send what fired."""
        before, record, old = records
        if record is before:
            return []
        fired = [self._fired(event, alert) for alert in alerts]
        seen[key] = (event, record, old)
        self._warm.add(key)
        return fired

    def _ordered(self, event: Any, number: int, batch: Batch, seen: Seen) -> list[Output]:
        """Follow an order; what goes to a claim of the same partition goes there at once.

        It is written there before it is gone here: were it the other way round, a death in between would lose
        it. Where the other claim is elsewhere, Kafka has it before anything is written here.
        """
        order = decode_order(event.message.value)
        key = order.claim.encode()
        before, old = self._record(event, key, seen)
        record, handover = obey(before, order, self._settings)
        if handover is not None and self._here(event, handover):
            batch.taken = number or 1
            if number:
                return []
        told = self._stepped(event, key, (before, record, old), (), seen)
        if handover is not None:
            told += self._taken(event, handover, seen)
            if key in seen:
                seen[key] = seen.pop(key)
        return told

    def _here(self, event: Any, handover: Handover) -> bool:
        return self._warm.partition_of(handover.handover.encode()) == int(event.message.partition)

    def _taken(self, event: Any, handover: Handover, seen: Seen) -> list[Output]:
        """Take in what another claim hands over, or send it to where its claim is followed."""
        if not self._here(event, handover):
            return [self._sent(event, handover)]
        key = handover.handover.encode()
        before, old = self._record(event, key, seen)
        if (further := passed_on(before, handover)) is not None:
            return self._taken(event, further, seen)
        record, alerts, further_on = take_in(before, handover, self._settings, self._weigh)
        told = self._stepped(event, key, (before, record, old), alerts, seen)
        return told + [self._sent(event, one) for one in further_on]

    def _sent(self, event: Any, handover: Handover) -> Output:
        key = handover.handover.encode()
        return Output(self._names.of("mentions"), key, encode(handover), None, headers_of(event))

    def _record(self, event: Any, key: bytes, seen: Seen) -> tuple[ClaimRecord | None, ClaimRecord | None]:
        """Give the record as this batch has left it, and as the table holds it."""
        if key in seen:
            return seen[key][1], seen[key][2]
        with current(event):
            value = self._table.get(key)
        record = None if value is None else ClaimRecord.from_bytes(value)
        return record, record

    def _fired(self, event: Any, alert: Alert) -> Output:
        metrics.ALERTS.labels(alert.kind).inc()
        observe_latency("denial-alert" if alert.denial else "alert", event)
        value = orjson.dumps(alert_record(alert))
        return Output(self._names.of("alerts"), alert.alert.encode(), value, 0, headers_of(event))

    def _views(self, key: bytes, record: ClaimRecord) -> list[Output]:
        if gone := record.merged_into or record.emptied_into:
            return [self._gone(key, gone)]
        if record.vacant:
            return []
        # Not as of an earlier time than a tick of this batch showed it: how batches fall must not matter.
        return [self._shown(key, record, max(record.now, self._shown_at.get(key, record.now)))]

    def _gone(self, key: bytes, into: str) -> Output:
        """Tell that a claim's posts are in another now."""
        metrics.TOP.drop(key.decode())
        shown = {"claim": key.decode(), "merged_into": into}
        return Output(self._names.of("claims"), key, orjson.dumps(shown))

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
            if before.merged_into or before.vacant:
                self._warm.cool(key, None)
                continue
            record = advance(before, control.at, self._settings)
            if record is not before:
                seen[key] = (event, record, old)
            self._shown_at[key] = control.at
            shown.append(self._shown(key, record, control.at))
            if control.at - record.last_at > COOLS:
                self._warm.cool(key, due(record, self._settings))
        if ends:
            # Said once all of this is settled: whoever replays a recording waits for it.
            batch.closing.append(Output(self._names.of("alerts"), b"end", event.message.value, 0))
        return shown
