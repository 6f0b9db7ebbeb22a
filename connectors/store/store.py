"""The read model as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Final, Literal

from sqlalchemy import delete, select

from connectors.store import reads, take
from connectors.store.deliveries import Deliveries
from connectors.store.engine import Database
from connectors.store.outgoing import Intake
from connectors.store.reads import Order, Record
from connectors.store.tables import Row, kafka_offsets, subscriptions
from connectors.store.take import Arrived
from connectors.store.upsert import add

FRESH: Final = timedelta(days=3)
"""An alert that fired longer ago is history when a store first reads it: a new store tells nobody anew."""


def utc_now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


class Store:
    """Claims, denials, alerts, subscriptions and deliveries in one database.

    Every call is one transaction and may come from any thread. ``defaults`` are targets that get every alert.
    Raises `StoreError` with the mend.
    """

    def __init__(
        self,
        url: str,
        *,
        defaults: Collection[str] = (),
        fresh: timedelta | None = FRESH,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = Database(url)
        self._defaults, self._fresh, self._clock = tuple(defaults), fresh, clock
        self.deliveries: Final = Deliveries(self._database)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def take(self, topic: str, partition: int, offset: int, record: Mapping[str, Any] | None) -> bool:
        """Take in one record of ``claims`` or ``alerts``; a repeat or an older offset changes nothing."""
        return self.take_all([Arrived(topic, partition, offset, record)]) == 1

    def take_all(self, arrived: Sequence[Arrived]) -> int:
        """Take in records with their offsets, all or none; give how many were new.

        A record that is no claim or alert is logged and passed over.
        """
        intake = Intake(self._clock(), self._defaults, self._fresh)
        with self._database.write() as connection:
            return take.take_all(connection, arrived, intake)

    def next_offset(self, topic: str, partition: int) -> int:
        """Give the offset to go on reading from; 0 where nothing was read."""
        at = kafka_offsets.c
        query = select(at.next).where(at.topic == topic, at.partition == partition)
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def rewind(self, topic: str, partition: int, offset: int = 0) -> None:
        """Read a partition again from an offset: its topic was made anew."""
        with self._database.write() as connection:
            take.rewind(connection, topic, partition, offset)

    def claim(self, id_: str) -> Record:
        """Give the claim with this id, or whose id alone begins so; raise `UnknownClaimError`.

        A claim that was merged into another is that one.
        """
        with self._database.read() as connection:
            return reads.claim(connection, id_)

    def claims(
        self, order: Order = "growth", limit: int = 50, status: str | None = None, lang: str | None = None
    ) -> list[Record]:
        """Give claims by ``growth``, ``posts``, ``updated``, ``audience`` or ``sources``, the most first."""
        with self._database.read() as connection:
            return reads.claims_by(connection, order, limit, status, lang)

    def find(self, query: str, limit: int = 50) -> list[Record]:
        """Give the claims in whose text or wordings all words occur, in any script or inflection."""
        with self._database.read() as connection:
            return reads.find(connection, query, limit)

    def alerts(self, claim: str | None = None, limit: int = 200) -> list[Record]:
        """Give alerts, of all claims or one (its whole id), the newest first."""
        with self._database.read() as connection:
            return reads.alerts_of(connection, claim, limit)

    def denials(self, claim: str | None = None, office: str | None = None, limit: int = 200) -> list[Record]:
        """Give denials with the id of their claim, the newest first."""
        with self._database.read() as connection:
            return reads.denials_of(connection, claim, office, limit)

    def subscribe(self, kind: Literal["claim", "query"], value: str, target: str) -> bool:
        """Send alerts of a claim, or those that a query matches, to a target; False if that is so already."""
        with self._database.write() as connection:
            row = {"kind": kind, "value": value, "target": target, "created": self._clock()}
            return add(connection, subscriptions, row)

    def unsubscribe(self, kind: Literal["claim", "query"], value: str, target: str) -> bool:
        """End a subscription; False if there is none."""
        at = subscriptions.c
        query = delete(subscriptions).where(at.kind == kind, at.value == value, at.target == target)
        with self._database.write() as connection:
            return bool(connection.execute(query).rowcount)

    def subscriptions(self) -> list[Row]:
        """Give all subscriptions, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(subscriptions).order_by(subscriptions.c.id)).mappings()
            return [dict(row) for row in rows]
