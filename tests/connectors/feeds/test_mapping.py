"""Of whom an item is, and when it was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.feeds.cursor import Mark, Seen, cursor_of, key_of, name_of, read_cursor
from connectors.feeds.document import Item
from connectors.feeds.mapping import Origin, channel_of, item_to_post
from connectors.web import Version

NOTICED = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ORIGIN = Origin("harbours.example", "Synthetic Ministry of Harbours", "en")
ITEM = Item("n1", "https://harbours.example/1", "Ports", "They are open.", NOTICED - timedelta(hours=1), None)


@pytest.mark.parametrize(
    ("link", "feed", "channel"),
    [
        ("https://harbours.example/1", "harbours.example", "harbours.example"),
        ("https://WWW.Harbours.example:8443/1", "harbours.example", "www.harbours.example"),
        ("https://harbours.example/1", "rss.harbours.example", "harbours.example"),
        ("https://news.ministry.gov.kz/1", "press.ministry.gov.kz", "news.ministry.gov.kz"),
        ("https://other.gov.kz/1", "ministry.gov.kz", "ministry.gov.kz"),
        ("https://alice.github.io/1", "bob.github.io", "bob.github.io"),
        ("https://gov.kz/1", "ministry.gov.kz", "ministry.gov.kz"),
        ("https://harbours.example.evil.test/1", "harbours.example", "harbours.example"),
        ("https://порты.рф/1", "xn--n1aafb5b.xn--p1ai", "xn--n1aafb5b.xn--p1ai"),
        ("http://10.0.0.2/1", "10.0.0.1", "10.0.0.1"),
        ("http://[broken", "harbours.example", "harbours.example"),
        (None, "harbours.example", "harbours.example"),
    ],
)
def test_nobody_speaks_in_anothers_name_by_linking_there(link: str | None, feed: str, channel: str) -> None:
    """A host under which anyone gets a name is no owner; letters are written as the registry writes them."""
    assert channel_of(link, feed) == channel


def test_a_post_carries_the_whole_item() -> None:
    post = item_to_post(ITEM, ORIGIN, NOTICED)
    assert (post.uid, post.text) == ("feed:harbours.example/n1", "Ports\n\nThey are open.")
    assert (post.url, post.channel_name, post.lang) == (ITEM.link, ORIGIN.title, "en")
    assert (post.published_at, post.read_at) == (NOTICED - timedelta(hours=1), NOTICED)


def test_an_item_without_a_time_that_can_be_true_was_published_when_it_was_read() -> None:
    """A time in the future is kept, and the event is no later than its reading."""
    assert item_to_post(replace(ITEM, published=None), ORIGIN, NOTICED).published_at == NOTICED
    ancient = replace(ITEM, published=datetime(1970, 1, 1, tzinfo=UTC))
    assert item_to_post(ancient, ORIGIN, NOTICED).published_at == NOTICED
    ahead = item_to_post(replace(ITEM, published=NOTICED + timedelta(days=400)), ORIGIN, NOTICED)
    assert (ahead.published_at, ahead.at) == (NOTICED + timedelta(days=400), NOTICED)


def test_an_edit_happened_when_the_feed_says_so_or_when_it_was_noticed() -> None:
    updated = replace(ITEM, updated=NOTICED - timedelta(minutes=5))
    assert item_to_post(updated, ORIGIN, NOTICED, "edit").published_at == NOTICED - timedelta(minutes=5)
    assert item_to_post(ITEM, ORIGIN, NOTICED, "edit").published_at == NOTICED


def test_a_deletion_has_no_text() -> None:
    assert item_to_post(ITEM, ORIGIN, NOTICED, "delete").text == ""


def test_an_old_day_is_believed_though_the_item_appeared_just_now() -> None:
    old = replace(ITEM, published=NOTICED - timedelta(days=3), by_day=True)
    assert item_to_post(old, ORIGIN, NOTICED, appeared=True).published_at == old.published
    today = replace(ITEM, published=NOTICED.replace(hour=0), by_day=True)
    assert item_to_post(today, ORIGIN, NOTICED, appeared=True).published_at == NOTICED


def test_a_cursor_is_read_back() -> None:
    seen = Seen(
        Version("ab", '"v"', "Mon"),
        "https://new.example/",
        NOTICED,
        "n1",
        {key_of(ITEM): Mark("ab", 2, 1, article=True, twin="cd")},
    )
    assert read_cursor(cursor_of(seen)) == seen


@pytest.mark.parametrize("cursor", [None, {}, {"seen": 1}, {"seen": {"a": 1}}, {"seen": {}, "gone": "x"}])
def test_a_damaged_cursor_costs_a_second_reading_only(cursor: dict[str, object] | None) -> None:
    assert read_cursor(cursor) == Seen()


def test_an_item_that_the_feed_shows_is_never_forgotten() -> None:
    """However many others there were: it would come again at each look."""
    seen = Seen()
    items = [replace(ITEM, id=f"n{number}") for number in range(3000)]
    for one in items:
        seen.note(one, Mark("x"))
        seen.keep(items[:10])
    assert all(seen.of(one) for one in items[:10])
    assert seen.of(items[-1])
    assert len(seen.marks) == 1000


def test_feeds_have_names_of_their_own_without_their_secrets() -> None:
    plain = "https://harbours.example/rss"
    assert name_of(plain) == name_of("http://harbours.example/rss/") == "feed:harbours.example/rss"
    secret = {name_of(f"{plain}?key={key}") for key in ("hunter2", "hunter3")} | {name_of(plain)}
    assert len(secret) == 3
    assert not any("hunter" in name for name in secret)
    assert name_of("https://[::1]:8080/rss") == "feed:[::1]:8080/rss"
