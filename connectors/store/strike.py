"""Strike the words of deleted posts out of the alerts that are kept, sent or not sent yet.

A claim's own row follows its newest view, text, wordings and searched words with it. Alerts are written once,
so they are mended when a view names posts that were deleted since, or when they come later than it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from connectors.store.records import AlertRow, ClaimRow
from connectors.store.tables import alerts, claims
from connectors.store.words import folded
from models.track.redaction import without_words


def strike(connection: Connection, shown: Iterable[ClaimRow]) -> None:
    """Mend the alerts of claims that are shown anew."""
    deleted = {row.id: posts for row in shown if (posts := _deleted(row.values["record"]))}
    if not deleted:
        return
    at = alerts.c
    rows = connection.execute(select(at.id, at.claim, at.record).where(at.claim.in_(deleted))).all()
    for id_, claim, record in rows:
        bare = without_words(record, deleted[claim])
        if bare != record:
            connection.execute(alerts.update().where(at.id == id_).values(text=bare["text"], record=bare))


def struck(connection: Connection, alert: AlertRow) -> AlertRow:
    """Give an alert that comes later than its claim's view without the words that are deleted by then."""
    record = connection.scalar(select(claims.c.record).where(claims.c.id == alert.claim))
    if not (posts := _deleted(record or {})):
        return alert
    bare = without_words(alert.values["record"], posts)
    return replace(
        alert, values={**alert.values, "text": bare["text"], "record": bare}, words=folded(bare["text"])
    )


def _deleted(record: Mapping[str, Any]) -> list[str]:
    posts = record.get("deleted_words")
    return [uid for uid in posts if isinstance(uid, str)] if isinstance(posts, list) else []
