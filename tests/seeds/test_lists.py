"""The lists a newsroom starts from: officials, aliases, the watch list."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
STORY = SEEDS / "story"


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [SEEDS / "officials.toml", STORY / "officials.toml"])
def test_a_registry_has_what_the_contract_asks(path: Path) -> None:
    """Each office has an id of its own, a standing from 1 to 3, a remit, and names that nobody else has."""
    offices = read_toml(path)["office"]
    assert len({office["id"] for office in offices}) == len(offices)
    names = [name.casefold() for office in offices for name in office["names"]]
    assert len(set(names)) == len(names)
    for office in offices:
        assert office["standing"] in (1, 2, 3)
        assert office["about"]
        assert office["domains"] or office["accounts"]


def test_the_story_registry_differs_from_the_general_one_by_the_invented_office() -> None:
    """An office described twice is described alike."""
    general = {office["id"]: office for office in read_toml(SEEDS / "officials.toml")["office"]}
    story = {office["id"]: office for office in read_toml(STORY / "officials.toml")["office"]}
    assert story.keys() - general.keys() == {"kz-checkpoints"}
    assert all(general[name] == office for name, office in story.items() if name in general)


def test_an_alias_belongs_to_one_organisation() -> None:
    """Forty organisations and more; no name leads to two of them."""
    aliases = read_toml(SEEDS / "aliases.toml")["alias"]
    names = [name.casefold() for alias in aliases for name in alias["names"]]
    assert len(aliases) >= 40
    assert len(set(names)) == len(names)
    assert all(alias["key"].startswith("org:") for alias in aliases)


def test_the_watchlist_is_within_what_the_platforms_take() -> None:
    """Priorities are 1 to 3, X's rules at most 1,024 characters with a tag, feeds are web addresses."""
    watch = read_toml(SEEDS / "watchlist.toml")
    assert {entry["priority"] for part in watch.values() for entry in part} <= {1, 2, 3}
    assert all(len(rule["query"]) <= 1024 and rule["tag"] for rule in watch["twitter"])
    assert len({rule["tag"] for rule in watch["twitter"]}) == len(watch["twitter"])
    assert all(feed["url"].startswith(("https://", "http://")) for feed in watch["feed"])
    assert all(entry["lang"] for part in ("telegram", "feed") for entry in watch[part])
