"""Feeds from a real host over real HTTP: what is new comes once, whatever the host does."""

from __future__ import annotations

import asyncio
import gzip
import logging
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiohttp import web

from connectors.coverage import Coverage
from models.post import parse_post, post_record

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ARTICLE = (
    "<html><head><title>Site</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Statement 1</h1>"
    + "".join(f"<p>The invented ministry says of day {n} that no harbour is closed.</p>" for n in range(6))
    + "</article><footer>All rights reserved</footer></body></html>"
)


async def test_new_items_come_once_and_oldest_first(bench: Any) -> None:
    """An item that has left the feed is no deletion, and one that is there still is no news."""
    early = bench.item(1, date="Mon, 02 Mar 2026 10:00:00 GMT")
    bench.host.give("/rss", bench.rss(bench.item(2), early))
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 2)
        late = bench.item(3, date="Mon, 02 Mar 2026 12:00:00 GMT")
        bench.host.give("/rss", bench.rss(late, bench.item(2)))
        await bench.sink.until(lambda posts: len(posts) == 3)
        looked = len(bench.host.asked)
        await bench.until(lambda: len(bench.host.asked) > looked + 3)
    assert [post.uid for post in bench.sink.posts] == [f"feed:127.0.0.1/n{n}" for n in (1, 2, 3)]
    assert {post.kind for post in bench.sink.posts} == {"post"}
    first = bench.sink.posts[0]
    assert (first.channel_name, first.lang, first.url) == (
        "Synthetic Ministry of Harbours", "en", "https://harbours.example/news/1"
    )  # fmt: skip
    assert first.published_at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert [parse_post(post_record(post)).key for post in bench.sink.posts] == [
        p.key for p in bench.sink.posts
    ]


async def test_a_statement_that_was_taken_off_the_site_is_a_deletion(bench: Any) -> None:
    """Gone from the feed, and its page answers 404 twice; one that has a page still only left the window."""
    kept, taken = (bench.item(n, link=bench.host.url(f"/news/{n}")) for n in (1, 2))
    bench.host.give("/news/1", ARTICLE, "text/html")
    bench.host.give("/news/2", ARTICLE, "text/html")
    bench.host.give("/rss", bench.rss(taken, kept))
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 2)
        bench.host.give("/rss", bench.rss(bench.item(3)))
        await bench.until(lambda: bench.host.paths().count("/news/2") == 1)
        bench.host.refuse("/news/2", 404)
        await bench.sink.until(lambda posts: len(posts) == 4)
        await bench.until(lambda: bench.host.paths().count("/news/1") > 4)
    deletions = [(post.post_id, post.text) for post in bench.sink.posts if post.kind == "delete"]
    assert deletions == [("n2", "")]
    assert bench.host.paths().count("/news/2") == 3


async def test_a_changed_text_is_an_edit(bench: Any) -> None:
    """With the whole new text, at the time it was noticed."""
    bench.host.give("/rss", bench.rss(bench.item(1)))
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        bench.host.give("/rss", bench.rss(bench.item(1, bench.whole + "It withdraws what it said.")))
        await bench.sink.until(lambda posts: len(posts) == 2)
    first, edit = bench.sink.posts
    assert (edit.kind, edit.uid) == ("edit", first.uid)
    assert edit.text.endswith("It withdraws what it said.")
    assert edit.published_at == edit.read_at


async def test_an_item_whose_id_is_another_one_now_is_no_news(bench: Any) -> None:
    """Some sites draw ids anew at each look; the same words at another time are another statement."""
    looks = 0

    async def drawing(_: web.Request) -> web.Response:
        nonlocal looks
        looks += 1
        again = bench.item(1, date="Mon, 02 Mar 2026 11:30:00 GMT")
        text = bench.rss(bench.item(1), again.replace("n1", "again")).replace("n1<", f"n1-{looks}<")
        return web.Response(text=text)

    bench.host.handlers["/rss"] = drawing
    bench.watch("/rss")
    async with bench.running():
        await bench.until(lambda: looks > 4)
    assert sorted(post.post_id for post in bench.sink.posts) == ["again", "n1-1"]


async def test_a_feed_that_is_always_another_one_is_held(bench: Any) -> None:
    """A counter in an item must not make news for ever: the twentieth edit is the last."""
    looks = 0

    async def counting(_: web.Request) -> web.Response:
        nonlocal looks
        looks += 1
        return web.Response(text=bench.rss(bench.item(1, f"{bench.whole} {looks} comments")))

    bench.host.handlers["/rss"] = counting
    bench.watch("/rss")
    async with bench.running():
        await bench.until(lambda: looks > 30)
    assert len(bench.sink.posts) == 21


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


