"""The rules on X's side are made those of the watchlist."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tweepy import StreamRule
from tweepy.asynchronous import AsyncStreamingClient

from connectors.twitter import Api, RulesDiff, apply_rules, rules_diff
from connectors.watchlist import TwitterRule


def on_x(number: int, value: str, tag: str | None) -> StreamRule:
    return StreamRule(value=value, tag=tag, id=str(number))


def test_only_what_differs_is_changed() -> None:
    """Equal rules stay; another tag, no tag and a second copy go."""
    wanted = (TwitterRule("ferry", "ferry"), TwitterRule("port", "port"), TwitterRule("quay", "quay"))
    existing = [
        on_x(1, "ferry", "ferry"),
        on_x(2, "port", None),
        on_x(3, "ferry", "ferry"),
        on_x(4, "old", "old"),
    ]
    assert rules_diff(wanted, existing) == RulesDiff(wanted[1:], ("2", "3", "4"))


pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=6)


@given(pairs, pairs)
def test_after_the_changes_both_sides_are_equal(wanted: list[Any], existing: list[Any]) -> None:
    rules = [TwitterRule(*pair) for pair in dict.fromkeys(wanted)]
    there = {str(n): on_x(n, *pair) for n, pair in enumerate(existing)}
    diff = rules_diff(rules, there.values())
    kept = [(rule.value, rule.tag) for number, rule in there.items() if number not in diff.delete]
    assert sorted(kept + [(rule.query, rule.tag) for rule in diff.add]) == sorted(set(wanted))


async def applied(x: Any, token: str, wanted: tuple[TwitterRule, ...]) -> dict[str, str]:
    client = AsyncStreamingClient(token)
    async with Api(x.url).session() as client.session:
        return {problem.query: problem.reason for problem in await apply_rules(client, wanted)}


async def test_rules_are_added_with_their_tags_and_a_second_time_nothing_is_asked(x: Any, token: str) -> None:
    x.rule("left from before")
    wanted = (TwitterRule("ferry", "ferry"), TwitterRule("port", "port"))
    assert await applied(x, token, wanted) == {}
    assert sorted((rule["value"], rule["tag"]) for rule in x.rules.values()) == [
        ("ferry", "ferry"), ("port", "port"),
    ]  # fmt: skip
    asked = len(x.asked)
    assert await applied(x, token, wanted) == {}
    assert len(x.asked) == asked


async def test_a_new_tag_for_an_old_rule_is_no_duplicate(x: Any, token: str) -> None:
    """X would refuse it while the old one stands."""
    x.rule("ferry", "old tag")
    assert await applied(x, token, (TwitterRule("ferry", "ferry"),)) == {}
    assert [rule["tag"] for rule in x.rules.values()] == ["ferry"]


async def test_a_rule_that_x_refuses_in_an_answer_of_200_costs_no_other(
    x: Any, token: str, refusal: Any
) -> None:
    """The reason is X's own; the rules sent along with it are sent again without it."""

    def refuses(value: str) -> dict[str, Any] | None:
        reason = "no such operator (at position 1)"
        return refusal(value, "UnprocessableEntity", reason) if value.startswith("is:") else None

    x.refuses = refuses
    wanted = (TwitterRule("ferry", "ferry"), TwitterRule("is:wrong", "wrong"), TwitterRule("port", "port"))
    problems = await applied(x, token, wanted)
    assert problems == {"is:wrong": "UnprocessableEntity: no such operator (at position 1)"}
    assert sorted(rule["tag"] for rule in x.rules.values()) == ["ferry", "port"]


async def test_a_thousand_rules_go_in_several_requests(x: Any, token: str) -> None:
    wanted = tuple(TwitterRule(f"word{n}", f"tag{n}") for n in range(1000))
    assert await applied(x, token, wanted) == {}
    assert len(x.rules) == 1000
    assert max(len(rules) for _, rules in x.asked) <= 100
