"""Claims of which nobody has posted for long: out of the way, and found again when somebody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np

from models.claim.index import SketchIndex
from models.claim.live import LiveClaim
from models.claim.retention import Agenda
from models.reading import Vector

Load = Callable[[str], LiveClaim | None]
"""Claim id -> its record where the table holds one among the dormant."""


def load_none(_claim: str) -> None:
    """Load nothing: for a memory without a table."""


class DormantClaims:
    """An index of coarse vectors; the records stay in the table."""

    def __init__(self, load: Load) -> None:
        """Start with none."""
        self._load = load
        self._index = SketchIndex(np.int8)
        self._heard: dict[str, float] = {}
        self._agenda = Agenda()

    def __len__(self) -> int:
        """Count them."""
        return len(self._heard)

    def put(self, claim: LiveClaim) -> None:
        """Take in a claim that fell asleep."""
        heard = claim.last_at.timestamp()
        if claim.id not in self._heard:
            self._agenda.add(claim.id, heard)
        self._heard[claim.id] = heard
        self._index.put(claim.id, claim.vector, claim.founded)

    def drop(self, claim: str) -> None:
        """Let one go that woke, was merged away, or was never here."""
        if self._heard.pop(claim, None) is not None:
            self._index.drop(claim)

    def claim(self, claim: str) -> LiveClaim | None:
        """Load the record of a dormant claim; None for one that is not."""
        return self._load(claim) if claim in self._heard else None

    def older(self, claim: str, at: datetime) -> bool:
        """Tell whether this claim sleeps, and was last heard of before ``at``."""
        return claim in self._heard and self._heard[claim] < at.timestamp()

    def nearest(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        """Give the ids of the nearest and their exact cosines, best first; of equals the older."""
        loaded = (self._load(name) for name, _ in self._index.nearest(vector, most))
        found = [(-float((c.vector * vector).sum()), c.founded, c.id) for c in loaded if c is not None]
        return [(name, -minus) for minus, _, name in sorted(found)]

    def expired(self, until: datetime) -> Iterator[str]:
        """Let go of those last heard of in a minute before that of ``until``."""
        for name in self._agenda.due(until, self._heard.get):
            self.drop(name)
            yield name
