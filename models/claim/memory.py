"""What the ordered stage remembers: what was decided of posts, and indexes of live and dormant claims.

`decide` only reads it; `remember`, `remember_claim`, `forget_claim` and `tick` are the folds that change it,
in place, since a copy of a matrix of a hundred thousand vectors for each post is no option. It can be rebuilt
from what the table holds alone, and then answers as the one it replaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf
from typing import Final, NamedTuple, TypeVar

from models.claim.decision import Decision
from models.claim.dormant import DormantClaims, Load, load_none
from models.claim.edits import Applied, Edits
from models.claim.index import DIMENSIONS, SketchIndex
from models.claim.live import LiveClaim
from models.claim.lookup import Lookups
from models.claim.packed import CLAIMS
from models.claim.retention import Agenda, Retention
from models.reading import Vector

__all__ = ["DIMENSIONS", "ClaimMemory", "Swept"]

_T = TypeVar("_T")

PAUSE: Final = 1000
"""Records taken in at a time: a few milliseconds."""
_AT_HAND: Final = 512
"""Claims kept ready made: those that posts come for are few, and come again."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What time alone put away, for the table to follow."""

    decisions: tuple[str, ...] = ()
    """Keys of posts that are remembered no more."""
    dormant: tuple[LiveClaim, ...] = ()
    """Claims that fell asleep, as they are to be written to the dormant ones."""
    gone: tuple[str, ...] = ()
    """Ids of dormant claims that are kept no more."""


class _Held(NamedTuple):
    record: bytes
    offset: int
    heard: float
    """Event time of the newest post of any stance, in seconds since 1970."""


