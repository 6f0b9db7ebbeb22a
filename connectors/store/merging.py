"""Claims that live on in another: their rows go; whoever asks for one, or follows it, gets the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, select

from connectors.store.records import AlertRow
from connectors.store.tables import alerts, claims, denials, merged, subscriptions
from connectors.store.upsert import add, upsert


def survivors(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Give, for each claim that lives on in another, that one; the others are left out."""
    if not ids:
        return {}
    at = merged.c
    found = connection.execute(select(at.id, at.survivor).where(at.id.in_(sorted(ids))))
    return {row.id: row.survivor for row in found}


def put_merged(connection: Connection, into: Mapping[str, str]) -> None:
    """Let claims live on in others: subscriptions, alerts and earlier merges follow them."""
    for old, new in into.items():
        last = survivors(connection, [new]).get(new, new)
        if last == old:  # its posts are back, and so will its row be
            connection.execute(delete(merged).where(merged.c.id == new))
            last = new
        upsert(connection, merged, [{"id": old, "survivor": last}])
        connection.execute(merged.update().where(merged.c.survivor == old).values(survivor=last))
        connection.execute(alerts.update().where(alerts.c.claim == old).values(claim=last))
        _follow(connection, old, last)
        connection.execute(delete(denials).where(denials.c.claim == old))
        connection.execute(delete(claims).where(claims.c.id == old))


def put_revived(connection: Connection, ids: Collection[str]) -> None:
    """Let claims be shown by themselves again."""
    if ids:
        connection.execute(delete(merged).where(merged.c.id.in_(sorted(ids))))


def with_survivors(connection: Connection, fired: Sequence[AlertRow]) -> list[AlertRow]:
    """Give alerts under the claims that theirs live on in."""
    into = survivors(connection, {row.claim for row in fired})
    return [
        replace(row, claim=into[row.claim], values={**row.values, "claim": into[row.claim]})
        if row.claim in into
        else row
        for row in fired
    ]


def _follow(connection: Connection, old: str, new: str) -> None:
    """Let whoever followed a claim follow the other; who followed both follows once."""
    at = subscriptions.c
    mine = (at.kind == "claim") & (at.value == old)
    for row in connection.execute(select(at.target, at.created).where(mine)).all():
        add(
            connection,
            subscriptions,
            {"kind": "claim", "value": new, "target": row.target, "created": row.created},
        )
    connection.execute(delete(subscriptions).where(mine))
