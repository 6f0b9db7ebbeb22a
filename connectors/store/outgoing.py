"""Who gets which alert: one delivery for each alert and target, made where the alert is taken in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from connectors.store.records import AlertRow, ClaimRow, claim_words
from connectors.store.tables import alerts, claims, deliveries, subscriptions, targets
from connectors.store.upsert import add
from connectors.store.words import EVERYTHING, folded, matches, query_words

LATE: Final = timedelta(minutes=10)
"""How long after an alert a wording of its claim may still make it match: claims come by another topic."""

Wanted = Sequence[tuple[str, str, str, datetime]]
"""Kind, value, target and time of each subscription."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How alerts become deliveries."""

    now: datetime
    defaults: Collection[str]
    """Targets that get every alert."""
    fresh: timedelta | None
    """Age at which an alert is news no more: noted, not sent."""

    def stale(self, fired_at: datetime) -> str | None:
        """Say why an alert that fired then is not sent; None where it is."""
        if self.fresh is None or self.now - fired_at <= self.fresh:
            return None
        hours = int(self.fresh.total_seconds() // 3600)
        return f"not sent: it fired more than {hours} hours before the store read it"


def targets_of(connection: Connection, alert: AlertRow, subscribed: Wanted) -> list[str]:
    """Give the targets of a new alert by its claim, its text, and the claim's wordings as far as known."""
    record = connection.scalar(select(claims.c.record).where(claims.c.id == alert.claim))
    words = {*alert.words, *(claim_words(record) if record else ())}
    return list(_targets(subscribed, alert.claim, words, None))


def match_late(connection: Connection, shown: Sequence[ClaimRow], intake: Intake) -> None:
    """Match alerts that came just before the words of their claim; whoever has one gets no second."""
    if not shown:
        return
    recent = _recent(connection, {row.id for row in shown}, intake.now - LATE)
    subscribed = wanted(connection) if recent else ()
    for row in shown:
        for alert in recent.get(row.id, ()):
            words = {*folded(alert.text), *claim_words(row.values["record"])}
            to = _targets(subscribed, row.id, words, alert.taken_at)
            deliver(connection, alert.id, to, intake.now, intake.stale(alert.fired_at))


def deliver(connection: Connection, alert: str, to: Iterable[str], now: datetime, stale: str | None) -> None:
    """Make the deliveries that are not there yet; with a reason in ``stale`` they are failed at once."""
    for target in dict.fromkeys(to):
        add(connection, targets, {"target": target, "free_at": now})
        row = {
            "alert": alert,
            "target": target,
            "state": "failed" if stale else "pending",
            "attempts": 0,
            "created": now,
            "due_at": now,
            "reason": stale,
        }
        add(connection, deliveries, row)


class _Recent(NamedTuple):
    """An alert that came a short while ago."""

    id: str
    claim: str
    text: str
    fired_at: datetime
    taken_at: datetime


def _recent(connection: Connection, claim_ids: Collection[str], since: datetime) -> dict[str, list[_Recent]]:
    at = alerts.c
    query = select(at.id, at.claim, at.text, at.fired_at, at.taken_at)
    query = query.where(at.claim.in_(claim_ids), at.taken_at >= since).order_by(at.id)
    found = defaultdict[str, list[_Recent]](list)
    for alert in map(_Recent._make, connection.execute(query)):
        found[alert.claim].append(alert)
    return found


def wanted(connection: Connection) -> Wanted:
    """Give all subscriptions, the oldest first."""
    at = subscriptions.c
    query = select(at.kind, at.value, at.target, at.created).order_by(at.id)
    return [(kind, value, target, created) for kind, value, target, created in connection.execute(query)]


def _targets(
    subscribed: Wanted, claim: str, words: Collection[str], before: datetime | None
) -> Iterator[str]:
    """Give the targets of the subscriptions that fit; those made after the alert came get later ones."""
    for kind, value, target, created in subscribed:
        if before is not None and created > before:
            continue
        fits = value == claim if kind == "claim" else value == EVERYTHING or _fits(value, words)
        if fits:
            yield target


def _fits(query: str, words: Collection[str]) -> bool:
    return matches(query_words(query), words)
