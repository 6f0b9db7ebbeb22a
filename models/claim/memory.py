"""What the ordered stage remembers: every decision, and an index of the live claims.

`decide` only reads it; `remember` is the one fold that changes it, in place, since a copy of a matrix of a
hundred thousand vectors for each post is no option. It can be rebuilt from the decisions and claims alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.claim.decision import Decision
from models.claim.edits import Applied, Edits
from models.claim.live import LiveClaim
from models.claim.lookup import Lookups
from models.reading import Vector

DIMENSIONS: Final = 384
_ROOM: Final = 1024


class ClaimMemory:
    """Decisions by post, claims by id, and the matrix that finds the nearest claims."""

    def __init__(
        self,
        decisions: Iterable[Decision] = (),
        claims: Iterable[LiveClaim] = (),
        edits: Iterable[Applied] = (),
    ) -> None:
        """Rebuild the memory; claims are laid out in the order in which they were founded."""
        self.edits = Edits(edits)
        self._lookups = Lookups()
        self._claims: dict[str, LiveClaim] = {}
        self._rows: dict[str, int] = {}
        self._ids: list[str] = []
        self._matrix: NDArray[np.float32] = np.zeros((_ROOM, DIMENSIONS), np.float32)
        for claim in sorted(claims, key=lambda c: (c.founded, c.id)):
            self.remember_claim(claim)
        for decision in sorted(decisions, key=lambda d: d.offset):
            self.remember(decision)

    def __len__(self) -> int:
        """Count the live claims."""
        return len(self._claims)

    @property
    def lookups(self) -> Lookups:
        """What finds a decision by a text, a page or a parent."""
        return self._lookups

    def decision(self, key: str) -> Decision | None:
        """Give what was decided of a post."""
        return self._lookups.decision(key)

    def claim(self, claim: str) -> LiveClaim | None:
        """Give a live claim; of one that was merged away, the claim it lives on in."""
        return self._claims.get(self.edits.survivor(claim))

    def changed_since(self, offset: int) -> list[LiveClaim]:
        """Give the live claims that took in something after an offset, the longest unchanged first."""
        return sorted((c for c in self._claims.values() if c.offset > offset), key=lambda c: (c.offset, c.id))

    def of_unread(self, key: str) -> Decision | None:
        """Give the first decision that forwarded, quoted or answered a post that was never read."""
        return self._lookups.of_unread(key)

    def original(self, copy_key: str | None) -> Decision | None:
        """Give the first decision of a text, of which a post with this key is a copy."""
        return self._lookups.original(copy_key)

    def knows_channel(self, channel: str) -> bool:
        """Tell whether a post of this channel was ever read."""
        return self._lookups.knows_channel(channel)

    def nearest(self, vector: Vector, most: int) -> Iterator[tuple[LiveClaim, float]]:
        """Give the nearest claims and their cosines, best first; of equals the older."""
        if not self._ids:
            return
        cosines = self._matrix[: len(self._ids)] @ vector
        least = np.partition(cosines, -most)[-most] if len(cosines) > most else -np.inf
        best = np.flatnonzero(cosines >= least)
        for row in best[np.lexsort((best, -cosines[best]))][:most]:
            if self._ids[row] in self._claims:
                yield self._claims[self._ids[row]], float(cosines[row])

    def remember(self, decision: Decision) -> None:
        """Take in what was decided of a post."""
        self._lookups.remember(decision)

    def remember_claim(self, claim: LiveClaim) -> None:
        """Take in a claim as it is now."""
        row = self._rows.get(claim.id)
        if row is None:
            row = self._rows[claim.id] = len(self._ids)
            self._ids.append(claim.id)
            if row == len(self._matrix):
                self._matrix = np.vstack([self._matrix, np.zeros_like(self._matrix)])
        self._matrix[row] = claim.vector
        self._claims[claim.id] = claim

    def forget_claim(self, claim: str) -> None:
        """Take a claim out of the index: it was merged away."""
        if self._claims.pop(claim, None) is not None:
            # The row stays, empty: rows lie in the order of founding, which decides between equals.
            self._matrix[self._rows.pop(claim)] = 0.0
