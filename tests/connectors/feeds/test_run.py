"""Feeds from a real host over real HTTP: what is new comes once, whatever dies in between."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from connectors.coverage import Coverage
from models.post import parse_post, post_record

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
