"""Find an earlier decision by what a later post shares with it: a uid, an unread parent, a text, a page.

What is found depends only on the decisions that are remembered: a memory that forgot some answers like one
rebuilt from the rest. So a decision itself says what it is the first with (`models.claim.identity.firsts`),
and no two say it of the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from models.claim.decision import Decision
from models.claim.packed import DECISIONS
from models.text.near_copy import Sketch

_AT_HAND: Final = 4096
"""Decisions kept ready made: posts are answered, forwarded and copied soon after they were read, or never."""


class Lookups:
    """Decisions by post, and by what makes another post the same story without any likeness of meaning."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._decisions: dict[str, bytes] = {}
        self._at_hand: dict[str, Decision] = {}
        self._channels: Counter[str] = Counter()
        self._firsts: dict[str | int, str] = {}

    def decision(self, key: str) -> Decision | None:
        """Give what was decided of a post."""
        if (at_hand := self._at_hand.get(key)) is not None:
            return at_hand
        packed = self._decisions.get(key)
        return None if packed is None else self._keep_at_hand(DECISIONS.unpack(packed))

    def of_unread(self, key: str) -> Decision | None:
        """Give the first decision that forwarded, quoted or answered a post that was never read."""
        return self._first(f"unread {key}")

    def original(self, copy_key: str | None) -> Decision | None:
        """Give the first decision of a text, of which a post with this key is a copy."""
        return self._first(f"text {copy_key}") if copy_key else None

    def alike(self, sketch: Sketch) -> Iterator[Decision]:
        """Give the first decisions of texts that share a band with a sketch, each once."""
        keys = dict.fromkeys(key for band in sketch.bands if (key := self._firsts.get(band)))
        return (decision for key in keys if (decision := self.decision(key)) is not None)

    def of_page(self, page: str) -> Decision | None:
        """Give the decision of the post that is this page, or else of the first that told of it alone."""
        return self.decision(page) or self._first(f"is {page}") or self._first(f"links {page}")

    def holds(self, entry: str | int) -> bool:
        """Tell whether an entry (see `entries`) is taken by a decision."""
        return entry in self._firsts

    def knows_channel(self, channel: str) -> bool:
        """Tell whether a post of this channel is remembered."""
        return channel in self._channels

    def remember(self, decision: Decision) -> None:
        """Take in what was decided of a post, in place of what was decided of it before."""
        names = tuple(entries(decision))
        known = self.decision(decision.key)
        if known is None:
            self._channels[decision.channel] += 1
        elif known is not decision:
            self._drop(decision.key, set(entries(known)).difference(names))
        self._decisions[decision.key] = DECISIONS.pack(decision)
        self._keep_at_hand(decision)
        for entry in names:
            self._firsts.setdefault(entry, decision.key)

    def forget(self, decision: Decision) -> None:
        """Drop every entry that points to an expired decision."""
        known = self.decision(decision.key)
        if known is None:
            return
        del self._decisions[known.key], self._at_hand[known.key]
        self._channels[known.channel] -= 1
        if not self._channels[known.channel]:
            del self._channels[known.channel]
        self._drop(known.key, entries(known))

    def _drop(self, key: str, names: Iterable[str | int]) -> None:
        for entry in names:
            if self._firsts.get(entry) == key:
                del self._firsts[entry]

    def _first(self, entry: str) -> Decision | None:
        return self.decision(self._firsts.get(entry, ""))

    def _keep_at_hand(self, decision: Decision) -> Decision:
        if decision.key not in self._at_hand and len(self._at_hand) >= _AT_HAND:
            del self._at_hand[next(iter(self._at_hand))]
        self._at_hand[decision.key] = decision
        return decision


def entries(decision: Decision) -> Iterable[str | int]:
    """Name what a decision is found by; a post of no claim leads nowhere."""
    if decision.claim is None:
        return
    if decision.copy_key:
        yield f"text {decision.copy_key}"
    if decision.unread:
        yield f"unread {decision.unread}"
    if decision.sketch:
        yield from decision.sketch.bands
    if decision.page:
        yield f"is {decision.page}"
    yield from (f"links {page}" for page in decision.pages)
