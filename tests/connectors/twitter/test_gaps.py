"""What the stream did not bring is searched for: nothing that X ever showed is lost.

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


@pytest.fixture
def live(x: Any, play: Any) -> Any:
    """Let the stream bring what is posted."""
    x.plays = [play(live=True)]
    return x


def waits_of(caplog: pytest.LogCaptureFixture) -> list[float]:
    """Give the pauses of search."""
    found = (re.search(r"searched again in ([\d.]+) s", message) for message in caplog.messages)
    return [float(match[1]) for match in found if match]


async def missed(connector: Any, number: Any, count: int, text: str = "The ferry runs") -> list[str]:
    """Let posts be read, cut the stream, and publish while it is down; give all ids."""
    x, wheel = connector.x, connector.wheel
    await connector.until_live()
    x.post(number(1), text)
    ids = [str(number(1))]
    await connector.until_read(1)
    wheel.now += timedelta(seconds=10)
    x.cut()
    await wheel.turn(lambda: x.live == 0, asleep=3)
    for n in range(count):
        x.post(number(n), text)
        ids.append(str(number(n)))
    return ids


async def test_posts_between_two_connections_come_by_search(live: Any, connector: Any, number: Any) -> None:
    async with connector.running():
        ids = await missed(connector, number, 3)
        await connector.until_read(4)
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert connector.read() == ids
    assert [post.text for post in connector.sink.posts] == ["The ferry runs"] * len(connector.sink.posts)
    assert len(live.searches) == 1
    assert int(live.searches[0]["since_id"]) < int(ids[0]) < int(live.searches[0]["until_id"])
    assert connector.cursors.kept[STREAM]["gaps"] == []


async def test_a_long_gap_comes_page_by_page(live: Any, connector: Any, number: Any) -> None:
    """250 posts: three pages and each post once, the oldest of a page first."""
    async with connector.running():
        ids = await missed(connector, number, 250)
        await connector.until_read(251)
    assert connector.read() == ids
    assert [search.get("next_token") for search in live.searches] == [None, "100", "200"]
    assert {search["max_results"] for search in live.searches} == {"100"}
    found = [int(post.post_id) for post in connector.sink.posts[1:101]]
    assert found == sorted(found)


async def test_rules_are_searched_together_and_their_common_posts_paid_once(
    live: Any, connector: Any, number: Any
) -> None:
    connector.rules = tuple(TwitterRule(word, word) for word in ("ferry", "port", "quay"))
    async with connector.running():
        await missed(connector, number, 2, "Ferry at the port")
        before = live.reads
        await connector.until_read(3)
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert [search["query"] for search in live.searches] == ["(ferry) OR (port) OR (quay)"]
    assert live.reads == before + 3, "the two that were missed, and the one before them again"


async def test_a_rule_that_search_refuses_costs_no_other_and_is_told(
    live: Any, connector: Any, number: Any
) -> None:
    """The stream has operators that search lacks; the query is split until the rule stands alone."""
    connector.rules = (*connector.rules, TwitterRule("sample:10", "part"), TwitterRule("port", "port"))
    live.search_refuses = lambda query: "sample:" in query
    async with connector.running():
        ids = await missed(connector, number, 2)
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
    number: Any,
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
        ids = await missed(connector, number, 3)
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


async def test_a_gap_survives_a_crash(live: Any, connector: Any, number: Any) -> None:
    """Killed when the stream stood again and the gap was not searched yet; later posts have been read."""
    async with connector.running():
        ids = await missed(connector, number, 3)
        await connector.until_live()
        connector.wheel.now += timedelta(seconds=40)
        live.post(number(9))
        ids.append(str(number(9)))
        await connector.until_read(2)
        await connector.wheel.turn(lambda: connector.cursors.kept[STREAM]["last_id"] == number(9))
    assert not live.searches
    connector.wheel.now += timedelta(days=1)
    async with connector.running():
        await connector.until_read(5)
    assert connector.read() == ids


async def test_what_was_searched_is_not_searched_again_after_a_crash(
    live: Any, connector: Any, number: Any, play: Any
) -> None:
    connector.rules = (TwitterRule("ferry " + "x" * 400, "long"), TwitterRule("port " + "x" * 400, "longer"))
    async with connector.running():
        live.answers[SEARCH] = [None, *[play(status=503)] * 9]
        await missed(connector, number, 3, "The ferry")
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


async def test_after_a_quiet_month_a_short_fall_is_no_gap_of_a_month(
    live: Any, connector: Any, number: Any
) -> None:
    """The stream stood and said that it lives: nothing older than that is missing."""
    async with connector.running():
        await connector.until_live()
        live.post(number(1))
        await connector.until_read(1)
        connector.wheel.now += timedelta(days=30)
        live.say(b"\r\n")
        await connector.wheel.turn(
            lambda: connector.coverage.of(STREAM).read_at == connector.wheel.now, asleep=0
        )
        live.cut()
        await connector.wheel.turn(lambda: bool(live.searches))
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert connector.coverage.of(STREAM).gaps_total == 0


async def test_where_the_plan_has_backfill_x_sends_again_and_nothing_is_searched(
    live: Any, connector: Any, number: Any, play: Any, record: Any, as_line: Any
) -> None:
    """As many minutes as are missing; the gap is one until they have gone by."""
    connector.environ = {"RUMOR_TWITTER_BACKFILL_MINUTES": "5"}
    state = connector.coverage.of(STREAM)
    async with connector.running():
        ids = await missed(connector, number, 1)
        live.plays = [play((as_line(record(number(0))),), live=True)]
        await connector.until_read(2)
        assert [gap.why for gap in state.gaps] == [UNSEARCHED]
        connector.wheel.now += timedelta(minutes=2)
        live.say(b"\r\n")
        await connector.wheel.turn(lambda: not state.gaps)
    assert connector.read() == ids
    assert [seen.get("backfill_minutes") for seen in live.seen] == [None, "1"]
    assert not live.searches


async def test_a_stream_that_falls_while_it_sends_again_leaves_its_gap_to_search(
    live: Any, connector: Any, number: Any, play: Any
) -> None:
    connector.environ = {"RUMOR_TWITTER_BACKFILL_MINUTES": "2"}
    async with connector.running():
        ids = await missed(connector, number, 2)
        live.plays = [play(), play(status=503), play(status=503), play(status=503), play(live=True)]
        for _ in range(5):
            connector.wheel.now += timedelta(seconds=40)
            await connector.wheel.turn(lambda: live.connects >= 3)
        await connector.until_read(3)
    assert connector.read() == ids
    assert live.searches


async def test_x_is_asked_in_whichever_words_it_takes(live: Any, connector: Any, number: Any) -> None:
    """By its description search knows ``post.fields``, for years it has taken tweepy's ``tweet.fields``."""
    live.strict = False
    async with connector.running():
        await missed(connector, number, 1)
        await connector.until_read(2)
    assert "note_tweet" in live.searches[0]["tweet.fields"]
    live.searches, live.strict = [], True
    async with connector.running():
        await connector.wheel.turn(lambda: bool(live.searches))
    assert "note_post" in live.searches[0]["post.fields"]


