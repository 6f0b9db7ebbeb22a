"""What of the stream is asked for, and what of that is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from connectors.bluesky.mapping import POSTS, REPOSTS, Commit, full_text, langs_of
from connectors.bluesky.matching import Keyword, fold
from connectors.bluesky.memory import Memory

MAX_MESSAGE: Final = 1_000_000
"""Bytes of one event; a record may have 1 MB on Bluesky, a post with all its links has a few thousand."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Accounts that are read whole, and words that are looked for in everybody's posts."""

    names: Mapping[str, str] = field(default_factory=dict)
    """DID -> the name the account goes by here."""
    keywords: tuple[Keyword, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is wanted: asked for nobody, the stream would bring everybody."""
        return bool(self.names or self.keywords)

    def options(self) -> dict[str, Any]:
        """Write it as the options of a subscription; with keywords everybody's posts are asked for."""
        return {
            "wantedCollections": [POSTS, REPOSTS] if self.names else [POSTS],
            "wantedDids": [] if self.keywords else sorted(self.names),
            "maxMessageSizeBytes": MAX_MESSAGE,
        }

    def takes(self, commit: Commit, memory: Memory) -> bool:
        """Tell whether a change is handed on: of a watched account, found by words, or of a post that was."""
        if commit.did in self.names:
            return True
        if commit.collection != POSTS:
            return False
        if commit.kind == "delete":
            return commit.key in memory
        return self._finds(commit) or (commit.kind == "edit" and commit.key in memory)

    def _finds(self, commit: Commit) -> bool:
        if not self.keywords:
            return False
        text, langs = fold(full_text(commit.record)), langs_of(commit.record)
        return any(keyword.found_in(text, langs) for keyword in self.keywords)
