"""A claim that posts are matched against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from models.reading import Facts, Vector

CENTROID_POSTS: Final = 10
"""Posts whose vectors make the centroid. It stays put after these: a claim that drifts joins everything."""
MOST_FACTS: Final = 60
"""Different entities, numbers, dates and names counted."""
CORE_SHARE: Final = 0.4
"""Share of a claim's posts that must name a fact for it to be the claim's own (and not one post's aside)."""


@dataclass(frozen=True, slots=True)
class LiveClaim:
    """Where a claim lies, and what must agree with it."""

    id: str
    wording: str
    """Sentence of the first post that asserts it; what stance is judged against."""
    lang: str
    vector: Vector
    """Centroid of centred vectors, length 1."""
    posts: int
    """Posts that went into the centroid."""
    tally: dict[str, int]
    """Fact (``entities country:KZ``) or language (``lang kk``) -> how many of these posts have it."""
    founded: int
    """Offset in ``vectors`` of the founding post: the order in which an index is rebuilt."""
    offset: int
    """Last offset that changed more than `last_at`; what is not above it changes nothing."""
    last_at: datetime
    asserted: bool = True
    """False for a claim founded by a denial: a statement that waits for its rumour."""
    words_of: str = ""
    """Key of the post whose sentence ``wording`` is; empty with it, once that post was deleted."""

    @property
    def facts(self) -> Facts:
        """The facts that enough of its posts name."""
        least = max(1.0, CORE_SHARE * self.posts)
        core: dict[str, list[str]] = {kind: [] for kind in (*_KINDS, _LANG.strip())}
        for fact, count in self.tally.items():
            if count >= least:
                kind, _, name = fact.partition(" ")
                core[kind].append(name)
        return Facts(*(frozenset(core[kind]) for kind in _KINDS))

    @property
    def langs(self) -> frozenset[str]:
        """The languages of its posts."""
        return frozenset(fact.removeprefix(_LANG) for fact in self.tally if fact.startswith(_LANG))


def joined(
    claim: LiveClaim,
    vector: Vector,
    facts: Facts,
    wording: str,
    lang: str,
    offset: int,
    at: datetime,
    post: str = "",
) -> LiveClaim:
    """Give the claim as it is after an asserting post, with this key, joined it."""
    if offset <= claim.offset:
        return claim
    last_at, told = max(claim.last_at, at), claim.asserted and bool(claim.wording)
    if told and claim.posts >= CENTROID_POSTS:
        # Its centre is settled: the offset stays, nothing is looked at anew, and a repeat does no harm.
        return claim if last_at == claim.last_at else replace(claim, last_at=last_at)
    claim = replace(claim, offset=offset, last_at=last_at)
    if not told:
        claim = replace(claim, asserted=True, wording=wording, lang=lang, words_of=post)
    if claim.posts >= CENTROID_POSTS:
        return claim
    total = claim.vector * claim.posts + vector
    return replace(
        claim,
        vector=(total / np.linalg.norm(total)).astype(np.float32),
        posts=claim.posts + 1,
        tally=tallied(claim.tally, facts, lang),
    )


def without_words(claim: LiveClaim, post: str, instead: str = "", lang: str | None = None) -> LiveClaim:
    """Give the claim without the words of a post that was deleted, or with what an edit made of them.

    ``post`` is the post's key. The very same claim where its words are another's. A claim left without words
    takes those of the next post that joins it; until then stance goes by vectors and cues.
    """
    if not post or claim.words_of != post or claim.wording == instead:
        return claim
    return replace(claim, wording=instead, lang=lang or claim.lang, words_of=post if instead else "")


def tallied(tally: dict[str, int], facts: Facts, lang: str) -> dict[str, int]:
    """Count the facts of one more post, and its language."""
    new = dict(tally)
    new[_LANG + lang] = new.get(_LANG + lang, 0) + 1
    for kind in _KINDS:
        for fact in sorted(getattr(facts, kind)):
            name = f"{kind} {fact}"
            if name in new or len(new) < MOST_FACTS:
                new[name] = new.get(name, 0) + 1
    return new


_KINDS: Final = ("entities", "numbers", "dates", "names")
_LANG: Final = "lang "