async def test_search_leaves_a_quarter_of_the_budget_to_the_stream(
    live: Any, connector: Any, number: Any
) -> None:
    """A hundred a day: 75 are spent on search, and the next day the rest."""
    connector.environ = {"RUMOR_TWITTER_READS_DAY": "100"}
    async with connector.running():
        ids = await missed(connector, number, 120)
        await connector.wheel.turn(lambda: "budget" in (connector.coverage.of(SEARCH_SOURCE).problem or ""))
        assert 65 <= live.reads <= 75
        await connector.until_read(121, leaps=True)
    assert connector.read() == ids
    assert BUDGET not in [gap.why for gap in connector.coverage.of(STREAM).gaps]


async def test_the_cursor_never_passes_what_the_sink_has(live: Any, connector: Any, number: Any) -> None:
    async with connector.running():
        await connector.until_live()
        connector.sink.open.clear()
        connector.wheel.now += timedelta(minutes=1)
        first = number(1)
        live.post(first)
        await connector.wheel.turn(lambda: connector.coverage.of(STREAM).read_at == connector.wheel.now)
        assert connector.cursors.kept[STREAM]["last_id"] < first
        connector.sink.open.set()
        await connector.wheel.turn(lambda: connector.cursors.kept[STREAM]["last_id"] == first)
    assert connector.read() == [str(first)]


async def test_a_first_start_that_dies_at_once_has_begun(live: Any, connector: Any, number: Any) -> None:
    """What is posted after the first connection is never before the first start."""
    async with connector.running():
        await connector.until_live()
        await connector.wheel.turn(lambda: STREAM in connector.cursors.kept)
    live.post(number(1))
    connector.wheel.now += timedelta(hours=5)
    async with connector.running():
        await connector.until_read(1)


async def test_a_torn_line_may_have_been_a_post(live: Any, connector: Any, number: Any) -> None:
    """The stream stands, but a line of it cannot be read: what it may have held is searched for."""
    async with connector.running():
        await connector.until_live()
        live.say(b'{"data": {"id"')
        live.post(number(1))
        await connector.wheel.turn(lambda: bool(connector.coverage.of(STREAM).gaps))
        await connector.until_read(1)
    assert live.connects == 1


