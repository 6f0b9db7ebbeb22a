"""What the servers showed beside what Kafka holds: lost, duplicated, redelivered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from models.post import fold_uid, uid_of

Key = tuple[str, str, str]
"""Folded uid, kind, text: what a record is told apart by."""


class Ledger:
    """Holds every post, edit and deletion against what came."""

    def __init__(self) -> None:
        self.shown: dict[Key, str] = {}
        """With the server that showed it."""
        self.read: set[Key] = set()
        self.raw = 0
        """Records in Kafka."""
        self.redelivered: Counter[str] = Counter()
        """Records that say nothing new, by platform."""
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """Server -> kind -> how many it showed."""
        self._standing: dict[str, str | None] = {}
        """Folded uid -> its text at the server, None where it is deleted."""
        self._held: dict[str, str | None] = {}
        """The same as whoever reads Kafka holds it."""

    def show(self, server: str, uid: str, kind: str, text: str) -> None:
        """Note what a server shows."""
        self.shown[uid, kind, text] = server
        self.counts[server][kind] += 1
        self._standing[uid] = None if kind == "delete" else text

    def take(self, record: Mapping[str, Any]) -> None:
        """Note a record of Kafka, in the order of its channel.

        A post that is known passes for a repeat, whatever text it has by now: so the stream takes it.
        """
        uid = fold_uid(uid_of(record["platform"], record["channel"], record["post_id"]))
        kind, text = record["kind"], record["text"] or ""
        self.raw += 1
        if (uid, kind, text) in self.read or (kind == "post" and uid in self._held):
            self.redelivered[record["platform"]] += 1
        else:
            self.read.add((uid, kind, text))
        if kind != "post":
            self._held[uid] = None if kind == "delete" else text
        else:
            self._held.setdefault(uid, text)

    def has(self, uid: str, kind: str, text: str) -> bool:
        """Tell whether something that was shown has been read."""
        return (uid, kind, text) in self.read

    @property
    def missing(self) -> int:
        """Count what was shown and not read, as far as all that was read was shown."""
        return len(self.shown) - len(self.read)

    def lost(self) -> list[Key]:
        """Give what was shown and not read."""
        return [key for key in self.shown if key not in self.read]

    def duplicated(self) -> list[Key]:
        """Give what is there once more than it was shown: by another name, kind or text."""
        return [key for key in self.read if key not in self.shown]

    def wrong(self) -> list[str]:
        """Give the posts that whoever reads Kafka holds otherwise than they stand at their server."""
        return [uid for uid, text in self._standing.items() if self._held.get(uid, "") != text]
