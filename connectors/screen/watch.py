"""What a screen is told, and what it makes of it: claims, the rumour's jumps, alerts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from connectors.screen.words import clock, wording
from models.text import one_line

FOLLOWED_FROM: Final = 3
"""Posts from which a claim's jumps are told."""
_PLATFORM: Final = {"telegram": "Telegram", "twitter": "Twitter", "feed": "the web", "bluesky": "Bluesky"}

Record = dict[str, Any]


class Screen(Protocol):
    """Shows what a run puts out."""

    def take(self, topic: str, record: Record) -> None:
        """Show a record of ``mentions``, ``orders``, ``claims``, ``alerts`` or ``dead-letters``."""

    def advance(self, position: int) -> None:
        """Show how much of the recording, in bytes, has been read."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A claim's first post on another platform or in another language."""

    claim: str
    at: str
    where: str
    post: str | None
    posts: int

    def line(self) -> str:
        """Say it in one line."""
        post = one_line(self.post or "?", 80)
        return f"{clock(self.at)}  {self.where}: {post} (post {self.posts} of the claim)"


@dataclass(slots=True)
class Watch:
    """Keeps the claims as they stand, and finds the jumps in what changes."""

    claims: dict[str, Record] = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)

    def see(self, claim: Record) -> list[Jump]:
        """Take in a claim as it stands now; give the jumps not told before."""
        if "merged_into" in claim:
            self.claims.pop(claim["claim"], None)
            return []
        self.claims[claim["claim"]] = claim
        if claim["posts"] < FOLLOWED_FROM:
            return []
        return sorted(self._jumps(claim), key=lambda jump: jump.at)

    def wording(self, claim: str) -> str:
        """Give a claim's wording as far as it is known."""
        return wording(self.claims[claim]) if claim in self.claims else claim

    def _jumps(self, claim: Record) -> Iterator[Jump]:
        for where, firsts in self._groups(claim):
            for name, first in firsts.items():
                key = (claim["claim"], f"{where} {name}")
                if key in self.told or first["post"] == claim["origin"]:
                    continue
                self.told.add(key)
                yield Jump(
                    claim["claim"],
                    first["at"],
                    f"{where} {_PLATFORM.get(name, name)}",
                    first["post"],
                    claim["posts"],
                )

    @staticmethod
    def _groups(claim: Record) -> Iterator[tuple[str, dict[str, Record]]]:
        yield "jumps to", claim["first_by_platform"]
        yield "crosses into", claim["first_by_language"]
