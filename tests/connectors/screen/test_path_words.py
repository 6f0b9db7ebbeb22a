"""Who has a claim from whom, in lines."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors.screen.path_words import MOST_BRANCHES, path_rows


def branch(post: str, shares: int = 5, above: str | None = None, **given: Any) -> dict[str, Any]:
    usual = {"post": post, "has_it_from": above, "shares": shares, "exact": True}
    return usual | {"audience": None, "reach": None, "predicted_shares": None} | given


def rows(*branches: dict[str, Any], circular: Any = ()) -> list[str]:
    return list(path_rows({"branches": list(branches), "circular": circular}))


def test_a_branch_tells_its_shares_reach_and_forecast() -> None:
    """As far as they are known, and with their uncertainty."""
    found = {"value": 187.0, "low": 33.0, "high": 1760.0}
    full = branch("telegram:a/1", 1600, audience=48_200, reach=783_500, predicted_shares=found)
    assert rows(full) == [
        "telegram:a/1 (48,200 followers): 1,600 posts have it from there, reaching 783,500; "
        "187 in the end, four times of five 33–1,760"
    ]
    assert rows(branch("telegram:a/1", 2, exact=False)) == [
        "telegram:a/1: at least 2 posts have it from there"
    ]


def test_what_has_it_from_another_stands_below_it() -> None:
    """A tree, in the order of size."""
    found = rows(
        branch("a:a/1", 9), branch("b:b/2", 7), branch("c:c/3", 5, "a:a/1"), branch("d:d/4", 3, "c:c/3")
    )
    assert [line.partition(":")[0] for line in found] == ["a", "└ c", "· └ d", "b"]


def test_a_parent_that_is_no_branch_is_named() -> None:
    """It was passed on once only, or was never read."""
    assert rows(branch("a:a/1", 9, "z:z/9")) == ["a:a/1: 9 posts have it from there; it has it from z:z/9"]


def test_single_shares_are_not_worth_a_line() -> None:
    """Nor is a claim without any."""
    assert rows(branch("a:a/1", 1)) == []
    assert list(path_rows({})) == []


def test_channels_that_cite_each_other_are_told() -> None:
    """Each is cited as the other's source."""
    circle = {"channel": "telegram:a", "cites": "telegram:b", "posts": 2}
    assert rows(circular=[circle]) == ["in a circle: telegram:a and telegram:b cite each other (2 posts)"]


NAMES = st.sampled_from(["a:a/1", "b:b/2", "c:c/3", "d:d/4"])


@given(st.dictionaries(NAMES, NAMES | st.none(), max_size=4))
def test_every_branch_has_one_line_however_they_cite(parents: dict[str, str | None]) -> None:
    """In a circle, too."""
    found = rows(*(branch(post, 5, above) for post, above in parents.items()))
    assert len(found) == min(len(parents), MOST_BRANCHES)