async def test_the_article_behind_a_teaser_is_read(bench: Any) -> None:
    """What stands around it on the page is not, and the title comes once."""
    link = bench.host.url("/news/1")
    bench.host.give("/rss", bench.rss(bench.item(1, "No harbour is closed… read more", link=link)))
    bench.host.give("/news/1", ARTICLE, "text/html; charset=utf-8")
    bench.watch("/rss")
    async with bench.running():
        await bench.until(lambda: bool(bench.cursors.saved))
    (post,) = bench.sink.posts
    assert post.text.count("no harbour is closed") == 6
    assert post.text.count("Statement 1") == 1
    assert "rights reserved" not in post.text
    assert "Home" not in post.text


async def test_a_teaser_goes_on_where_its_page_fails_and_the_article_follows(bench: Any) -> None:
    """As an edit, also when the connector was restarted meanwhile and the feed has not changed."""
    link = bench.host.url("/news/1")
    feed = bench.rss(bench.item(1, "No harbour is closed…", link=link))
    bench.host.give("/rss", feed, ETag='"v1"')
    bench.host.refuse("/news/1", 500)
    bench.watch("/rss")
    async with bench.running():
        await bench.until(lambda: bool(bench.cursors.saved))
        bench.host.handlers.pop("/rss")
    assert [(post.kind, post.text) for post in bench.sink.posts] == [
        ("post", "Statement 1\n\nNo harbour is closed…")
    ]
    bench.host.give("/rss", feed, ETag='"v1"')
    bench.host.give("/news/1", ARTICLE, "text/html; charset=utf-8")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 2)
    assert bench.sink.posts[1].kind == "edit"
    assert bench.sink.posts[1].text.count("no harbour is closed") == 6


async def test_a_new_teaser_takes_no_article_back(bench: Any) -> None:
    """Where its page cannot be read just then, the article stands until it can."""
    link = bench.host.url("/news/1")
    answers = [(200, ARTICLE), (500, ""), (200, ARTICLE.replace("closed", "shut"))]

    async def page(_: web.Request) -> web.Response:
        status, text = answers.pop(0)
        return web.Response(status=status, text=text, content_type="text/html")

    bench.host.handlers["/news/1"] = page
    bench.host.give("/rss", bench.rss(bench.item(1, "No harbour is closed…", link=link)))
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        bench.host.give("/rss", bench.rss(bench.item(1, "No harbour is shut…", link=link)))
        await bench.sink.until(lambda posts: len(posts) == 2)
    told = [(post.kind, post.text.count("closed"), post.text.count("shut")) for post in bench.sink.posts]
    assert told == [("post", 6, 0), ("edit", 0, 6)]


async def test_a_page_that_fails_is_asked_three_times_more_and_no_further(bench: Any) -> None:
    link = bench.host.url("/news/1")
    bench.host.give("/rss", bench.rss(bench.item(1, "No harbour is closed…", link=link)))
    bench.host.refuse("/news/1", 500)
    bench.watch("/rss")
    async with bench.running():
        await bench.until(lambda: bench.host.paths().count("/rss") > 8)
    assert bench.host.paths().count("/news/1") == 4
    assert len(bench.sink.posts) == 1


async def test_a_page_that_hangs_holds_nothing_back(bench: Any) -> None:
    """Neither its teaser nor the next looks at the feed, and it is not begun for ever."""
    link = bench.host.url("/news/1")
    bench.host.give("/rss", bench.rss(bench.item(1, "No harbour is closed…", link=link)))

    async def hang(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    bench.host.handlers["/news/1"] = hang
    bench.watch("/rss")
    async with bench.running(pace=replace(bench.pace, every={1: 0.05}, inline=0.05)):
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: bench.host.paths().count("/rss") > 8)
    assert 1 <= bench.host.paths().count("/news/1") <= 4