async def test_x_that_takes_no_words_at_all_blames_no_rule(live: Any, connector: Any, number: Any) -> None:
    """Neither vocabulary: the gap stays, and is told, until X can be asked."""
    live.wordless = True
    state = connector.coverage.of(SEARCH_SOURCE)
    async with connector.running():
        await missed(connector, number, 1)
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


async def test_a_post_that_x_was_about_to_send_when_the_line_fell_is_found(
    live: Any, connector: Any, number: Any
) -> None:
    """X sends out of order, some seconds late: a gap begins before the last post that came."""
    async with connector.running():
        await connector.until_live()
        connector.wheel.now += timedelta(seconds=20)
        late = number(1)
        connector.wheel.now += timedelta(seconds=9)
        live.post(number(1))
        await connector.until_read(1)
        live.post(late, "No such rule matches in time: the line falls")
        live.posts[late]["text"] = "The ferry runs late"
        live.cut()
        await connector.until_read(2)
    assert str(late) in connector.read()


async def test_a_stream_that_falls_again_and_again_is_not_searched_from_the_beginning_each_time(
    live: Any, connector: Any, number: Any
) -> None:
    """Hours of falls: each post that was missed is found once or, at the seams, twice."""
    async with connector.running():
        await missed(connector, number, 1)
        for _ in range(8):
            connector.wheel.now += timedelta(minutes=20)
            live.post(number(1))
            await connector.until_live()
            await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
            live.cut()
            await connector.wheel.turn(lambda: live.live == 0)
    assert len(live.searches) >= 8
    assert live.reads <= 2 * len(live.posts) + 2


async def test_a_post_that_comes_twice_is_handed_on_as_the_same(
    live: Any, connector: Any, number: Any, record: Any, as_line: Any, play: Any
) -> None:
    """X may send again what it has sent: same name, kind and words, so that nobody counts it twice."""
    twice = as_line(record(number(1)))
    live.plays = [play((twice, b"\r\n", twice), live=True)]
    async with connector.running():
        await connector.wheel.turn(lambda: len(connector.sink.posts) == 2)
    assert len(set(connector.sink.lines())) == 1


async def test_where_page_tokens_end_the_search_goes_on_below_what_it_found(
    live: Any, connector: Any, number: Any
) -> None:
    """And every page brings it on: 250 posts by three searches, none for nothing but the refused ones."""
    live.tokens_end = True
    async with connector.running():
        ids = await missed(connector, number, 250)
        await connector.until_read(251)
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert connector.read() == ids
    assert len({search["until_id"] for search in live.searches}) == 3
    assert live.reads <= 252


async def test_a_gap_that_grows_too_old_while_it_is_searched_blames_no_rule(
    live: Any, connector: Any, number: Any, play: Any
) -> None:
    """Shut out for a week amid a search: what is forgotten by then is told, and no more is asked for."""
    state = connector.coverage.of(STREAM)
    async with connector.running():
        await missed(connector, number, 250)
        live.answers[SEARCH] = [None, *[play(status=403)] * 9]
        await connector.wheel.turn(lambda: len(live.searches) == 3, leaps=True)
        connector.wheel.now += timedelta(days=7)
        await connector.wheel.turn(lambda: UNSEARCHED not in [gap.why for gap in state.gaps], leaps=True)
    assert [gap.why for gap in state.gaps if gap.until] == [FORGOTTEN]
    assert len(live.searches) <= 5


async def test_while_the_stream_does_not_come_back_search_reads_in_its_place(
    live: Any, connector: Any, number: Any, play: Any
) -> None:
    """An hour of 503: what is posted meanwhile is some minutes late, not an hour."""
    async with connector.running():
        await missed(connector, number, 1)
        live.plays = [play(status=503)]
        for _ in range(6):
            connector.wheel.now += timedelta(minutes=10)
            late = number(1)
            live.post(late)
            posted_at = connector.wheel.now
            await connector.wheel.turn(lambda late=late: str(late) in connector.read())
            assert connector.wheel.now - posted_at < timedelta(minutes=15)
        assert not connector.coverage.of(STREAM).connected
        live.plays = [play(live=True)]
        await connector.until_live()
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert live.reads <= 3 * len(live.posts)


async def test_a_line_torn_while_x_sends_again_is_still_searched_for(
    live: Any, connector: Any, number: Any
) -> None:
    connector.environ = {"RUMOR_TWITTER_BACKFILL_MINUTES": "5"}
    state = connector.coverage.of(STREAM)
    async with connector.running():
        await missed(connector, number, 0)
        await connector.until_live()
        connector.wheel.now += timedelta(seconds=45)
        live.say(b'{"data": {"id"')
        live.post(number(1))
        await connector.wheel.turn(lambda: state.read_at == connector.wheel.now)
        connector.wheel.now += timedelta(minutes=3)
        live.say(b"\r\n")
        await connector.until_read(2)
    assert live.searches
