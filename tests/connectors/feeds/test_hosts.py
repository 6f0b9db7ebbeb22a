"""What a host may do: move, fail, ask to wait, dribble, send without end, lead into our network."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from connectors.coverage import Coverage

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def test_an_unchanged_feed_is_asked_by_its_version(bench: Any) -> None:
    """Both of them are sent back, and the answer 304 counts as read."""
    stamp = "Mon, 02 Mar 2026 11:30:00 GMT"
    bench.host.give("/rss", bench.rss(bench.item(1)), ETag='"v1"', Last_Modified=stamp)
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: len(bench.host.paths()) > 3)
    asked = [headers for path, headers in bench.host.asked if path == "/rss"]
    assert "If-None-Match" not in asked[0]
    assert (asked[1]["If-None-Match"], asked[1]["If-Modified-Since"]) == ('"v1"', stamp)
    (state,) = coverage.sources.values()
    assert state.connected
    assert state.read_at is not None
    assert state.read_at > NOON
    assert len(bench.sink.posts) == 1


@pytest.mark.parametrize("status", [301, 308])
async def test_a_feed_that_moved_is_asked_where_it_is(
    bench: Any, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Also after a restart; its posts keep their names, and the log says what to mend."""
    bench.host.refuse("/old", status, Location="/new?key=secret")
    bench.host.give("/new", bench.rss(bench.item(1)))
    bench.watch("/old")
    async with bench.running():
        await bench.until(lambda: bench.host.paths().count("/new") > 2)
    assert bench.host.paths().count("/old") == 1
    async with bench.running():
        await bench.until(lambda: bench.host.paths().count("/new") > 4)
    assert bench.host.paths().count("/old") == 1
    assert "has moved for good to feed:127.0.0.1" in caplog.text
    assert "secret" not in caplog.text
    assert len(bench.sink.posts) == 1


async def test_a_passing_redirect_is_not_remembered(bench: Any) -> None:
    bench.host.refuse("/old", 302, Location="/new")
    bench.host.give("/new", bench.rss(bench.item(1)))
    bench.watch("/old")
    async with bench.running():
        await bench.until(lambda: bench.host.paths().count("/new") > 2)
    assert bench.host.paths().count("/old") > 2


async def test_a_version_is_of_one_address_alone(bench: Any) -> None:
    """Where a redirect leads elsewhere for once, an older document there is read, not taken for unchanged."""
    stamp = "Mon, 02 Mar 2026 11:30:00 GMT"
    bench.host.give("/rss", bench.rss(bench.item(1)), ETag='"v1"', Last_Modified=stamp)
    bench.host.give("/other", bench.rss(bench.item(2)), ETag='"v1"')
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        bench.host.refuse("/rss", 302, Location="/other")
        await bench.sink.until(lambda posts: len(posts) == 2)
    asked = [headers for path, headers in bench.host.asked if path == "/other"]
    assert "If-None-Match" not in asked[0]
    assert "If-Modified-Since" not in asked[0]


async def test_where_the_new_place_fails_the_old_one_is_asked_again(bench: Any) -> None:
    bench.host.refuse("/old", 301, Location="/new")
    bench.host.give("/new", bench.rss(bench.item(1)))
    bench.watch("/old")
    async with bench.running():
        await bench.until(lambda: bench.host.paths().count("/new") > 1)
        bench.host.give("/old", bench.rss(bench.item(2)))
        bench.host.refuse("/new", 410)
        await bench.sink.until(lambda posts: len(posts) == 2)


async def test_a_feed_that_is_gone_is_told_and_asked_once_a_day(bench: Any) -> None:
    """Also after a restart."""
    asked_at: list[datetime] = []

    async def gone(_: web.Request) -> web.Response:
        asked_at.append(bench.clock())
        return web.Response(status=410)

    bench.host.handlers["/rss"] = gone
    bench.watch("/rss")
    coverage = Coverage()
    for times in (1, 4):
        async with bench.running(coverage=coverage):
            await bench.until(lambda times=times: len(bench.cursors.saved) >= times)
    assert all(later - sooner > timedelta(hours=23) for sooner, later in pairwise(asked_at))
    (state,) = coverage.sources.values()
    assert not state.connected
    assert "410" in (state.problem or "")


