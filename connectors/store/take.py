"""Take records of Kafka into the tables: all of a batch with its offsets, or nothing."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select, tuple_

from connectors.store import merging, outgoing
from connectors.store.errors import RecordError
from connectors.store.outgoing import Intake
from connectors.store.records import AlertRow, ClaimRow, MergedRow, parse_record
from connectors.store.strike import strike, struck
from connectors.store.tables import Row, alerts, claims, denials, kafka_offsets
from connectors.store.upsert import add, insert, upsert

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One record of Kafka, with its place."""

    topic: str
    partition: int
    offset: int
    record: Mapping[str, Any] | None
    """None: nothing to take in (a tombstone, no JSON); only the place is noted."""

    @property
    def place(self) -> tuple[str, int]:
        """Topic and partition."""
        return self.topic, self.partition


def take_all(connection: Connection, arrived: Sequence[Arrived], intake: Intake) -> int:
    """Take in what is new of a batch, in its order; give how many records that was."""
    places = {record.place for record in arrived}
    new = _unread(arrived, _offsets(connection, places))
    shown = dict[str, tuple[Arrived, ClaimRow]]()
    fired, into = list[AlertRow](), dict[str, str]()
    for record in new:
        row = _parsed(record)
        if isinstance(row, ClaimRow):
            shown[row.id] = (record, row)  # only the last view of a claim in a batch matters
            into.pop(row.id, None)
        elif isinstance(row, MergedRow):
            shown.pop(row.id, None)
            into[row.id] = row.into
        elif isinstance(row, AlertRow):
            fired.append(row)
    merging.put_revived(connection, shown)
    merging.put_merged(connection, into)
    changed = _show(connection, shown, intake.now)
    strike(connection, changed)
    _fire(connection, fired, intake)
    outgoing.match_late(connection, changed, intake)
    _note_offsets(connection, new)
    return len(new)


def rewind(connection: Connection, topic: str, partition: int, offset: int) -> None:
    """Start a partition again from an offset: its topic was made anew, and offsets mean something else."""
    here = (claims.c.topic == topic) & (claims.c.partition == partition)
    connection.execute(claims.update().where(here).values(topic="", offset=-1))
    upsert(connection, kafka_offsets, [{"topic": topic, "partition": partition, "next": offset}])


def _offsets(connection: Connection, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Give the offsets to read next, and lock them where the database locks rows."""
    if not places:
        return {}
    ordered = sorted(places)
    rows = [{"topic": topic, "partition": partition, "next": 0} for topic, partition in ordered]
    connection.execute(insert(connection, kafka_offsets).on_conflict_do_nothing(), rows)
    at = kafka_offsets.c
    held = select(at.topic, at.partition, at.next).where(tuple_(at.topic, at.partition).in_(ordered))
    found = connection.execute(held.order_by(at.topic, at.partition).with_for_update())
    return {(topic, partition): after for topic, partition, after in found}


def _unread(arrived: Iterable[Arrived], offsets: dict[tuple[str, int], int]) -> list[Arrived]:
    new = []
    for record in arrived:
        if record.offset >= offsets[record.place]:
            offsets[record.place] = record.offset + 1
            new.append(record)
    return new


def _note_offsets(connection: Connection, new: Iterable[Arrived]) -> None:
    after = {record.place: record.offset + 1 for record in new}
    rows = [{"topic": topic, "partition": partition, "next": n} for (topic, partition), n in after.items()]
    upsert(connection, kafka_offsets, rows)


def _parsed(record: Arrived) -> ClaimRow | MergedRow | AlertRow | None:
    try:
        return None if record.record is None else parse_record(record.record)
    except RecordError as error:
        log.error("%s/%d at %d is not taken in: %s", record.topic, record.partition, record.offset, error)
        return None


def _show(
    connection: Connection, shown: Mapping[str, tuple[Arrived, ClaimRow]], now: datetime
) -> list[ClaimRow]:
    """Put claims in their newest view; give those that changed."""
    if not shown:
        return []
    known = _known(connection, list(shown))
    newer = [(record, row) for record, row in shown.values() if _is_newer(record, row, known.get(row.id))]
    rows = [
        {**row.values, "topic": at.topic, "partition": at.partition, "offset": at.offset, "updated": now}
        for at, row in newer
    ]
    upsert(connection, claims, rows)
    changed = [row for _, row in newer]
    for row in changed:
        old = known.get(row.id)
        if old is None or old["record"].get("denials") != row.values["record"]["denials"]:
            _put_denials(connection, row)
    return changed


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    at = claims.c
    columns = (at.id, at.topic, at.partition, at.offset, at.shown_at, at.record)
    rows = connection.execute(select(*columns).where(at.id.in_(ids)).with_for_update())
    return {row["id"]: dict(row) for row in rows.mappings()}


def _is_newer(record: Arrived, row: ClaimRow, old: Row | None) -> bool:
    """Compare by offset within a partition; across partitions (their number grew) by the stream's time."""
    if old is None:
        return True
    if (old["topic"], old["partition"]) == record.place:
        return bool(record.offset > old["offset"])
    return bool(row.values["shown_at"] >= old["shown_at"])


def _put_denials(connection: Connection, row: ClaimRow) -> None:
    """Mirror the denials of a claim's record; a quote taken back is in them, with the time of that."""
    connection.execute(delete(denials).where(denials.c.claim == row.id))
    if row.denials:
        connection.execute(denials.insert(), list(row.denials))


def _fire(connection: Connection, fired: Sequence[AlertRow], intake: Intake) -> None:
    """Keep alerts that are not there yet, and make the deliveries of each."""
    wanted = outgoing.wanted(connection) if fired else ()
    for row in (struck(connection, alert) for alert in merging.with_survivors(connection, fired)):
        if add(connection, alerts, {**row.values, "taken_at": intake.now}):
            to = [*intake.defaults, *outgoing.targets_of(connection, row, wanted)]
            outgoing.deliver(connection, row.id, to, intake.now, intake.stale(row.fired_at))
