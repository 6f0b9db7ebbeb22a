"""The numbers by which posts are matched to claims: one setting for all languages and platforms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from models.claim.retention import Retention
from models.facts import Kind

APART: Final[Mapping[Kind, float]] = MappingProxyType(
    {"country": 0.4, "org": 0.3, "thing": 0.3, "name": 0.25, "number": 0.2, "date": 0.15}
)
"""What a kind of fact in which a post and a claim part takes from the score. A country is what most claims
turn on; a city takes nothing, since it is most often where somebody heard of it."""


@dataclass(frozen=True, slots=True)
class AssignRules:
    """Thresholds on the score (see `models.claim.match`), and what it is made of.

    They were chosen together on public recordings and synthetic stories by the mean B-cubed F1; each of them
    can move by a tenth without moving that mean by .01.
    """

    join: float = 0.34
    """From here on a post belongs to the claim."""
    mention: float = 0.20
    """From here on a post that founds nothing itself (a question, a denial) speaks of the claim."""
    merge: float = 0.43
    """Two claims whose centres score this much are one."""
    stray: float = 0.65
    """A reply that asserts scores this much on another claim before it leaves its parent's."""
    facts_add: float = 0.15
    """Most that shared entities, numbers and dates add to a cosine."""
    abroad: float = 0.06
    """Added where no post of the claim is in the post's language: translations lie farther apart."""
    apart: Mapping[Kind, float] = field(default_factory=lambda: APART)
    """Taken for each kind of fact in which they part."""
    lonely: float = 0.12
    """Taken from a claim of one post: its centre is where that one lies."""
    aging: float = 0.02
    """Taken for each doubling of the days (beyond one) since the claim was last heard of."""
    crowded: float = 0.2
    """Share taken of what the next claims score beyond `QUIET`: where many claims lie near, near is less."""
    candidates: int = 12
    """Nearest claims looked at; the veto may strike some."""
    retention: Retention = field(default_factory=Retention)
    """How long claims stay awake, and posts are known."""
