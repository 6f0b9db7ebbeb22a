"""What the search for a post's claim ends with: a claim, or the founding of one."""

from __future__ import annotations

from dataclasses import dataclass

from models.claim.live import LiveClaim
from models.mention import Path, Stance


@dataclass(frozen=True, slots=True)
class Match:
    """A claim found for a post, with the way it was found."""

    claim: LiveClaim
    path: Path
    similarity: float
    why: tuple[str, ...] = ()
    source: str | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Founds:
    """No claim found: the post founds one, with the vetoes that kept it from others."""

    path: Path = "founds"
    similarity: float = 1.0
    why: tuple[str, ...] = ()
    source: str | None = None