@pytest.mark.parametrize("status", [404, 500])
async def test_a_feed_that_fails_is_asked_less_and_less(bench: Any, status: int) -> None:
    """Twice the time after each failure, up to a bound; the gap it leaves is told while it lasts."""
    bench.host.refuse("/rss", status)
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: len(bench.host.paths()) > 6)
        (state,) = coverage.sources.values()
        assert str(status) in (state.problem or "")
        assert [gap.until for gap in state.gaps] == [None]
        bench.host.give("/rss", bench.rss(bench.item(1)))
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: state.connected)
        assert state.gaps == []
    waits = [seconds for seconds in bench.clock.slept if seconds >= 30 and seconds != 5]
    assert waits[:6] == [60, 120, 240, 480, 600, 600]


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_to_wait_is_obeyed(bench: Any, status: int) -> None:
    """By all feeds of it, and it is counted."""
    bench.host.refuse("/one", status, Retry_After="3600")
    bench.host.give("/two", bench.rss(bench.item(2)))
    bench.watch("/one", "/two")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: "/one" in bench.host.paths())
        bench.host.give("/one", bench.rss(bench.item(1)))
        twos = bench.host.paths().count("/two")
        await bench.until(lambda: bench.host.paths().count("/one") == 2)
        assert (bench.clock() - NOON).total_seconds() >= 3600
        assert bench.host.paths().count("/two") <= twos + 2
    state = next(state for name, state in coverage.sources.items() if name.endswith("/one"))
    assert state.floods == 1


async def test_a_host_that_dribbles_is_left_and_others_are_read(bench: Any) -> None:
    """A byte now and then keeps no connection open beyond the time for one answer."""

    async def dribble(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):
            for _ in range(1000):
                await response.write(b" ")
                await asyncio.sleep(0.02)
        return response

    bench.host.handlers["/slow"] = dribble
    bench.host.give("/rss", bench.rss(bench.item(1)))
    bench.watch("/slow", "/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage, timeout=1.0):
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    problems = {name.rpartition("/")[2]: state.problem for name, state in coverage.sources.items()}
    assert problems == {"slow": "no answer in time", "rss": None}


async def test_of_a_body_without_end_the_start_is_read(bench: Any) -> None:
    """50 MB are offered; 5 are taken, and the item that is cut through is not believed."""
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        head = bench.rss(bench.item(2), bench.item(1)).removesuffix("</channel></rss>")
        await response.write(head.encode())
        await response.write(b"<item><guid>n3</guid><title>Cut</title><description>")
        with suppress(ConnectionError):
            for _ in range(50):
                await response.write(b"harbour " * 125_000)
                sent += 1_000_000
        return response

    bench.host.handlers["/rss"] = endless
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 2)
        await bench.until(lambda: bool(bench.cursors.saved))
    assert {post.post_id for post in bench.sink.posts} == {"n1", "n2"}
    assert sent < 50_000_000


async def test_what_unpacks_to_more_than_is_read_is_cut(bench: Any) -> None:
    """60 KB on the wire, 60 MB in memory if all were unpacked."""
    packed = gzip.compress(bench.rss(bench.item(1)).encode() + b" " * 60_000_000, 1)
    bench.host.give("/rss", packed, Content_Encoding="gzip")
    bench.watch("/rss")
    async with bench.running():
        tracemalloc.start()
        try:
            await bench.until(lambda: bool(bench.cursors.saved))
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert most < 45_000_000


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/rss", "http://127.0.0.2/rss", "http://169.254.169.254/latest", "http://[::1]/rss",
     "http://localhost:9092/", "http://127.0.0.1:9092/", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd",
     "http://2130706433/", "gopher://harbours.example/"],
)  # fmt: skip
async def test_a_redirect_into_our_network_is_not_followed(bench: Any, target: str) -> None:
    """The watchlist named one host and port inside, and nothing else there."""
    bench.host.refuse("/rss", 302, Location=target)
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    (state,) = coverage.sources.values()
    assert "not followed" in (state.problem or "")


async def test_a_circle_of_redirects_ends(bench: Any) -> None:
    bench.host.refuse("/rss", 302, Location="/rss")
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    assert "redirects more than 5 times" in (next(iter(coverage.sources.values())).problem or "")


async def test_hosts_are_told_who_reads(bench: Any) -> None:
    """And whom to write to; a line break in the setting forges no header."""
    bench.host.give("/rss", bench.rss(bench.item(1)))
    bench.watch("/rss")
    environ = {"RUMOR_CONTACT": "desk@outlet.example\r\nX-Forged: 1"}
    async with bench.running(environ=environ):
        await bench.sink.until(lambda posts: len(posts) == 1)
    headers = bench.host.asked[-1][1]
    assert headers["User-Agent"] == "rumor-monitor/0.1 (+desk@outlet.example X-Forged: 1)"
    assert "X-Forged" not in headers
