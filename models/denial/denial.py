"""A denial of a claim by an office, as it stands on the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Caution = Literal["stale", "scope", "second_hand", "unnamed"]
"""Said before the rumour began; wider or narrower than the claim; not the office's own post; nobody named."""
WEAK: Final = frozenset[str](("stale", "unnamed"))
"""Cautions with which a denial makes no claim a denied one."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A denying statement of an office that may speak for what the claim is about."""

    post: str
    """uid of the first post that carried it."""
    office: str
    official: str | None
    """The person's name in the registry."""
    first_hand: bool
    quote: str
    """The denying sentence in its original language; escaped by whoever shows it."""
    published_at: datetime
    cautions: tuple[str, ...]
    standing: int
    reported_at: datetime
    """When it was read."""
    said_at: str | None
    """Day it was spoken (ISO date), where the text tells that it was another than the post's own."""
    reasons: tuple[str, ...]
    """One sentence for each caution, in the same order."""
    url: str | None
    withdrawn_at: datetime | None = None
    office_name: str = ""
    """The office's name in the registry when this was weighed; empty where it is not known."""

    @property
    def weak(self) -> bool:
        """Tell whether it is too old, or too anonymous, to settle anything."""
        return not WEAK.isdisjoint(self.cautions)
