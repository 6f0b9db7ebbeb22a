"""The rules of robots.txt, as RFC 9309 reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.web.exclusion import fits, read_exclusion

SITE = "https://harbours.example"


def allowed(file: str, path: str, agent: str = "rumor-monitor") -> bool:
    return read_exclusion(file).allows(agent, SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "allow"),
    [
        ("Disallow: /", "/news", False),
        ("Disallow:", "/news", True),
        ("Disallow: /private", "/private/1", False),
        ("Disallow: /private", "/press", True),
        ("Disallow: /*", "/news", False),
        ("Disallow: /*?print", "/news?print=1", False),
        ("Disallow: /*?print", "/news", True),
        ("Disallow: /*.pdf$", "/a.pdf", False),
        ("Disallow: /*.pdf$", "/a.pdf?x", True),
        ("Disallow: /\nAllow: /press", "/press/1", True),
        ("Allow: /press\nDisallow: /press/private", "/press/private/1", False),
        ("Disallow: /press\nAllow: /press", "/press", True),
        ("Disallow: /новости", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", False),
        ("Disallow: /a%3cd", "/a%3Cd", False),
        ("Allow: /press$\nDisallow: /", "/press", True),
        ("Allow: /press$\nDisallow: /", "/press/1", False),
    ],
)
def test_the_longest_rule_that_fits_counts(rules: str, path: str, allow: bool) -> None:
    assert allowed(f"User-agent: *\n{rules}\n", path) is allow


def test_our_own_rules_stand_in_place_of_those_for_anybody() -> None:
    """Groups for one agent belong together, and one group may be for several."""
    file = (
        "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: Rumor-Monitor/2\nDisallow: /a\n"
        "Sitemap: https://harbours.example/map\n\nUSER-AGENT: rumor-monitor # again\nDisallow : /b\n"
    )
    assert [allowed(file, path) for path in ("/", "/a", "/b")] == [True, False, False]
    assert allowed(file, "/b", "other")
    assert not allowed(file, "/", "somebody")


def test_a_delay_is_read_where_it_is_a_number() -> None:
    assert read_exclusion("User-agent: *\nCrawl-delay: 7.5").of("x").delay == 7.5
    for odd in ("", "-1", "nan", "inf", "1e9", "soon", "٣"):
        assert read_exclusion(f"User-agent: *\nCrawl-delay: {odd}").of("x").delay is None


def test_rules_before_any_agent_are_nobodys() -> None:
    assert allowed("Disallow: /\n", "/news")


@given(st.text(alphabet="ab*$", max_size=12), st.text(alphabet="ab", max_size=12))
def test_a_pattern_fits_as_its_expression_does(pattern: str, path: str) -> None:
    """Held against a slow and plain reading of the same rule."""

    def plainly(rest: str, at: int) -> bool:
        if not rest:
            return True
        if rest == "$":
            return at == len(path)
        if rest[0] == "*":
            return any(plainly(rest[1:], there) for there in range(at, len(path) + 1))
        return at < len(path) and rest[0] == path[at] and plainly(rest[1:], at + 1)

    if "$" not in pattern[:-1]:  # in the middle it is a letter like others
        assert fits(pattern, path) == plainly(pattern, 0)


@given(st.text(), st.text(max_size=40))
def test_no_file_breaks_it(file: str, path: str) -> None:
    exclusion = read_exclusion(f"User-agent: *\n{file}")
    assert exclusion.allows("x", f"{SITE}/{path}") in (True, False)


def test_a_long_rule_of_many_stars_costs_nothing() -> None:
    assert not fits("/" + "*a" * 400 + "b", "/" + "a" * 4000)
