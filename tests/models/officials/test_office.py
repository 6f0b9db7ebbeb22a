"""Whose post it is, and what everybody is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.officials import Registry, parse_officials
from models.post import Post

REGISTRY = parse_officials(
    """
[[office]]
id = "port"
name = "Velmar Port Authority"
standing = 2
about = ["Velmar"]
accounts = ["telegram:Velmar_Port", "twitter:velmarport#77"]
domains = ["port.velmar.example", "velmar.example", "порт.example"]
names = ["Управление порта Вельмар"]

[[office.person]]
name = "Ilsa Markovec"
names = ["Ильса Марковец"]

[[office]]
id = "police"
name = "Velmar Police"
standing = 2
about = ["Velmar"]
domains = ["police.velmar.example"]

[[office.person]]
name = "Радо Петкун"
""",
    "officials.toml",
)


def office_of(platform: str, channel: str, **given: Any) -> str | None:
    """Give the id of the office whose own post it is."""
    base = Post("telegram", channel, "1", datetime(2026, 1, 1, tzinfo=UTC))
    office = REGISTRY.first_hand(replace(base, platform=platform, **given))
    return office.id if office else None


@pytest.mark.parametrize("handle", ["velmar_port", "Velmar_Port", "@VELMAR_PORT"])
def test_a_handle_compares_without_case(handle: str) -> None:
    """As platforms compare them."""
    assert office_of("telegram", handle) == "port"


@pytest.mark.parametrize("handle", ["velmar_p0rt", "velmar-port", "velmar_port_", "vеlmar_port"])
def test_a_look_alike_handle_is_a_stranger(handle: str) -> None:
    """A zero, another mark, one more, a Cyrillic letter."""
    assert office_of("telegram", handle) is None


def test_a_handle_of_another_platform_is_a_stranger() -> None:
    """Anybody may have taken the name there."""
    assert office_of("twitter", "velmar_port") is None
    assert office_of("feed", "velmar_port") is None


def test_a_pinned_id_wins_over_the_handle() -> None:
    """A hijacked handle is not the office, a renamed account still is; without an id the handle decides."""
    assert office_of("twitter", "velmarport", channel_id="77") == "port"
    assert office_of("twitter", "velmarport", channel_id="78") is None
    assert office_of("twitter", "port_of_velmar", channel_id="77") == "port"
    assert office_of("telegram", "port_of_velmar", channel_id="77") is None
    assert office_of("twitter", "velmarport") == "port"


@pytest.mark.parametrize(
    ("host", "office"),
    [
        ("velmar.example", "port"),
        ("www.velmar.example", "port"),
        ("VELMAR.example.", "port"),
        ("news.port.velmar.example", "port"),
        ("police.velmar.example", "police"),
        ("www.police.velmar.example", "police"),
        ("порт.example", "port"),
        ("xn--n1abei.example", "port"),
        ("velmar.example.impostor.example", None),
        ("notvelmar.example", None),
        ("ve1mar.example", None),
        ("vеlmar.example", None),
        ("example", None),
        ("", None),
    ],
)
def test_a_host_is_an_entry_or_lies_under_one(host: str, office: str | None) -> None:
    """The longest entry is meant; what only contains or resembles one is a stranger."""
    assert office_of("feed", host) == office


@given(st.text(max_size=60))
def test_no_host_but_those_under_an_entry_is_an_offices(host: str) -> None:
    """Whatever a feed calls its host, nothing is raised and nothing slips through."""
    found = REGISTRY.of_host(host)
    assert found is None or "example" in host.lower()


def test_offices_are_found_by_id() -> None:
    """An id that is not (any more) there gives None."""
    office = REGISTRY.office("police")
    assert office is not None
    assert office.name == "Velmar Police"
    assert REGISTRY.office("harbour") is None


def test_names_are_given_by_key_for_the_gazetteer() -> None:
    """Offices by their id, persons by their name in Latin letters."""
    assert REGISTRY.names() == {
        "office:port": ("Velmar Port Authority", "Управление порта Вельмар"),
        "person:ilsa-markovec": ("Ilsa Markovec", "Ильса Марковец"),
        "office:police": ("Velmar Police",),
        "person:rado-petkun": ("Радо Петкун",),
    }


def test_equal_registries_are_one_key() -> None:
    """A registry can be remembered by what it holds."""
    assert hash(Registry(REGISTRY.offices)) == hash(REGISTRY)
    assert Registry(REGISTRY.offices) == REGISTRY
