"""Synthetic claims and alerts about an invented bridge, and a store of its own for each test.

With ``RUMOR_TEST_POSTGRES`` set to the URL of an empty database the same tests run on PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from connectors.store import Store, default_url
from connectors.store.tables import metadata

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Record = dict[str, Any]


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


def make_claim(id_: str = "c1aa000000000001", **given: Any) -> Record:
    text = given.pop("text", "The Velmar bridge closes tomorrow.")
    usual = {
        "claim": id_,
        "text": text,
        "lang": "en",
        "status": "emerging",
        "first_seen": "2026-03-02T11:00:00Z",
        "origin": "telegram:velmar_invented/1",
        "origin_unread": None,
        "posts": 3,
        "channels": 2,
        "platforms": 1,
        "independent_sources": 1,
        "audience": 900,
        "spread": {"per_minute": {"value": 0.2, "low": 0.1, "high": 0.4}},
        "denials": [],
        "shown_at": "2026-03-02T11:59:00Z",
        "last_at": "2026-03-02T11:58:00Z",
        "wordings": [{"text": text, "lang": "en", "post": "telegram:velmar_invented/1"}],
    }
    return usual | given


def make_denial(**given: Any) -> Record:
    usual = {
        "post": "feed:velmar-roads.example/7",
        "office": "velmar-roads",
        "official": "Ilo Varn",
        "first_hand": True,
        "quote": "The bridge stays open.",
        "published_at": "2026-03-02T11:50:00Z",
        "cautions": [],
        "weak": False,
        "standing": 3,
        "reasons": [],
        "said_at": None,
        "withdrawn_at": None,
        "url": "https://velmar-roads.example/7",
    }
    return usual | given


def make_alert(id_: str = "a1", **given: Any) -> Record:
    usual = {
        "alert": id_,
        "kind": "spreading",
        "claim": "c1aa000000000001",
        "text": 'SPREADING: 9 posts assert it — claim: "The Velmar bridge closes tomorrow."',
        "fired_at": "2026-03-02T11:59:30Z",
        "denial": None,
        "origin": "telegram:velmar_invented/1",
        "first_seen": "2026-03-02T11:00:00Z",
        "delay_seconds": 3000,
        "baseline": "false rumours take about 14 hours",
        "posts": 9,
        "channels": 4,
        "independent_sources": 2,
        "own_pages": [],
    }
    return usual | given


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of an empty database."""
    given = os.environ.get("RUMOR_TEST_POSTGRES")
    if not given:
        return default_url(tmp_path / "data")
    engine = create_engine(given)
    metadata.drop_all(engine)
    engine.dispose()
    return given


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    with Store(url, clock=clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def claim() -> Callable[..., Record]:
    return make_claim


@pytest.fixture(scope="session")
def denial() -> Callable[..., Record]:
    return make_denial


@pytest.fixture(scope="session")
def alert() -> Callable[..., Record]:
    return make_alert
