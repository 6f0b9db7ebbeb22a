"""Gaps are searched page by page, within the budget, whatever X answers.

All posts are synthetic.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from connectors.twitter import Api
from connectors.twitter.client import Client
from connectors.twitter.progress import BUDGET, STREAM, UNSEARCHED
from connectors.twitter.search import FORGOTTEN
from connectors.twitter.watch import SEARCH_SOURCE
from connectors.watchlist import TwitterRule

SEARCH, LOOKUP = "/2/tweets/search/recent", "/2/tweets"


def waits_of(caplog: pytest.LogCaptureFixture) -> list[float]:
    """Give the pauses of search."""
    found = (re.search(r"searched again in ([\d.]+) s", message) for message in caplog.messages)
    return [float(match[1]) for match in found if match]


async def test_a_long_gap_comes_page_by_page(live: Any, connector: Any) -> None:
    """250 posts: three pages and each post once, the oldest of a page first."""
    async with connector.running():
        ids = await connector.missed(250)
        await connector.until_read(251)
    assert connector.read() == ids
    assert ["next_token" in search for search in live.searches] == [False, True, True]
    assert {search["max_results"] for search in live.searches} == {"100"}
    found = [int(post.post_id) for post in connector.sink.posts[1:101]]
    assert found == sorted(found)


async def test_rules_are_searched_together_and_their_common_posts_paid_once(
    live: Any, connector: Any
) -> None:
    connector.rules = tuple(TwitterRule(word, word) for word in ("ferry", "port", "quay"))
    async with connector.running():
        await connector.missed(2, "Ferry at the port")
        before = live.reads
        await connector.until_read(3)
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert [search["query"] for search in live.searches] == ["(ferry) OR (port) OR (quay)"]
    assert live.reads == before + 3, "the two that were missed, and the one before them again"


async def test_a_rule_that_search_refuses_costs_no_other_and_is_told(live: Any, connector: Any) -> None:
    """The stream has operators that search lacks; the query is split until the rule stands alone."""
    connector.rules = (*connector.rules, TwitterRule("sample:10", "part"), TwitterRule("port", "port"))
    live.search_refuses = lambda query: "sample:" in query
    async with connector.running():
        ids = await connector.missed(2)
        await connector.until_read(3)
        state = connector.coverage.of(STREAM)
        await connector.wheel.turn(lambda: UNSEARCHED not in [gap.why for gap in state.gaps])
    assert connector.read() == ids
    (told,) = [gap.why for gap in state.gaps]
    assert told.startswith("search does not take rule 'part': http 400")
    assert told.endswith("Reference to an operator that search lacks")


@pytest.mark.parametrize(
    ("status", "headers", "body", "waits"),
    [
        (503, {}, None, 5),
        (503, {}, ("text/html", "<h1>synthetic proxy</h1>"), 5),
        (500, {}, ("application/json", "{"), 5),
        (429, {"x-rate-limit-reset": "600"}, None, 601),
        (403, {}, None, 3600),
        (401, {}, ("application/json", "[]"), 3600),
    ],
)
async def test_a_gap_waits_for_a_search_that_fails(
    live: Any,
    connector: Any,
    play: Any,
    status: int,
    headers: Any,
    body: Any,
    waits: float,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Meanwhile it is told as one; a reset that X names is obeyed, what is not in the plan asked hourly."""
    wheel, state = connector.wheel, connector.coverage.of(STREAM)
    async with connector.running():
        ids = await connector.missed(3)
        if headers:
            wheel_at = int((wheel.now + timedelta(seconds=80)).timestamp())
            headers = {"x-rate-limit-reset": str(wheel_at + int(headers["x-rate-limit-reset"]))}
        live.answers[SEARCH] = [play(status=status, headers=headers, body=body)]
        await wheel.turn(lambda: bool(live.searches) and not live.answers[SEARCH])
        assert [gap.why for gap in state.gaps] == [UNSEARCHED]
        await connector.until_read(4, leaps=True)
        await wheel.turn(lambda: not state.gaps)
    assert connector.read() == ids
    (waited,) = waits_of(caplog)
    assert abs(waited - waits) <= (30 if headers else 0)
    assert connector.coverage.of(SEARCH_SOURCE).floods == (status == 429)


async def test_what_was_searched_is_not_searched_again_after_a_crash(
    live: Any, connector: Any, play: Any
) -> None:
    connector.rules = (TwitterRule("ferry " + "x" * 400, "long"), TwitterRule("port " + "x" * 400, "longer"))
    async with connector.running():
        live.answers[SEARCH] = [None, *[play(status=503)] * 9]
        await connector.missed(3, "The ferry")
        await connector.wheel.turn(lambda: len(live.searches) >= 2)
    assert connector.cursors.kept[STREAM]["gaps"][0]["left"] == ["longer"]
    live.answers[SEARCH], live.searches = [], []
    async with connector.running():
        await connector.wheel.turn(lambda: len(live.searches) >= 1)
    assert live.searches[0]["query"].startswith("port ")


