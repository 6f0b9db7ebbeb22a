"""The index finds what is near, and can be rebuilt from what was written down."""

import numpy as np
import pytest

from models.claim.live import CENTROID_POSTS, LiveClaim, joined
from models.claim.memory import DIMENSIONS, ClaimMemory
from models.reading import Facts

KZ, AM = Facts(entities=frozenset({"country:KZ"})), Facts(entities=frozenset({"country:AM"}))


def claim_of(number: int, vector, noon) -> LiveClaim:
    return LiveClaim(f"c{number}", f"claim {number}", "en", vector, 1, {}, number, number, noon)


def test_the_index_grows_past_its_first_room(along, reading):
    """And keeps every row."""
    at = reading(0).post.at
    memory = ClaimMemory(claims=[claim_of(n, along(n % DIMENSIONS), at) for n in range(2500)])
    assert len(memory) == 2500
    assert memory.nearest(along(7), 1)[0][0] == "c7"


def test_a_rebuilt_memory_decides_as_the_one_it_was_rebuilt_from(desk, reading, along):
    """From decisions and claims alone, in whatever order the table gives them."""
    desk(*(reading(n, along(n % 5, 9, 0.9), copy_key=f"k{n}") for n in range(20)))
    claims = {c: desk.memory.claim(c) for c in desk.claims() if c}
    rebuilt = ClaimMemory(reversed(desk.decisions), reversed(list(claims.values())))
    probe = along(3, 9, 0.8)
    assert rebuilt.nearest(probe, 5) == desk.memory.nearest(probe, 5)
    assert all(rebuilt.original(f"k{n}") == desk.memory.original(f"k{n}") for n in range(20))


def test_a_centroid_stays_put_after_its_first_posts(reading, along):
    """A claim that drifts joins everything."""
    at = reading(0).post.at
    claim = claim_of(0, along(0), at)
    for n in range(1, 3 * CENTROID_POSTS):
        claim = joined(claim, along(1), KZ, "x", "en", n, at)
    assert claim.posts == CENTROID_POSTS
    assert claim.vector @ along(0) > 0.04


def test_a_centroid_has_length_one(reading, along):
    """Cosines are products."""
    at = reading(0).post.at
    claim = joined(claim_of(0, along(0), at), along(0, 1, 0.3), KZ, "x", "en", 1, at)
    assert np.linalg.norm(claim.vector) == pytest.approx(1, abs=1e-6)


def test_an_aside_of_one_post_is_no_fact_of_the_claim(reading, along):
    """Only what enough of its posts name."""
    at = reading(0).post.at
    claim = claim_of(0, along(0), at)
    for n, facts in enumerate([KZ, KZ, KZ, AM, KZ], 1):
        claim = joined(claim, along(0), facts, "x", "en", n, at)
    assert claim.facts.entities == {"country:KZ"}
