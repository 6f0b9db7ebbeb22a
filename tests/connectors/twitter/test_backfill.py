"""Where the plan with X has backfill, X fills short gaps by itself.

All posts are synthetic.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from connectors.twitter.progress import STREAM, UNSEARCHED

SEARCH, LOOKUP = "/2/tweets/search/recent", "/2/tweets"


async def test_where_the_plan_has_backfill_x_sends_again_and_nothing_is_searched(
    live: Any, connector: Any, number: Any, play: Any, record: Any, as_line: Any
) -> None:
    """As many minutes as are missing; the gap is one until they have gone by."""
    connector.environ = {"RUMOR_TWITTER_BACKFILL_MINUTES": "5"}
    state = connector.coverage.of(STREAM)
    async with connector.running():
        ids = await connector.missed(1)
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
    live: Any, connector: Any, play: Any
) -> None:
    connector.environ = {"RUMOR_TWITTER_BACKFILL_MINUTES": "2"}
    async with connector.running():
        ids = await connector.missed(2)
        live.plays = [play(), play(status=503), play(status=503), play(status=503), play(live=True)]
        for _ in range(5):
            connector.wheel.now += timedelta(seconds=40)
            await connector.wheel.turn(lambda: live.connects >= 3)
        await connector.until_read(3)
    assert connector.read() == ids
    assert live.searches


async def test_a_line_torn_while_x_sends_again_is_still_searched_for(
    live: Any, connector: Any, number: Any
) -> None:
    connector.environ = {"RUMOR_TWITTER_BACKFILL_MINUTES": "5"}
    state = connector.coverage.of(STREAM)
    async with connector.running():
        await connector.missed(0)
        await connector.until_live()
        connector.wheel.now += timedelta(seconds=45)
        live.say(b'{"data": {"id"')
        live.post(number(1))
        await connector.wheel.turn(lambda: state.read_at == connector.wheel.now)
        connector.wheel.now += timedelta(minutes=3)
        live.say(b"\r\n")
        await connector.until_read(2)
    assert live.searches