async def test_what_search_has_forgotten_is_told(live: Any, connector: Any, number: Any) -> None:
    """Ten days off: the last seven are searched, the three before are a gap for good."""
    state = connector.coverage.of(STREAM)
    async with connector.running():
        await connector.until_live()
        live.post(number(1))
        await connector.until_read(1)
    connector.wheel.now += timedelta(days=9)
    live.post(number(2))
    connector.wheel.now += timedelta(days=1)
    async with connector.running():
        await connector.until_read(2)
        await connector.wheel.turn(lambda: UNSEARCHED not in [gap.why for gap in state.gaps])
    gap, *others = [gap for gap in state.gaps if "remembers" in gap.why]
    assert not others
    assert timedelta(days=2.9) < gap.until - gap.since < timedelta(days=3.1)


async def test_x_is_asked_in_whichever_words_it_takes(live: Any, connector: Any) -> None:
    """By its description search knows ``post.fields``, for years it has taken tweepy's ``tweet.fields``."""
    live.strict = False
    async with connector.running():
        await connector.missed(1)
        await connector.until_read(2)
    assert "note_tweet" in live.searches[0]["tweet.fields"]
    live.searches, live.strict = [], True
    async with connector.running():
        await connector.wheel.turn(lambda: bool(live.searches))
    assert "note_post" in live.searches[0]["post.fields"]


async def test_search_leaves_a_quarter_of_the_budget_to_the_stream(live: Any, connector: Any) -> None:
    """A hundred a day: 75 are spent on search, and the next day the rest."""
    connector.environ = {"RUMOR_TWITTER_READS_DAY": "100"}
    async with connector.running():
        ids = await connector.missed(120)
        await connector.wheel.turn(lambda: "budget" in (connector.coverage.of(SEARCH_SOURCE).problem or ""))
        assert 65 <= live.reads <= 75
        await connector.until_read(121, leaps=True)
    assert connector.read() == ids
    assert BUDGET not in [gap.why for gap in connector.coverage.of(STREAM).gaps]


async def test_x_that_takes_no_words_at_all_blames_no_rule(live: Any, connector: Any) -> None:
    """Neither vocabulary: the gap stays, and is told, until X can be asked."""
    live.wordless = True
    state = connector.coverage.of(SEARCH_SOURCE)
    async with connector.running():
        await connector.missed(1)
        await connector.wheel.turn(lambda: "in no vocabulary" in (state.problem or ""))
    assert [gap.why for gap in connector.coverage.of(STREAM).gaps if gap.until] == [UNSEARCHED]


async def test_search_and_lookup_find_their_words_side_by_side(x: Any, token: str, number: Any) -> None:
    """Two that are refused at once both ask again in the other vocabulary, and each path keeps it."""
    client = Client(token, Api(x.url))
    x.post(number(1))
    search = {"query": "ferry", "since_id": "1", "until_id": str(number(9)), "max_results": 10}
    ids = {"ids": str(number(1))}
    for _ in range(2):
        answers = await asyncio.gather(
            client.posts(SEARCH, search), client.posts(SEARCH, search), client.posts(LOOKUP, ids)
        )
        assert [len(answer["data"]) for answer in answers] == [1, 1, 1]
    assert len(x.searches) == 4
    assert x.complaints == 3, "once for each at first, never again"


async def test_where_page_tokens_end_the_search_goes_on_below_what_it_found(
    live: Any, connector: Any
) -> None:
    """And every page brings it on: 250 posts by three searches, none for nothing but the refused ones."""
    live.tokens_end = True
    async with connector.running():
        ids = await connector.missed(250)
        await connector.until_read(251)
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert connector.read() == ids
    assert len({search["until_id"] for search in live.searches}) == 3
    assert live.reads <= 252


async def test_a_gap_that_grows_too_old_while_it_is_searched_blames_no_rule(
    live: Any, connector: Any, play: Any
) -> None:
    """Shut out for a week amid a search: what is forgotten by then is told, and no more is asked for."""
    state = connector.coverage.of(STREAM)
    async with connector.running():
        await connector.missed(250)
        live.answers[SEARCH] = [None, *[play(status=403)] * 9]
        await connector.wheel.turn(lambda: len(live.searches) == 3, leaps=True)
        connector.wheel.now += timedelta(days=7)
        await connector.wheel.turn(lambda: UNSEARCHED not in [gap.why for gap in state.gaps], leaps=True)
    assert [gap.why for gap in state.gaps if gap.until] == [FORGOTTEN]
    assert len(live.searches) <= 5


async def test_a_gap_that_x_finds_too_old_blames_no_rule(live: Any, connector: Any, number: Any) -> None:
    """X's clock is ahead: what we think it remembers it refuses, until we think so no more."""
    state, wheel = connector.coverage.of(STREAM), connector.wheel
    live.clock = lambda: wheel.now + timedelta(minutes=30)
    async with connector.running():
        await connector.until_live()
        live.post(number(1))
        await connector.until_read(1)
    wheel.now += timedelta(days=6, hours=23, minutes=45)
    late = number(1)
    live.post(late)
    async with connector.running():
        await connector.wheel.turn(lambda: str(late) in connector.read() and not live.answers[SEARCH])
        await connector.wheel.turn(lambda: UNSEARCHED not in [gap.why for gap in state.gaps])
    assert live.searches
    assert {gap.why for gap in state.gaps} <= {FORGOTTEN}
