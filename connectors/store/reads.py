"""What a newsroom asks the read model."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, select

from connectors.store.errors import StoreError, UnknownClaimError
from connectors.store.merging import survivors
from connectors.store.records import claim_words
from connectors.store.tables import alerts, claims, denials, merged
from connectors.store.words import matches, prefix_of, query_words

Order = Literal["growth", "posts", "updated", "audience", "sources"]
ORDERS: Final = {
    "growth": (claims.c.per_minute.desc(), claims.c.posts.desc(), claims.c.id),
    "posts": (claims.c.posts.desc(), claims.c.last_at.desc(), claims.c.id),
    "updated": (claims.c.last_at.desc(), claims.c.posts.desc(), claims.c.id),
    "audience": (claims.c.audience.desc(), claims.c.posts.desc(), claims.c.id),
    "sources": (claims.c.independent_sources.desc(), claims.c.posts.desc(), claims.c.id),
}
"""How claims may be sorted: by rate, by size, by their newest post, by reach, by independent sources."""
SHORTEST_PREFIX: Final = 4
"""Characters of an id that must be given."""
_SHOWN_IDS: Final = 4
_LOOKED_AT: Final = 5_000
"""Claims of which a word's beginning fits, or whose languages are asked for, that are looked at closely."""

Record = dict[str, Any]


def claim(connection: Connection, id_: str) -> Record:
    """Give the claim with this id, or whose id alone begins so; raise `UnknownClaimError`.

    A claim that was merged into another is that one.
    """
    wanted = id_.strip().lower()
    at = claims.c
    exact = survivors(connection, [wanted]).get(wanted, wanted)
    record = connection.scalar(select(at.record).where(at.id == exact))
    if record is not None:
        return dict(record)
    if len(wanted) < SHORTEST_PREFIX:
        raise UnknownClaimError(f"{id_!r} is too short: give at least {SHORTEST_PREFIX} characters of the id")
    found = _beginning_with(connection, wanted)
    if not found:
        raise UnknownClaimError(f"no claim has an id that begins with {id_[:80]!r}")
    if len(found) > 1:
        ids = ", ".join(sorted(found)[:_SHOWN_IDS])
        raise UnknownClaimError(
            f"{id_!r} begins the ids of several claims ({ids}): give more of it", several=True
        )
    return dict(next(iter(found.values())))


def _beginning_with(connection: Connection, wanted: str) -> dict[str, Record]:
    """Give the claims whose id, or that of a claim merged into them, begins so."""
    at, old = claims.c, merged.c
    begins = at.id.startswith(wanted, autoescape=True)
    direct = select(at.id, at.record).where(begins).order_by(at.id).limit(_SHOWN_IDS)
    joined = select(at.id, at.record).join(merged, old.survivor == at.id)
    through = joined.where(old.id.startswith(wanted, autoescape=True)).order_by(at.id).limit(_SHOWN_IDS)
    return {row.id: row.record for query in (direct, through) for row in connection.execute(query)}


def claims_by(
    connection: Connection, order: Order, limit: int, status: str | None, lang: str | None = None
) -> list[Record]:
    """Give claims in an order of `ORDERS`; with a language those of the first that have a post in it."""
    if order not in ORDERS:
        raise StoreError(f"claims can be sorted by {', '.join(ORDERS)}, not by {order!r}")
    query = select(claims.c.record).order_by(*ORDERS[order]).limit(limit if lang is None else _LOOKED_AT)
    if status is not None:
        query = query.where(claims.c.status == status)
    rows = connection.execute(query).scalars().yield_per(200) if lang else connection.scalars(query)
    fitting = (dict(record) for record in rows if lang is None or lang in (record.get("languages") or ()))
    return list(islice(fitting, limit))


def find(connection: Connection, query: str, limit: int) -> list[Record]:
    """Give the claims in whose text or wordings all words of a query occur, the largest first."""
    wanted = query_words(query)
    if not wanted:
        return []
    rows = connection.scalars(_candidates(wanted)).yield_per(200)
    found = list[Record]()
    for record in rows:
        if matches(wanted, claim_words(record)):
            found.append(dict(record))
        if len(found) >= limit:
            break
    return found


def _candidates(wanted: tuple[str, ...]) -> Select[Any]:
    query = select(claims.c.record).order_by(*ORDERS["posts"]).limit(_LOOKED_AT)
    for word in wanted:
        begin, whole = prefix_of(word)
        query = query.where(claims.c.words.contains(f" {begin} " if whole else f" {begin}", autoescape=True))
    return query


def alerts_of(connection: Connection, claim_id: str | None, limit: int) -> list[Record]:
    """Give alerts, the newest first."""
    query = select(alerts.c.record).order_by(alerts.c.fired_at.desc(), alerts.c.id).limit(limit)
    if claim_id is not None:
        query = query.where(alerts.c.claim == claim_id)
    return [dict(record) for record in connection.scalars(query)]


def denials_of(connection: Connection, claim_id: str | None, office: str | None, limit: int) -> list[Record]:
    """Give denials with the id of their claim, the newest first."""
    query = select(denials.c.claim, denials.c.record)
    query = query.order_by(denials.c.published_at.desc(), denials.c.claim, denials.c.number).limit(limit)
    if claim_id is not None:
        query = query.where(denials.c.claim == claim_id)
    if office is not None:
        query = query.where(denials.c.office == office)
    return [{**record, "claim": claim} for claim, record in connection.execute(query)]