class ClaimMemory:
    """Decisions by post, claims by id, and what finds the nearest claims."""

    def __init__(
        self,
        decisions: Iterable[Decision] = (),
        claims: Iterable[LiveClaim] = (),
        edits: Iterable[Applied] = (),
        dormant: Iterable[LiveClaim] = (),
        *,
        load: Load = load_none,
        retention: Retention = Retention(),  # noqa: B008  frozen
    ) -> None:
        """Rebuild the memory; ``load`` gives the record of a dormant claim.

        A claim that is among the live and the dormant ones is live: a crash came between the two writes.
        """
        self.edits = Edits(edits)
        self.retention = retention
        self._lookups = Lookups()
        self._index = SketchIndex()
        self._claims: dict[str, _Held] = {}
        self._at_hand: dict[str, LiveClaim] = {}
        self._awake, self._known = Agenda(), Agenda()
        self._dormant = DormantClaims(load)
        for _ in self.take_up(decisions, claims, dormant):
            pass

    def take_up(
        self, decisions: Iterable[Decision], claims: Iterable[LiveClaim], dormant: Iterable[LiveClaim]
    ) -> Iterator[None]:
        """Take in what the table holds, pausing after every `PAUSE` records for whoever has other work.

        A million decisions take ten seconds, and a worker that is silent for so long is taken for dead.
        """
        yield from _each(claims, self.remember_claim)
        yield from _each((c for c in dormant if c.id not in self._claims), self._dormant.put)
        yield from _each(decisions, self._known_by)

    def __len__(self) -> int:
        """Count the live claims."""
        return len(self._claims)

    @property
    def dormant(self) -> int:
        """Count the dormant claims."""
        return len(self._dormant)

    @property
    def lookups(self) -> Lookups:
        """What finds a decision by a text, a page or a parent."""
        return self._lookups

    def decision(self, key: str) -> Decision | None:
        """Give what was decided of a post."""
        return self._lookups.decision(key)

    def claim(self, claim: str) -> LiveClaim | None:
        """Give a claim, live or dormant; of one that was merged away, the claim it lives on in."""
        return self.live(self.edits.survivor(claim))

    def live(self, claim: str) -> LiveClaim | None:
        """Give the claim of exactly this id, whether or not it is being merged away."""
        held = self._claims.get(claim)
        if held is None:
            return self._dormant.claim(claim)
        at_hand = self._at_hand.get(claim)
        return at_hand or self._keep_at_hand(CLAIMS.unpack(held.record, vector=self._index.vector(claim)))

    def changed_since(self, offset: int) -> list[LiveClaim]:
        """Give the live claims that took in something after an offset, the longest unchanged first."""
        names = [name for name, held in self._claims.items() if held.offset > offset]
        return sorted(self._ready(names), key=lambda c: (c.offset, c.id))

    def of_unread(self, key: str) -> Decision | None:
        """Give the first decision that forwarded, quoted or answered a post that was never read."""
        return self._lookups.of_unread(key)

    def original(self, copy_key: str | None) -> Decision | None:
        """Give the first decision of a text, of which a post with this key is a copy."""
        return self._lookups.original(copy_key)

    def knows_channel(self, channel: str) -> bool:
        """Tell whether a post of this channel is remembered."""
        return self._lookups.knows_channel(channel)

    def nearest(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        """Give the ids of the nearest live claims and their cosines, best first; of equals the older."""
        return self._index.nearest(vector, most)

    def nearest_dormant(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        """Give the nearest dormant claims as `nearest` does; only for what matches no live claim."""
        return self._dormant.nearest(vector, most)

    def remember(self, decision: Decision) -> LiveClaim | None:
        """Take in what was decided of a post; give the dormant claim that it woke, to be written as live."""
        self._known_by(decision)
        claim = decision.claim and self.edits.survivor(decision.claim)
        if not claim or not self._dormant.older(claim, decision.posted):
            return None
        woken = self._dormant.claim(claim)
        if woken is not None:
            self.remember_claim(woken)
            self._heard(claim, decision.posted.timestamp())
        return woken

    def remember_claim(self, claim: LiveClaim) -> None:
        """Take in a claim as it is now; a dormant one is live again."""
        self._dormant.drop(claim.id)
        held = self._claims.get(claim.id)
        if held is None:
            self._awake.add(claim.id, claim.last_at.timestamp())
        heard = max(held.heard if held else -inf, claim.last_at.timestamp())
        self._claims[claim.id] = _Held(CLAIMS.pack(claim), claim.offset, heard)
        self._index.put(claim.id, claim.vector, claim.founded)
        self._keep_at_hand(claim)

    def forget_claim(self, claim: str) -> None:
        """Take a claim out: it was merged away."""
        self._dormant.drop(claim)
        if self._claims.pop(claim, None) is not None:
            self._index.drop(claim)
            self._at_hand.pop(claim, None)

    def tick(self, now: datetime) -> Swept:
        """Put away what the stream's time has left behind; the same tick again puts away nothing.

        Whole minutes are put away together, so that a tick costs what falls due and no more.
        """
        return Swept(
            decisions=tuple(self._forgotten(now - self.retention.remembered)),
            dormant=tuple(self._asleep(now - self.retention.dormant_after)),
            gone=tuple(self._dormant.expired(now - self.retention.dormant_for)),
        )

    def _known_by(self, decision: Decision) -> None:
        if self._lookups.decision(decision.key) is None:
            self._known.add(decision.key, decision.seen.timestamp())
        self._lookups.remember(decision)
        if decision.claim:
            self._heard(self.edits.survivor(decision.claim), decision.posted.timestamp())
        for further in decision.also:
            self._heard(self.edits.survivor(further.claim), decision.posted.timestamp())

    def _heard(self, claim: str, at: float) -> None:
        held = self._claims.get(claim)
        if held is not None and held.heard < at:
            self._claims[claim] = held._replace(heard=at)

    def _forgotten(self, until: datetime) -> Iterator[str]:
        for key in self._known.due(until, self._seen_at):
            if decision := self._lookups.decision(key):
                self._lookups.forget(decision)
                yield key

    def _asleep(self, until: datetime) -> Iterator[LiveClaim]:
        names = self._awake.due(until, self._heard_at)
        for claim in list(self._ready(names)):
            # Its record says when it was last heard of: what comes later wakes it, a repeat does not.
            slept = replace(claim, last_at=datetime.fromtimestamp(self._claims[claim.id].heard, UTC))
            self.forget_claim(claim.id)
            self._dormant.put(slept)
            yield slept

    def _seen_at(self, key: str) -> float | None:
        decision = self._lookups.decision(key)
        return decision.seen.timestamp() if decision else None

    def _heard_at(self, claim: str) -> float | None:
        held = self._claims.get(claim)
        return held.heard if held else None

    def _ready(self, names: Iterable[str]) -> Iterator[LiveClaim]:
        return (claim for name in names if (claim := self.live(name)) is not None)

    def _keep_at_hand(self, claim: LiveClaim) -> LiveClaim:
        if claim.id not in self._at_hand and len(self._at_hand) >= _AT_HAND:
            del self._at_hand[next(iter(self._at_hand))]
        self._at_hand[claim.id] = claim
        return claim


def _each(records: Iterable[_T], take: Callable[[_T], object]) -> Iterator[None]:
    for number, record in enumerate(records, 1):
        take(record)
        if number % PAUSE == 0:
            yield
