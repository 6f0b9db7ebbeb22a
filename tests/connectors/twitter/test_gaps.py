"""What the stream did not bring is searched for: nothing that X ever showed is lost.

All posts are synthetic.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from connectors.twitter.progress import STREAM

SEARCH, LOOKUP = "/2/tweets/search/recent", "/2/tweets"


async def test_posts_between_two_connections_come_by_search(live: Any, connector: Any) -> None:
    async with connector.running():
        ids = await connector.missed(3)
        await connector.until_read(4)
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert connector.read() == ids
    assert [post.text for post in connector.sink.posts] == ["The ferry runs"] * len(connector.sink.posts)
    assert len(live.searches) == 1
    assert int(live.searches[0]["since_id"]) < int(ids[0]) < int(live.searches[0]["until_id"])
    assert connector.cursors.kept[STREAM]["gaps"] == []


async def test_a_gap_survives_a_crash(live: Any, connector: Any, number: Any) -> None:
    """Killed when the stream stood again and the gap was not searched yet; later posts have been read."""
    async with connector.running():
        ids = await connector.missed(3)
        await connector.until_live()
        connector.wheel.now += timedelta(seconds=31)
        last = number(9)
        live.post(last)
        ids.append(str(last))
        await connector.wheel.turn(lambda: connector.cursors.kept[STREAM]["last_id"] == last, asleep=99)
    assert not live.searches
    connector.wheel.now += timedelta(days=1)
    async with connector.running():
        await connector.until_read(5)
    assert connector.read() == ids


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
        await connector.missed(1)
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


async def test_while_the_stream_does_not_come_back_search_reads_in_its_place(
    live: Any, connector: Any, number: Any, play: Any
) -> None:
    """An hour of 503: what is posted meanwhile is some minutes late, not an hour."""
    async with connector.running():
        await connector.missed(1)
        live.plays = [play(status=503)]
        for _ in range(6):
            connector.wheel.now += timedelta(minutes=10)
            late = number(1)
            live.post(late)
            posted_at = connector.wheel.now
            await connector.wheel.turn(lambda late=late: str(late) in connector.read())
            assert connector.wheel.now - posted_at < timedelta(minutes=30)
        assert not connector.coverage.of(STREAM).connected
        live.plays = [play(live=True)]
        await connector.until_live()
        await connector.wheel.turn(lambda: not connector.coverage.of(STREAM).gaps)
    assert live.reads <= 3 * len(live.posts)
