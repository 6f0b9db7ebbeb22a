"""Pages that denials of live claims stand on are asked after, however old."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, NoReturn

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from connectors.feeds import DenialPages, LivePage
from connectors.feeds.standing import picked

CLAIM = {
    "claim": "abcd",
    "status": "denied",
    "denials": [
        {"post": "feed:Harbours.example/n1", "url": "https://harbours.example/1", "withdrawn_at": None},
        {
            "post": "feed:harbours.example/n2",
            "url": "https://harbours.example/2",
            "withdrawn_at": "2026-03-02",
        },
        {"post": "feed:harbours.example/n3", "url": None},
        {"post": "twitter:harbours/4", "url": "https://x.com/harbours/status/4"},
        {"post": "feed:harbours.example/n5", "url": "javascript:alert(1)"},
    ],
}


class FakeLive:
    """Knows what it is given."""

    def __init__(self, *pages: LivePage) -> None:
        self.known = list(pages)

    def pages(self) -> Iterable[LivePage]:
        return list(self.known)

    async def run(self) -> NoReturn:
        while True:
            await asyncio.Event().wait()


def live_page(bench: Any, number: int, host: str = "127.0.0.1") -> LivePage:
    address = bench.host.url(f"/news/{number}").replace("127.0.0.1", host)
    return LivePage(f"feed:{host}/n{number}", address)


ALLOWED = {"RUMOR_FEEDS_ALLOW": "127.0.0.1 localhost"}


async def test_a_denial_that_was_taken_off_its_site_is_a_deletion(bench: Any) -> None:
    """Told once, at the second round that does not find it; one that is there is let stand."""
    bench.host.refuse("/news/1", 404)
    bench.host.give("/news/2", "<html></html>", "text/html")
    bench.watchlist.write_text("", encoding="utf-8")
    live = FakeLive(live_page(bench, 1), live_page(bench, 2))
    async with bench.running(live=live, environ=ALLOWED):
        await bench.sink.until(lambda posts: len(posts) == 1)
        asked = bench.host.paths().count("/news/2")
        await bench.until(lambda: bench.host.paths().count("/news/2") > asked + 2)
    (post,) = bench.sink.posts
    assert (post.kind, post.key, post.text) == ("delete", "feed:127.0.0.1/n1", "")
    assert bench.host.paths().count("/news/1") == 2


async def test_a_page_that_comes_back_was_never_deleted(bench: Any) -> None:
    answers = [404, 200, 404, 200, 404, 200]

    async def page(_: web.Request) -> web.Response:
        return web.Response(status=answers.pop(0) if answers else 200)

    bench.host.handlers["/news/1"] = page
    bench.watchlist.write_text("", encoding="utf-8")
    async with bench.running(live=FakeLive(live_page(bench, 1)), environ=ALLOWED):
        await bench.until(lambda: not answers)
    assert bench.sink.posts == []


async def test_a_site_that_moved_takes_nothing_back(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    """All its pages are gone at once; a page of another host is judged by itself."""
    for number in (1, 2, 3):
        bench.host.refuse(f"/news/{number}", 404)
    bench.watchlist.write_text("", encoding="utf-8")
    live = FakeLive(live_page(bench, 1), live_page(bench, 2), live_page(bench, 3, "localhost"))
    async with bench.running(live=live, environ=ALLOWED):
        await bench.sink.until(lambda posts: len(posts) == 1)
        await bench.until(lambda: bench.host.paths().count("/news/1") > 4)
    assert [post.key for post in bench.sink.posts] == ["feed:localhost/n3"]
    assert "no page of 127.0.0.1 is where it was" in caplog.text


def test_of_a_claim_the_pages_of_denials_that_stand_are_known() -> None:
    assert picked(CLAIM) == {"pages": {"feed:harbours.example/n1": "https://harbours.example/1"}}
    assert picked(CLAIM | {"status": "dormant"}) is None
    assert picked(CLAIM | {"merged_into": "beef"}) is None
    assert picked({"claim": "x"}) is None


def test_a_page_that_denies_two_claims_is_asked_for_once() -> None:
    pages = DenialPages("unused:9092", "claims")
    pages._claims = {
        "a": {"pages": {"feed:a.example/1": "https://a.example/1"}},
        "b": {"pages": {"feed:a.example/1": "https://a.example/1"}},
    }
    assert list(pages.pages()) == [LivePage("feed:a.example/1", "https://a.example/1")]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["feed:a/b", "https://a/"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["post", "url", "withdrawn_at"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["status", "denials", "merged_into"]), anything))
def test_no_record_of_a_claim_breaks_it(record: dict[str, Any]) -> None:
    found = picked(record)
    assert found is None or found["pages"]