async def test_robots_are_kept_from_pages_where_the_host_says_so(bench: Any) -> None:
    """The feed is read all the same: that rule is for all robots and not for us."""
    link = bench.host.url("/news/1")
    bench.host.give("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    bench.host.give("/rss", bench.rss(bench.item(1, "No harbour is closed…", link=link)))
    bench.host.give("/news/1", ARTICLE, "text/html")
    bench.watch("/rss")
    async with bench.running():
        await bench.until(lambda: bench.host.paths().count("/rss") > 2)
    assert "/news/1" not in bench.host.paths()
    assert bench.sink.posts[0].text == "Statement 1\n\nNo harbour is closed…"
    assert [path for path, _ in bench.host.asked].count("/robots.txt") == 1


async def test_a_host_that_forbids_us_by_name_is_not_read(bench: Any) -> None:
    bench.host.give("/robots.txt", "User-agent: rumor-monitor\nDisallow: /rss\n", "text/plain")
    bench.host.give("/rss", bench.rss(bench.item(1)))
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    assert "forbids it to us by name" in (next(iter(coverage.sources.values())).problem or "")
    assert bench.host.paths() == []


async def test_pages_are_asked_as_slowly_as_the_host_wants(bench: Any) -> None:
    """The teasers go on meanwhile, and the articles follow one by one."""
    links = [bench.host.url(f"/news/{number}") for number in (1, 2, 3)]
    teasers = [bench.item(n, f"No harbour {n} is closed…", link=link) for n, link in enumerate(links, 1)]
    bench.host.give("/robots.txt", "User-agent: *\nCrawl-delay: 3600\n", "text/plain")
    bench.host.give("/rss", bench.rss(*teasers), ETag='"v1"')
    asked_at: list[datetime] = []

    async def page(_: web.Request) -> web.Response:
        asked_at.append(bench.clock())
        return web.Response(text=ARTICLE, content_type="text/html")

    for number in (1, 2, 3):
        bench.host.handlers[f"/news/{number}"] = page
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 5)
    assert [post.kind for post in bench.sink.posts] == ["post", "post", "post", "edit", "edit"]
    apart = [(later - sooner).total_seconds() for sooner, later in pairwise(asked_at)]
    assert min(apart) >= 3600 - 60  # less what the clock went on between the turn and the answer
    assert bench.host.paths().count("/rss") > 100  # nor does the feed wait for its pages


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


async def test_nothing_is_lost_when_the_program_dies_anywhere(bench: Any) -> None:
    """Killed before every third post is acknowledged; what comes twice has one name and one text."""
    items = [bench.item(number) for number in range(12, 0, -1)]
    bench.host.give("/rss", bench.rss(*items), ETag='"v1"')
    bench.watch("/rss")
    for stop in (3, 6, 9):
        async with bench.running():
            await bench.sink.until(lambda posts, stop=stop: len(posts) >= stop)
            bench.sink.open.clear()
        bench.sink.open.set()
    async with bench.running():
        await bench.until(lambda: bool(bench.cursors.saved))
    assert {post.key for post in bench.sink.posts} == {f"feed:127.0.0.1/n{n}" for n in range(1, 13)}
    assert len({(post.key, post.kind, post.text, post.published_at) for post in bench.sink.posts}) == 12


async def test_a_version_is_kept_only_when_kafka_has_its_items(bench: Any) -> None:
    """The cursor is saved after the last post, never before."""
    bench.host.give("/rss", bench.rss(bench.item(2), bench.item(1)), ETag='"v1"')
    bench.watch("/rss")
    bench.sink.refusals = 3
    async with bench.running():
        await bench.until(lambda: bool(bench.cursors.saved))
    name, cursor, sent = bench.cursors.saved[0]
    assert name == f"feed:127.0.0.1:{bench.host.port}/rss"
    assert bench.cursors.kept[name]["version"]["etag"] == '"v1"'
    assert (cursor, sent) == ("n2", 2)


async def test_a_sink_that_is_full_holds_the_reading_back(bench: Any) -> None:
    bench.host.give("/rss", bench.rss(bench.item(2), bench.item(1)))
    bench.watch("/rss")
    bench.sink.open.clear()
    async with bench.running():
        await bench.until(lambda: "/rss" in bench.host.paths())
        await asyncio.sleep(0.1)
        assert bench.host.paths() == ["/rss"]
        bench.sink.open.set()
        await bench.sink.until(lambda posts: len(posts) == 2)


async def test_a_gap_is_told_where_the_feed_shows_nothing_known(bench: Any) -> None:
    """After an outage the window may have gone past what was not seen."""
    bench.host.give("/rss", bench.rss(bench.item(1)))
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.sink.until(lambda posts: len(posts) == 1)
        bench.host.refuse("/rss", 500)
        (state,) = coverage.sources.values()
        await bench.until(lambda: not state.connected)
        new = (bench.item(n, date="Mon, 02 Mar 2026 23:00:00 GMT") for n in (9, 8, 7))
        bench.host.give("/rss", bench.rss(*new))
        await bench.until(lambda: state.connected)
    assert [gap.why for gap in state.gaps] == ["the host answers 500"]
    assert state.gaps_total == 1


