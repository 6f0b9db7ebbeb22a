"""The edits that were applied, and what follows from all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.claim.edit import Edit, Merge, Move, Moved, Split, by_editor, split_claim


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit that was applied, with where."""

    offset: int
    """In ``vectors``."""
    edit: Edit
    left: str | None = None
    """Claim that posts left, as it was called by then."""
    to: str | None = None
    """Claim that got them."""
    moved: tuple[Moved, ...] = ()


class Edits:
    """Which claims live on in which, and which of them the machine must leave as editors made them."""

    def __init__(self, applied: Iterable[Applied] = ()) -> None:
        """Take in edits in the order in which they were applied."""
        self._into: dict[str, tuple[str, int]] = {}
        self._apart: set[frozenset[str]] = set()
        self._whole: set[str] = set()
        self._offsets: set[int] = set()
        for one in sorted(applied, key=lambda a: a.offset):
            self.take(one)

    def __contains__(self, offset: int) -> bool:
        """Tell whether what came at this offset was applied already."""
        return offset in self._offsets

    def take(self, applied: Applied) -> None:
        """Take in one more edit."""
        self._offsets.add(applied.offset)
        edit = applied.edit
        if isinstance(edit, Merge):
            self._merged(applied, edit)
        elif isinstance(edit, Split) and by_editor(edit):
            self._apart.add(frozenset((self.survivor(edit.claim), split_claim(edit))))
        elif isinstance(edit, Move) and by_editor(edit) and applied.left:
            self._apart.add(frozenset((self.survivor(applied.left), self.survivor(edit.to))))

    def survivor(self, claim: str) -> str:
        """Give the claim that a claim lives on in: itself unless it was merged away."""
        while claim in self._into:
            claim = self._into[claim][0]
        return claim

    def merged_at(self, claim: str) -> int:
        """Give the offset of the last merge on a claim's way to its survivor; -1 where there was none."""
        at = -1
        while claim in self._into:
            claim, at = self._into[claim]
        return at

    def apart(self, one: str, other: str) -> bool:
        """Tell whether an editor parted two claims: the machine never merges them."""
        return frozenset((self.survivor(one), self.survivor(other))) in self._apart

    def whole(self, claim: str) -> bool:
        """Tell whether an editor merged something into a claim: the machine never splits it."""
        return self.survivor(claim) in self._whole

    def _merged(self, applied: Applied, edit: Merge) -> None:
        into, gone = self.survivor(edit.into), self.survivor(edit.gone)
        if into == gone:
            return
        self._into[gone] = (into, applied.offset)
        # An editor's merge takes back what kept the two apart; else what held for one holds for both.
        pairs = (frozenset(self.survivor(claim) for claim in pair) for pair in self._apart)
        self._apart = {pair for pair in pairs if len(pair) > 1}
        if by_editor(edit) or gone in self._whole:
            self._whole.add(into)
