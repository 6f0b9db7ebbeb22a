"""What is kept of a channel between two runs: where it is found and what of it has been read."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.cursors import Cursor
from connectors.telegram.seen import Counters, Seen
from connectors.telegram.source import Source


def cursor_of(source: Source, seen: Seen) -> Cursor:
    """Write a channel's cursor as a JSON object."""
    return {
        "last_id": seen.last_id,
        "seen": {str(message_id): digest for message_id, digest in seen.digests.items()},
        "counters": {str(post_id): list(told) for post_id, told in seen.counters.items()},
        "id": source.id,
        "access_hash": source.access_hash,
        "title": source.title,
        "audience": source.audience,
        "joined": source.joined,
    }


def read_cursor(name: str, cursor: Cursor | None) -> tuple[Source | None, Seen]:
    """Read a channel's cursor; one that is damaged counts as none, which costs a second reading only."""
    if cursor is None:
        return None, Seen()
    try:
        source = Source(
            name,
            int(cursor["id"]),
            int(cursor["access_hash"]),
            cursor.get("title"),
            cursor.get("audience"),
            bool(cursor.get("joined")),
        )
        digests = {int(message_id): str(digest) for message_id, digest in cursor["seen"].items()}
        told = {int(i): _counters(one) for i, one in cursor.get("counters", {}).items()}
        last_id = cursor["last_id"]  # None: found, but not read yet
        return source, Seen(None if last_id is None else int(last_id), digests, told)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None, Seen()


def _counters(told: Sequence[int]) -> Counters:
    views, forwards, replies = told
    return int(views), int(forwards), int(replies)
