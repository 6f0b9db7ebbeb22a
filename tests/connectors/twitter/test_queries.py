"""Rules as queries of recent search."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.twitter.queries import halves, packs, query_of
from connectors.watchlist import TwitterRule

rules = st.lists(
    st.builds(TwitterRule, query=st.text("ab ", min_size=1, max_size=40), tag=st.text("xyz", min_size=1))
)


def test_rules_are_joined_with_their_own_ors_held_together() -> None:
    two = (TwitterRule("ferry OR port", "a"), TwitterRule("quay -is:retweet", "b"))
    assert query_of(two) == "(ferry OR port) OR (quay -is:retweet)"
    assert query_of(two[:1]) == "ferry OR port"


@given(rules, st.integers(1, 100))
def test_every_rule_is_in_one_query_and_none_is_longer_than_allowed(
    given_rules: list[TwitterRule], most: int
) -> None:
    """But for a rule that is too long by itself."""
    made = packs(given_rules, most)
    assert [rule for pack in made for rule in pack] == given_rules
    assert all(len(query_of(pack)) <= most or len(pack) == 1 for pack in made)


@given(rules)
def test_halves_are_smaller_and_lose_nothing(given_rules: list[TwitterRule]) -> None:
    first, second = halves(tuple(given_rules))
    assert (*first, *second) == tuple(given_rules)
    assert len(given_rules) < 2 or (first and second)


def test_a_thousand_rules_are_a_few_dozen_requests() -> None:
    """Of 35 characters each: 12 in a query of 512."""
    thousand = [TwitterRule(f"word{n:04} -is:retweet -is:nullcast x", str(n)) for n in range(1_000)]
    assert len(packs(thousand)) <= 84
