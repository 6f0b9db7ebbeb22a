"""The article of a page, and when it is worth asking for."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.feeds import article
from connectors.feeds.article import Articles, article_of, is_fuller, is_teaser
from connectors.feeds.document import Item

LONG = "Вымышленное министерство сообщает: порты открыты и останутся открытыми. " * 8
PAGE = (
    "<html><head><meta charset='{0}'><title>Портал</title></head><body>"
    "<ul class=menu><li><a href=/>Главная</a></ul>"
    "<article><h1>Порты открыты</h1>"
    + "".join(
        f"<p>{n}-й причал работает, сообщила пресс-служба вымышленного министерства портов.</p>"
        for n in range(9)
    )
    + "</article><div class=footer>Все права защищены</div></body></html>"
)


def item(body: str, link: str | None = "https://harbours.example/1") -> Item:
    return Item("1", link, "T", body, None, None)


@pytest.mark.parametrize(
    "body",
    ["", "Short.", LONG + "…", LONG + "...", LONG + "[…]", LONG + "Читать далее", LONG + "Подробнее »",
     LONG + "Толығырақ", LONG + "Докладніше", LONG + "Continue reading →", LONG + "Weiterlesen"],
)  # fmt: skip
def test_a_body_that_is_short_or_breaks_off_is_a_teaser(body: str) -> None:
    assert is_teaser(item(body))


@pytest.mark.parametrize("body", [LONG, LONG + "He wanted to read more.", LONG + 'Он сказал: "далее".'])
def test_a_whole_body_is_none(body: str) -> None:
    assert not is_teaser(item(body))


def test_without_a_page_there_is_no_more() -> None:
    assert not is_teaser(item("Short.", None))


@pytest.mark.parametrize("written", ["utf-8", "cp1251", "koi8-r"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1251"])
def test_an_article_is_taken_without_what_stands_around_it(written: str, declared: str) -> None:
    found = article_of(PAGE.format(declared).encode(written), "text/html") or ""
    assert "8-й причал работает" in found
    assert "Главная" not in found
    assert "права защищены" not in found


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_page_breaks_it(body: bytes) -> None:
    for page in (body, PAGE.format("utf-8").encode().replace(b"<article>", body)):
        found = article_of(page, "text/html")
        assert found is None or found.strip()


@pytest.mark.parametrize(
    ("article", "fuller"),
    [
        (LONG, True),
        ("Порты", False),
        (
            "We value your privacy. Our partners store cookies on your device. " * 4,
            False,
        ),
        ("Включите поддержку скриптов в браузере, чтобы продолжить. " * 5, False),
    ],
)
def test_what_stands_in_an_articles_place_is_not_taken_for_it(article: str, fuller: bool) -> None:
    teaser = Item("1", "https://harbours.example/1", "Порты открыты", "Министерство сообщает…", None, None)
    assert is_fuller(article, teaser) is fuller


async def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread cannot be stopped, and nobody waits for it."""
    release = threading.Event()
    monkeypatch.setattr(article, "article_of", lambda *_: str(release.wait(20)))
    articles = Articles(patience=0.05)
    try:
        assert await articles.take(b"", None) is None
    finally:
        release.set()
        await asyncio.sleep(0)
        articles.close()
