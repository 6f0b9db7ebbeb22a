"""The pages behind teasers, read as slowly as their host wants, and never where it forbids."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from aiohttp import web

from connectors.coverage import Coverage

ARTICLE = (
    "<html><head><title>Site</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Statement 1</h1>"
    + "".join(f"<p>The invented ministry says of day {n} that no harbour is closed.</p>" for n in range(6))
    + "</article><footer>All rights reserved</footer></body></html>"
)


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
