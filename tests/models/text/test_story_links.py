"""All addresses of one story have one name; front pages and channels are no stories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import own_words, story_pages

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


def test_the_addresses_of_a_story_have_one_name() -> None:
    """With and without www, telephone pages, tracking, fragment, scheme."""
    written = (
        "https://news.example/2026/pier-sinks",
        "http://www.news.example/2026/pier-sinks/?utm_source=tg&fbclid=1#top",
        "m.news.example/2026/pier-sinks",
        "https://amp.news.example/2026/pier-sinks?ref=x",
    )
    names = {story_pages(f"look: {link}!") for link in written}
    assert len(names) == 1
    assert names != {story_pages("https://news.example/2026/pier-floats")}


@pytest.mark.parametrize(
    ("link", "uid"),
    [
        ("https://t.me/Sandrock_Evening/4711", "telegram:sandrock_evening/4711"),
        ("t.me/s/Sandrock_Evening/4711", "telegram:sandrock_evening/4711"),
        ("https://telegram.me/sandrock_evening/4711?single", "telegram:sandrock_evening/4711"),
        ("https://twitter.com/Harbour_Desk/status/77?s=20", "twitter:harbour_desk/77"),
        ("https://mobile.twitter.com/harbour_desk/status/77/photo/1", "twitter:harbour_desk/77"),
        ("https://x.com/Harbour_Desk/status/77", "twitter:harbour_desk/77"),
        ("https://bsky.app/profile/Harbour.example/post/3LkaB", "bluesky:harbour.example/3LkaB"),
        ("bsky.app/profile/did:plc:abc234/post/3lka?ref_src=embed", "bluesky:did:plc:abc234/3lka"),
        ("at://did:plc:abc234/app.bsky.feed.post/3lka", "bluesky:did:plc:abc234/3lka"),
        ("(at://harbour.example/app.bsky.feed.post/3lka).", "bluesky:harbour.example/3lka"),
    ],
)
def test_a_link_to_a_post_is_the_posts_uid(link: str, uid: str) -> None:
    """However its platform writes it."""
    assert story_pages(link) == (uid,)


@pytest.mark.parametrize(
    "link",
    [
        "https://news.example/",
        "https://news.example/world/europe",
        "https://t.me/sandrock_evening",
        "https://t.me/+AbCdEfGhIjKl",
        "https://x.com/harbour_desk",
        "https://x.com/i/status/77",
        "https://bsky.app/profile/harbour.example",
        "at://did:plc:abc234/app.bsky.feed.like/3lka",
        "no link at all",
    ],
)
def test_a_front_page_or_a_channel_is_no_story(link: str) -> None:
    """It tells another story tomorrow."""
    assert story_pages(link) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("https://news.example/2026/pier-sinks", 0),
        ("news.example/2026/pier-sinks", 0),
        ("🚨🚨🚨 @harbour_desk https://news.example/2026/pier-sinks !!!", 0),
        ("read this: https://news.example/2026/pier-sinks", 2),
        ("早上好 https://news.example/2026/pier-sinks", 3),
        ("", 0),
    ],
)
def test_words_beside_the_links_are_counted(text: str, count: int) -> None:
    """Handles, pictures and marks are no words."""
    assert own_words(text) == count


def test_a_hostile_text_names_few_pages() -> None:
    """A thousand links are four pages."""
    assert len(story_pages(" ".join(f"https://news.example/{n}" for n in range(1_000)))) == 4


@given(text=ANY, path=ANY)
def test_any_text_is_read(text: str, path: str) -> None:
    """No crash on broken addresses, whatever stands in them."""
    for written in (text, f"https://news.example/{path}", f"t.me/{path}", f"https://{path}/2026"):
        assert story_pages(written) == story_pages(written)
        assert own_words(written) >= 0
