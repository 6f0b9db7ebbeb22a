"""A registry of invented offices, and posts of invented channels that quote them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from models.officials import Registry, parse_officials
from models.post import Post
from models.reading import Statement
from models.statement import find_statements

REGISTRY = """
[[office]]
id = "port"
name = "Velmar Port Authority"
standing = 2
about = ["Velmar"]
accounts = ["telegram:velmar_port"]
domains = ["port.velmar.example"]
names = [
    "Port Authority of Velmar", "Управление порта Вельмар",
    "Управління порту Вельмар", "Вельмар порт басқармасы",
    "Hafenbehörde Velmar", "Zarząd Portu Velmar",
    "Autoridad Portuaria de Velmar", "Autorité portuaire de Velmar",
    "Autoridade Portuária de Velmar", "Autorità portuale di Velmar",
    "Velmar Liman İdaresi", "هيئة ميناء فيلمار",
]

[[office.person]]
name = "Ilsa Markovec"
names = ["Ильса Марковец", "Ілса Марковець", "Илса Марковец", "إلسا ماركوفيتش"]
role = "Head of the authority"

[[office]]
id = "mot"
name = "Ministry of Transport of Orvania"
standing = 3
about = ["Orvania", "Орвания", "Орванія"]
accounts = ["twitter:MoT_Orvania"]
domains = []
names = ["Минтранс Орвании", "МТ Орвании"]

[[office.person]]
name = "Rado Petkun"
names = ["Радо Петкун"]
role = "Member of the board"
standing = 1
"""

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Give the invented registry."""
    return parse_officials(REGISTRY, "officials.toml")


@pytest.fixture(scope="session")
def post() -> Callable[..., Post]:
    """Make a post of a channel that is nobody's office."""

    def make(text: str, **given: Any) -> Post:
        return replace(Post("telegram", "harbour_gossip", "1", NOON, text=text), **given)

    return make


@pytest.fixture(scope="session")
def found(registry: Registry, post: Callable[..., Post]) -> Callable[..., tuple[Statement, ...]]:
    """Find the statements of a text."""

    def find(text: str, lang: str = "en", **given: Any) -> tuple[Statement, ...]:
        return find_statements(post(text, **given), lang, registry)

    return find
