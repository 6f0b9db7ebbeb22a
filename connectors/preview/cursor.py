"""What is kept of a channel between two runs."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.cursors import Cursor
from connectors.preview.sync import Seen


@dataclass(slots=True)
class Channel:
    """Whose page it is, as it was told last."""

    title: str | None = None
    audience: int | None = None
    channel_id: str | None = None


def cursor_key(name: str) -> str:
    """Name a channel's cursor: not as the account's, which holds another thing."""
    return f"preview:{name.lower()}"


def cursor_of(channel: Channel, seen: Seen) -> Cursor:
    """Write a channel's cursor as a JSON object."""
    return {
        "last_id": seen.last_id,
        "seen": {str(message_id): digest for message_id, digest in seen.digests.items()},
        "views": {str(post_id): views for post_id, views in seen.views.items()},
        "missing": sorted(seen.missing),
        "title": channel.title,
        "audience": channel.audience,
        "channel_id": channel.channel_id,
    }


def read_cursor(cursor: Cursor | None) -> tuple[Channel, Seen]:
    """Read a channel's cursor; one that is damaged counts as none, which costs a second reading only."""
    if cursor is None:
        return Channel(), Seen()
    try:
        last_id = cursor["last_id"]
        digests = {int(message_id): str(digest) for message_id, digest in cursor["seen"].items()}
        views = {int(post_id): int(count) for post_id, count in cursor["views"].items()}
        missing = {int(one) for one in cursor["missing"]}
        seen = Seen(None if last_id is None else int(last_id), digests, views, missing)
        return Channel(cursor.get("title"), cursor.get("audience"), cursor.get("channel_id")), seen
    except (KeyError, TypeError, ValueError, AttributeError):
        return Channel(), Seen()
