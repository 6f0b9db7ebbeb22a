"""The outbox's rows: lease what is due, note what became of it.

A row is leased to one attempt for a while, so that two processes do not send the same alert; where one dies
in between, the lease runs out and another sends it, perhaps a second time. When a target is free again is
kept with it: its rate and its Retry-After hold across processes and restarts.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, Update, func, or_, select

from connectors.store.engine import Database
from connectors.store.tables import Row, alerts, claims, deliveries, targets

State = Literal["pending", "delivered", "failed"]
MOST_REASON: Final = 500
"""Characters of a reason that are kept."""
_at: Final = deliveries.c


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert on its way to one target, leased to this attempt."""

    id: int
    lease: str
    target: str
    attempt: int
    """Counted from 1."""
    created: datetime
    alert: dict[str, Any]
    """The alert's record; ``claim_text`` is its claim's wording where that is known."""


class Deliveries:
    """Deliveries by state and target."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due_targets(self, now: datetime) -> list[str]:
        """Give the targets that are free and have something due."""
        query = (
            select(_at.target)
            .join(targets, targets.c.target == _at.target)
            .where(targets.c.free_at <= now, *_due(now))
            .distinct()
            .order_by(_at.target)
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def lease(self, target: str, now: datetime, until: datetime, free_at: datetime) -> Delivery | None:
        """Take a target's oldest due delivery for an attempt that ends by ``until``.

        The target is not free again before ``free_at``. None where nothing is due or the target is not free.
        """
        with self._database.write() as connection:
            free = targets.update().where(targets.c.target == target, targets.c.free_at <= now)
            if not connection.execute(free.values(free_at=free_at)).rowcount:
                return None
            row = connection.execute(_oldest_due(target, now)).mappings().first()
            if row is None:
                connection.execute(targets.update().where(targets.c.target == target).values(free_at=now))
                return None
            return _leased(connection, dict(row), now, until)

    def delivered(self, delivery: Delivery, now: datetime, free_at: datetime | None = None) -> bool:
        """Mark a delivery as delivered; False where it is settled already.

        Here and below: its target is sent nothing more before ``free_at``.
        """
        done = {"state": "delivered", "delivered_at": now, "reason": None}
        return self._settle(delivery, _held(delivery, any_lease=True).values(**done, **_FREE), free_at)

    def failed(self, delivery: Delivery, reason: str, free_at: datetime | None = None) -> bool:
        """Give a delivery up for good, with the reason."""
        kept = {"state": "failed", "reason": reason[:MOST_REASON]}
        return self._settle(delivery, _held(delivery).values(**kept, **_FREE), free_at)

    def again(
        self, delivery: Delivery, due_at: datetime, reason: str, free_at: datetime | None = None
    ) -> bool:
        """Put a delivery off, with the reason."""
        kept = {"due_at": due_at, "reason": reason[:MOST_REASON]}
        return self._settle(delivery, _held(delivery).values(**kept, **_FREE), free_at)

    def list(self, alert: str | None = None, state: State | None = None, limit: int = 200) -> list[Row]:
        """Give deliveries, the newest first: what is on its way, what arrived, what failed and why."""
        query = select(deliveries, alerts.c.kind, alerts.c.claim).join(alerts, alerts.c.id == _at.alert)
        if alert is not None:
            query = query.where(_at.alert == alert)
        if state is not None:
            query = query.where(_at.state == state)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(_at.id.desc()).limit(limit)).mappings()
            return [dict(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Count the deliveries of each state."""
        query = select(_at.state, func.count().label("n")).group_by(_at.state)
        with self._database.read() as connection:
            return {row.state: row.n for row in connection.execute(query)}

    def _settle(self, delivery: Delivery, change: Update, free_at: datetime | None) -> bool:
        at = targets.c
        with self._database.write() as connection:
            if free_at is not None:
                later = targets.update().where(at.target == delivery.target, at.free_at < free_at)
                connection.execute(later.values(free_at=free_at))
            return bool(connection.execute(change).rowcount)


_FREE: Final[Row] = {"lease": None, "leased_until": None}


def _due(now: datetime) -> Sequence[Any]:
    unleased = or_(_at.leased_until.is_(None), _at.leased_until <= now)
    return _at.state == "pending", _at.due_at <= now, unleased


def _oldest_due(target: str, now: datetime) -> Select[Any]:
    """Take what is due in the order in which it came, so that a denial is told before its update."""
    return (
        select(_at.id, _at.attempts, _at.created, _at.target, alerts.c.record, claims.c.text)
        .join(alerts, alerts.c.id == _at.alert)
        .outerjoin(claims, claims.c.id == alerts.c.claim)
        .where(_at.target == target, *_due(now))
        .order_by(_at.id)
        .limit(1)
    )


def _leased(connection: Connection, row: Row, now: datetime, until: datetime) -> Delivery | None:
    lease, attempt = uuid.uuid4().hex, row["attempts"] + 1
    take = deliveries.update().where(_at.id == row["id"], *_due(now))
    if not connection.execute(take.values(lease=lease, leased_until=until, attempts=attempt)).rowcount:
        return None
    alert = row["record"] if row["text"] is None else {"claim_text": row["text"], **row["record"]}
    return Delivery(row["id"], lease, row["target"], attempt, row["created"], alert)


def _held(delivery: Delivery, any_lease: bool = False) -> Update:
    """Change a pending row: only while the lease is this attempt's, unless what happened stands anyway."""
    change = deliveries.update().where(_at.id == delivery.id, _at.state == "pending")
    return change if any_lease else change.where(_at.lease == delivery.lease)