async def test_a_feed_that_went_on_too_fast_leaves_a_gap_and_a_slow_one_none(bench: Any) -> None:
    """What tells is whether it shows anything from before the last look."""
    bench.host.give("/rss", bench.rss(*(bench.item(n) for n in (3, 2, 1))))
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.sink.until(lambda posts: len(posts) == 3)
        bench.host.give("/rss", bench.rss(*(bench.item(n) for n in (6, 5, 4))))
        await bench.sink.until(lambda posts: len(posts) == 6)
        (state,) = coverage.sources.values()
        assert state.gaps == []
        late = [bench.item(n, date="Mon, 02 Mar 2026 23:00:00 GMT") for n in (9, 8, 7)]
        bench.host.give("/rss", bench.rss(*late))
        await bench.sink.until(lambda posts: len(posts) == 9)
        await bench.until(lambda: bool(state.gaps))
    assert ["nothing but new items" in gap.why for gap in state.gaps] == [True]


async def test_what_is_no_feed_is_told(bench: Any) -> None:
    """A page in its place must not pass for a feed without items."""
    bench.host.give("/rss", "<html><body><h1>Please log in</h1></body></html>", "text/html")
    bench.watch("/rss")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
    assert "no feed" in (next(iter(coverage.sources.values())).problem or "")


async def test_a_feed_added_to_the_file_is_read_without_a_restart(bench: Any) -> None:
    """And one that was taken out is forgotten."""
    bench.host.give("/one", bench.rss(bench.item(1)))
    bench.host.give("/two", bench.rss(bench.item(2)))
    bench.watch("/one")
    coverage = Coverage()
    async with bench.running(coverage=coverage):
        await bench.sink.until(lambda posts: len(posts) == 1)
        bench.watch("/two")
        await bench.sink.until(lambda posts: len(posts) == 2)
    assert [name.rpartition("/")[2] for name in coverage.sources] == ["two"]


async def test_a_list_without_feeds_waits_for_one(bench: Any) -> None:
    bench.host.give("/rss", bench.rss(bench.item(1)))
    bench.watchlist.write_text("", encoding="utf-8")
    async with bench.running():
        await asyncio.sleep(0.05)
        bench.watch("/rss")
        await bench.sink.until(lambda posts: len(posts) == 1)


@pytest.mark.parametrize("order", [range(10, 0, -1), range(1, 11)])
async def test_of_a_feed_never_read_the_newest_go_on(bench: Any, order: range) -> None:
    """Whichever way it is written; the others are known from then on, so they are no news later."""
    dates = {number: f"Mon, 02 Mar 2026 {number:02}:00:00 GMT" for number in order}
    bench.host.give("/rss", bench.rss(*(bench.item(number, date=dates[number]) for number in order)))
    bench.watch("/rss")
    async with bench.running(pace=replace(bench.pace, window=3)):
        await bench.until(lambda: bench.host.paths().count("/rss") > 3)
    assert {post.post_id for post in bench.sink.posts} == {"n10", "n9", "n8"}


async def test_a_day_without_an_hour_is_no_midnight(bench: Any) -> None:
    """An item that appears between two looks is as new as that; a denial would be older than its rumour."""
    bench.host.give("/rss", bench.rss(bench.item(1, date="02.03.2026")))
    bench.watch("/rss")
    async with bench.running():
        await bench.sink.until(lambda posts: len(posts) == 1)
        both = bench.rss(bench.item(2, date="02.03.2026"), bench.item(1, date="02.03.2026"))
        bench.host.give("/rss", both)
        await bench.sink.until(lambda posts: len(posts) == 2)
    first, second = bench.sink.posts
    assert first.published_at == datetime(2026, 3, 2, tzinfo=UTC)
    assert second.published_at == second.read_at


async def test_no_secret_of_an_address_is_told(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a password nor a key in it, in the log, in names of sources or in cursors."""
    bench.host.refuse("/rss", 500)
    address = bench.host.url("/rss").replace("//", "//desk:hunter2@") + "?key=hunter3"
    bench.watchlist.write_text(f'[[feed]]\nurl = "{address}"\n', encoding="utf-8")
    coverage = Coverage()
    with caplog.at_level(logging.DEBUG):
        async with bench.running(coverage=coverage):
            await bench.until(lambda: any(state.problem for state in coverage.sources.values()))
            bench.host.give("/rss", bench.rss(bench.item(1)))
            await bench.until(lambda: bool(bench.cursors.kept))
    ours = [record for record in caplog.records if record.name != "aiohttp.access"]  # the test's own host
    told = (
        "".join(record.getMessage() + str(record.exc_text) for record in ours)
        + repr(coverage)
        + repr(bench.cursors.kept)
    )
    assert "hunter" not in told
