"""How a post is scored against a claim: each part of the score does what it says. All is synthetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from models.claim.live import LiveClaim, tallied
from models.claim.match import QUIET, Said, best_fit, fit, said_in
from models.claim.rules import AssignRules
from models.reading import Facts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RULES = AssignRules()
FACTS = Facts(entities=frozenset({"country:KZ", "org:north-pact"}))
SAID = Said(FACTS, frozenset({"ru"}), NOON)


def claim(name: str = "c", facts: Facts = FACTS, posts: int = 3, **changed: object) -> LiveClaim:
    tally: dict[str, int] = {}
    for _ in range(posts):
        tally = tallied(tally, facts, "ru")
    made = LiveClaim(
        id=name, wording="w", lang="ru", vector=np.zeros(384, np.float32), posts=posts, tally=tally,
        founded=1, offset=1, last_at=NOON,
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def score(claim: LiveClaim, said: Said = SAID, others: tuple[float, ...] = (QUIET,) * 5) -> float:
    return fit(claim, 0.5, said, RULES, others).score


def test_shared_facts_add_to_the_cosine() -> None:
    assert score(claim()) == pytest.approx(0.5 + RULES.facts_add)
    assert score(claim(), replace(SAID, facts=Facts())) == pytest.approx(0.5)


def test_another_country_beside_a_shared_one_takes_most() -> None:
    said = replace(SAID, facts=Facts(entities=frozenset({"country:KG", "org:north-pact"})))
    found = fit(claim(), 0.5, said, RULES)
    assert found.score < RULES.join
    assert "another country (KG) -0.40" in found.why


def test_a_translation_lies_farther_and_is_given_more() -> None:
    assert score(claim(), replace(SAID, langs=frozenset({"kk"}))) == pytest.approx(
        score(claim()) + RULES.abroad
    )


def test_a_claim_of_one_post_must_be_nearer() -> None:
    assert score(claim(posts=1)) == pytest.approx(score(claim()) - RULES.lonely)


def test_silence_takes_a_little_for_each_doubling_of_days() -> None:
    later = replace(SAID, at=NOON + timedelta(days=3))
    assert score(claim(), later) == pytest.approx(score(claim()) - 2 * RULES.aging)
    assert score(claim(), replace(later, at=None)) == score(claim())


def test_among_many_near_claims_near_is_less() -> None:
    assert score(claim(), others=(0.4,) * 5) == pytest.approx(score(claim()) - RULES.crowded * 0.3)


def test_the_best_claim_is_taken_and_a_veto_is_told() -> None:
    other = claim("armenia", Facts(entities=frozenset({"country:AM", "org:north-pact"})))
    said = replace(SAID, facts=Facts(entities=frozenset({"country:KZ"})))
    claims = {one.id: one for one in (other, claim("first"), claim("second"))}
    near = [("armenia", 0.9), ("gone", 0.8), ("first", 0.7), ("second", 0.6)]
    best, vetoes = best_fit(near, claims.get, said, RULES, 0.3)
    assert best is not None
    assert best.claim.id == "first"
    assert vetoes == ("not armenia: speaks of KZ, not AM",)


def test_what_scores_too_little_is_no_match() -> None:
    assert best_fit([("first", 0.1)], {"first": claim()}.get, SAID, RULES, 0.5) == (None, ())


def test_a_claim_that_could_not_reach_the_best_whatever_its_facts_is_not_unpacked() -> None:
    asked: list[str] = []

    def claim_of(name: str) -> LiveClaim:
        asked.append(name)
        return claim(name)

    best, _ = best_fit([("near", 0.9), ("far", 0.5)], claim_of, SAID, RULES, 0.3)
    assert best is not None
    assert (best.claim.id, asked) == ("near", ["near"])


def test_a_claim_fits_itself() -> None:
    assert fit(claim(), 1.0, said_in(claim()), RULES, (QUIET,) * 5).score == pytest.approx(
        1 + RULES.facts_add
    )
