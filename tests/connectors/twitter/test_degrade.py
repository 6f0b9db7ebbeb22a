"""A budget that runs out takes the least important first, and is told at each step.

All posts are synthetic.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from connectors.twitter.progress import BUDGET, STREAM
from connectors.watchlist import TwitterRule

WORDS = {1: "ferry", 2: "port", 3: "quay"}


@pytest.fixture
def hundred_a_day(x: Any, connector: Any, play: Any) -> Any:
    """Let the connector read a hundred posts a day by rules of each priority."""
    x.plays = [play(live=True)]
    connector.environ = {"RUMOR_TWITTER_READS_DAY": "100", "RUMOR_TWITTER_READS_MONTH": "3000"}
    connector.rules = tuple(TwitterRule(word, word, priority) for priority, word in WORDS.items())
    return connector


def words(x: Any) -> set[str]:
    """Give the words that X's rules look for now."""
    return {rule["value"] for rule in x.rules.values()}


async def flooded(connector: Any, number: Any, word: str, count: int, start: int) -> None:
    for n in range(start, start + count):
        connector.x.post(number(n), f"News of the {word}")


async def test_rules_rest_one_priority_after_the_other_and_the_stream_last(
    x: Any, hundred_a_day: Any, number: Any
) -> None:
    """By 80, 95 and 100 of a hundred reads; at midnight all come back, and what was not read is told."""
    connector, wheel, state = hundred_a_day, hundred_a_day.wheel, hundred_a_day.coverage.of(STREAM)
    async with connector.running():
        await connector.until_live()
        await flooded(connector, number, "quay", 80, 0)
        await wheel.turn(lambda: words(x) == {"ferry", "port"})
        assert "rules of priority 3 rest" in state.budget
        await flooded(connector, number, "quay", 50, 100)
        await flooded(connector, number, "port", 15, 200)
        await wheel.turn(lambda: words(x) == {"ferry"})
        await flooded(connector, number, "port", 50, 300)
        await flooded(connector, number, "ferry", 5, 400)
        await wheel.turn(lambda: not state.connected)
        assert len(connector.sink.posts) == 100
        assert "nothing is read" in state.budget
        assert BUDGET in state.problem
        x.cut()
        closed_at = wheel.now
        await wheel.pass_by(timedelta(hours=2), asleep=2)
        assert words(x) == {"ferry"}, "what streams first tomorrow stays"
        await wheel.turn(lambda: state.connected, leaps=True)
        await wheel.turn(lambda: words(x) == set(WORDS.values()))
    assert wheel.now.date() - closed_at.date() == timedelta(days=1)
    (gap,) = state.gaps
    assert (gap.why, gap.since) == (BUDGET, closed_at)
    assert x.searches == [], "what the budget did not allow is not searched for on the next day"


async def test_a_restart_does_not_forget_what_was_read(x: Any, hundred_a_day: Any, number: Any) -> None:
    connector, wheel = hundred_a_day, hundred_a_day.wheel
    connector.rules = (TwitterRule("ferry", "ferry"),)
    for start in range(0, 90, 30):
        async with connector.running():
            await connector.until_live()
            await flooded(connector, number, "ferry", 30, start)
            await connector.until_read(start + 30)
    async with connector.running():
        await connector.until_live()
        await flooded(connector, number, "ferry", 30, 90)
        await wheel.turn(lambda: not connector.coverage.of(STREAM).connected)
    assert 90 < len(connector.sink.posts) <= 100
    connects = x.connects
    async with connector.running():
        await wheel.turn(lambda: "nothing is read" in (connector.coverage.of(STREAM).budget or ""))
        await wheel.pass_by(timedelta(hours=2), asleep=2)
        assert x.connects == connects


async def test_a_gap_from_before_the_budget_ran_out_is_searched_for(
    x: Any, hundred_a_day: Any, number: Any
) -> None:
    """The stream fell, then the budget ran out: only what lies after its end is lost."""
    connector, wheel, state = hundred_a_day, hundred_a_day.wheel, hundred_a_day.coverage.of(STREAM)
    connector.rules = (TwitterRule("ferry", "ferry"),)
    async with connector.running():
        await connector.until_live()
        await flooded(connector, number, "ferry", 70, 0)
        await connector.until_read(70)
        x.cut()
        await wheel.turn(lambda: x.live == 0, asleep=2)
        wheel.now += timedelta(seconds=2)
        await flooded(connector, number, "ferry", 20, 0)
        missed = number(0)
        await connector.until_live()
        await flooded(connector, number, "ferry", 30, 100)
        await wheel.turn(lambda: not state.connected)
        await wheel.turn(lambda: str(missed) in connector.read(), leaps=True)
    assert set(map(str, range(missed, missed + 20))) <= set(connector.read())
