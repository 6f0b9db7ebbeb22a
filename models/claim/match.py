"""Score how well a post, or another claim, fits a claim.

The score begins with the cosine of centred vectors. Vectors see neither a swapped country nor a changed
number, so what both name adds to it, and what parts them takes from it; a veto excludes the claim. All else
is small: see `models.claim.rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log2
from typing import Final, NamedTuple

from models.claim.live import LiveClaim
from models.claim.rules import AssignRules
from models.facts import conflicts, joins, veto
from models.reading import Facts, Reading

QUIET: Final = 0.1
"""Cosine at which a claim is no neighbour; stands for those that are missing."""
NEIGHBOURS: Final = 5
MOST_VETOES: Final = 3
"""Claims named that a post was kept from."""
_DAY: Final = 86_400.0

ClaimOf = Callable[[str], LiveClaim | None]
"""Claim id -> the claim, None where it is gone."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is held against a claim: a post, or another claim."""

    facts: Facts
    langs: frozenset[str]
    at: datetime | None
    """None where it does not matter how long a claim was silent."""


class Fit(NamedTuple):
    """How well a claim fits, and why in words for a person."""

    claim: LiveClaim
    score: float
    why: str


def said_by(reading: Reading) -> Said:
    """Give what a post says; who denies something is no part of what is denied."""
    facts = reading.facts
    if reading.denies:
        about = (e for e in facts.entities if not e.startswith(("office:", "person:")))
        facts = replace(facts, entities=frozenset(about), names=frozenset())
    return Said(facts, frozenset((reading.lang,)), reading.post.at)


def said_in(claim: LiveClaim) -> Said:
    """Give what most posts of a claim say."""
    return Said(claim.facts, claim.langs, claim.last_at)


def best_fit(
    near: Iterable[tuple[str, float]], claim_of: ClaimOf, said: Said, rules: AssignRules, least: float
) -> tuple[Fit | None, tuple[str, ...]]:
    """Give the claim that fits best if it scores ``least``, and the vetoes that kept from others.

    ``near`` are the ids of the nearest claims with their cosines, best first. A claim that could not reach
    the best so far whatever its facts is not even unpacked.
    """
    claims = list(near)
    cosines = [cosine for _, cosine in claims]
    best: Fit | None = None
    vetoes: list[str] = []
    for at, (name, cosine) in enumerate(claims):
        bar = max(least, best.score) if best else least
        crowd = _crowd(cosines[:at] + cosines[at + 1 :], rules)
        most = cosine + rules.facts_add + crowd
        if most + rules.abroad < bar or (claim := claim_of(name)) is None:
            continue
        aside = [*_aside(claim, said, rules), ("crowded", crowd)]
        if most + sum(value for _, value in aside[:-1]) < bar:
            continue
        core = claim.facts
        if reason := veto(said.facts, core):
            vetoes.append(f"not {claim.id}: {reason}")
            continue
        found = _fit(claim, [("cosine", cosine), *_by_facts(claim, core, said, rules), *aside])
        if found.score >= bar and (best is None or found.score > best.score):
            best = found
    return best, tuple(vetoes[:MOST_VETOES])


def fit(claim: LiveClaim, cosine: float, said: Said, rules: AssignRules, others: Sequence[float] = ()) -> Fit:
    """Score one claim; ``others`` are the cosines of the claims beside it, best first."""
    by_facts, aside = _by_facts(claim, claim.facts, said, rules), _aside(claim, said, rules)
    return _fit(claim, [("cosine", cosine), *by_facts, *aside, ("crowded", _crowd(others, rules))])


def _fit(claim: LiveClaim, parts: Sequence[tuple[str, float]]) -> Fit:
    why = ", ".join(f"{name} {value:+.2f}" for name, value in parts if abs(value) >= 0.005)
    return Fit(claim, sum(value for _, value in parts), why.replace("cosine +", "cosine "))


def _by_facts(claim: LiveClaim, core: Facts, said: Said, rules: AssignRules) -> Iterator[tuple[str, float]]:
    yield "shared facts", rules.facts_add * joins(said.facts, core)
    for kind, what in conflicts(said.facts, core, claim.tally):
        yield f"another {kind} ({what.partition(':')[2] or what})", -rules.apart.get(kind, 0.0)


def _aside(claim: LiveClaim, said: Said, rules: AssignRules) -> Iterator[tuple[str, float]]:
    """Give what can be told without a look at the facts: it costs little."""
    if not said.langs & claim.langs:
        yield "another language", rules.abroad
    if claim.posts == 1:
        yield "one post", -rules.lonely
    if said.at is not None:
        days = max(0.0, (said.at - claim.last_at).total_seconds()) / _DAY
        yield f"silent for {days:.0f} days", -rules.aging * log2(1 + days)


def _crowd(others: Sequence[float], rules: AssignRules) -> float:
    beside = [*others[:NEIGHBOURS], *[QUIET] * (NEIGHBOURS - len(others))]
    return -rules.crowded * (sum(beside) / NEIGHBOURS - QUIET)
