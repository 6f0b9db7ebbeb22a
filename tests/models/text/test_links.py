"""The links of a text in one spelling each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import urls


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see https://WWW.News.example/a/b/?utm_source=tg&fbclid=1#top", "https://news.example/a/b"),
        ("http://news.example/a", "https://news.example/a"),
        ("(https://news.example/a)", "https://news.example/a"),
        ("[read](https://news.example/a_(b))", "https://news.example/a_(b)"),
        ("https://news.example/view?id=7&utm_medium=x", "https://news.example/view?id=7"),
        ("as told by news.example/bridge, today", "https://news.example/bridge"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("见https://news.example/z。更多", "https://news.example/z"),
        ("«https://news.example/a»!", "https://news.example/a"),
    ],
)
def test_a_link_has_one_spelling(text: str, link: str) -> None:
    """Scheme, case, www, tracking, fragment, brackets and final marks make no other link."""
    assert urls(text) == (link,)


@pytest.mark.parametrize(
    "text",
    [
        "and/or",
        "3.5/10",
        "http://",
        "https://localhost/x",
        "https://[bad/x",
        "me@host.example/x",
        "chat://x.y/z",
    ],
)
def test_what_leads_nowhere_is_no_link(text: str) -> None:
    """A slash alone makes none."""
    assert urls(text) == ()


def test_links_are_told_once_and_not_without_end() -> None:
    """A hostile post of thousands of links gives the first few."""
    text = "https://a.example/1 " + " ".join(f"https://a.example/{n}" for n in range(1, 9_000))
    assert urls(text) == tuple(f"https://a.example/{n}" for n in range(1, 9))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("htps:/.?#[]()@a-1 %&=é。"), max_size=200))
def test_any_text_gives_links_with_a_host(text: str) -> None:
    """Whatever stands there, a link begins with a host that has a dot."""
    assert all(link.startswith("https://") and "." in link for link in urls(text))
