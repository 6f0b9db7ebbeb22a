"""Who gets which alert: one delivery for each alert and target, made where the alert is taken in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from connectors.store.records import AlertRow, ClaimRow, claim_words
from connectors.store.tables import alerts, claims, deliveries, subscriptions, targets
from connectors.store.upsert import add
from connectors.store.words import EVERYTHING, folded, matches, query_words

LATE: Final = timedelta(minutes=10)
"""How long after an alert a wording of its claim may still make it match: claims come by another topic."""

Wanted = Sequence[tuple[str, str, str, datetime]]
"""Kind, value, target and time of each subscription."""


def address(
    connection: Connection, alert: AlertRow, defaults: Collection[str], now: datetime, stale: str | None
) -> None:
    """Make the deliveries of a new alert; with a reason in ``stale`` they are noted as failed for it."""
    record = connection.scalar(select(claims.c.record).where(claims.c.id == alert.claim))
    words = {*alert.words, *(claim_words(record) if record else ())}
    found = _targets(_wanted(connection), alert.claim, words, now)
    deliver(connection, alert.id, dict.fromkeys([*defaults, *found]), now, stale)


def match_late(connection: Connection, shown: Sequence[ClaimRow], now: datetime) -> None:
    """Match alerts that came just before the words of their claim; whoever has one gets no second."""
    if not shown:
        return
    recent = _recent(connection, {row.id for row in shown}, now - LATE)
    wanted = _wanted(connection) if recent else ()
    for row in shown:
        for alert, text, taken_at in recent.get(row.id, ()):
            words = {*folded(text), *claim_words(row.values["record"])}
            deliver(connection, alert, _targets(wanted, row.id, words, taken_at), now, None)


def deliver(connection: Connection, alert: str, to: Iterable[str], now: datetime, stale: str | None) -> None:
    """Make the deliveries that are not there yet."""
    for target in to:
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


def _recent(
    connection: Connection, claim_ids: Collection[str], since: datetime
) -> dict[str, list[tuple[str, str, datetime]]]:
    at = alerts.c
    query = select(at.claim, at.id, at.text, at.taken_at).where(at.claim.in_(claim_ids), at.taken_at >= since)
    found = defaultdict[str, list[tuple[str, str, datetime]]](list)
    for claim, alert, text, taken_at in connection.execute(query.order_by(at.id)):
        found[claim].append((alert, text, taken_at))
    return found


def _wanted(connection: Connection) -> Wanted:
    at = subscriptions.c
    query = select(at.kind, at.value, at.target, at.created).order_by(at.id)
    return [(kind, value, target, created) for kind, value, target, created in connection.execute(query)]


def _targets(wanted: Wanted, claim: str, words: Collection[str], before: datetime) -> Iterator[str]:
    """Give the targets of the subscriptions that fit; those made after the alert came get later ones."""
    for kind, value, target, created in wanted:
        if created > before:
            continue
        fits = value == claim if kind == "claim" else value == EVERYTHING or _fits(value, words)
        if fits:
            yield target


def _fits(query: str, words: Collection[str]) -> bool:
    return matches(query_words(query), words)
