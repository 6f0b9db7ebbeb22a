"""What is kept of a feed between two runs: where it is, its version, and which items have gone on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from connectors.cursors import Cursor
from connectors.feeds.document import MAX_ITEMS, Item
from connectors.web.fetch import Version
from connectors.web.origins import PORTS
from models.post import PostError, parse_time, show_time

KEPT: Final = 2 * MAX_ITEMS
"""Items remembered: those of the document, and as many that have left it and may come back."""
MAX_TRIES: Final = 3
"""Times that the page of a teaser is asked for."""
MAX_EDITS: Final = 20
"""Later versions of one item; a feed that changes an item at each look (a counter in it) is held at that."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one item that is in Kafka."""

    digest: str
    tries: int = 0
    """How often its page may still be asked for; 0: it is not wanted, or it has been read."""
    edits: int = 0
    article: bool = False
    """The article of its page was handed on, not the teaser alone."""
    twin: str | None = None
    """By which the item is known again under another id (`Item.twin`)."""


@dataclass(slots=True)
class Seen:
    """All that is kept of one feed."""

    version: Version | None = None
    """Of the document that was read last."""
    moved: str | None = None
    """Where the feed has moved to for good."""
    gone: datetime | None = None
    """When it was last found to be gone for good."""
    last_id: str | None = None
    marks: dict[str, Mark] = field(default_factory=dict)
    """Key of an item -> its mark; what was noted last is last."""

    def of(self, item: Item) -> Mark | None:
        """Give the mark of an item, None where it is new."""
        return self.marks.get(key_of(item))

    def note(self, item: Item, mark: Mark) -> None:
        """Remember an item that is in Kafka."""
        key = key_of(item)
        self.marks.pop(key, None)
        self.marks[key] = replace(mark, twin=item.twin)

    def recognise(self, items: Iterable[Item]) -> None:
        """Know items again that have another id than when they were handed on."""
        known = {mark.twin: mark for mark in self.marks.values() if mark.twin}
        for item in items:
            if self.of(item) is None and (mark := known.get(item.twin or "")):
                self.note(item, replace(mark, tries=0))

    def forget(self, item: Item) -> None:
        """Forget an item that was deleted: should it come back, it is new."""
        self.marks.pop(key_of(item), None)

    def keep(self, items: Iterable[Item]) -> None:
        """Forget the oldest items, but none that the feed still shows."""
        shown = {key_of(item) for item in items}
        for key in [key for key in self.marks if key not in shown][: max(0, len(self.marks) - KEPT)]:
            del self.marks[key]

    @property
    def pending(self) -> bool:
        """Tell whether a page is still wanted."""
        return any(mark.tries for mark in self.marks.values())


def key_of(item: Item) -> str:
    """Shorten an item's id to 12 hexadecimal digits: the cursor holds hundreds."""
    return hashlib.blake2s(item.id.encode("utf-8", "replace"), digest_size=6).hexdigest()


def name_of(address: str) -> str:
    """Name a feed by its address, without what may be secret in it: ``feed:mfa.example/rss``.

    What is left out is stood for by a hash, so that two feeds never have one name.
    """
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = f":{parts.port}" if parts.port and parts.port != PORTS.get(parts.scheme) else ""
    name = f"feed:{host}{port}{parts.path.rstrip('/')}"
    if not (parts.query or parts.username or parts.password):
        return name
    return f"{name}?{hashlib.blake2s(address.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def cursor_of(seen: Seen) -> Cursor:
    """Write a feed's cursor as a JSON object."""
    return {
        "last_id": seen.last_id,
        "version": asdict(seen.version) if seen.version else None,
        "moved": seen.moved,
        "gone": show_time(seen.gone) if seen.gone else None,
        "seen": {
            key: [mark.digest, mark.tries, mark.edits, int(mark.article), mark.twin]
            for key, mark in seen.marks.items()
        },
    }


def read_cursor(cursor: Cursor | None) -> Seen:
    """Read a feed's cursor; one that is damaged counts as none, which costs a second reading only."""
    if cursor is None:
        return Seen()
    try:
        gone = cursor.get("gone")
        return Seen(
            version=_version(cursor.get("version")),
            moved=_string(cursor.get("moved")),
            gone=parse_time(gone, "gone") if gone else None,
            last_id=_string(cursor.get("last_id")),
            marks={str(key): _mark(*mark) for key, mark in cursor["seen"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, PostError):
        return Seen()


def _version(record: Any) -> Version | None:
    return (
        Version(str(record["of"]), _string(record["etag"]), _string(record["modified"])) if record else None
    )


def _mark(digest: object, tries: Any, edits: Any, article: object, twin: object) -> Mark:
    return Mark(str(digest), int(tries), int(edits), bool(article), _string(twin))


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
