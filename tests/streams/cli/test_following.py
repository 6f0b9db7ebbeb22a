"""``rumor show``: a claim out of the read model, found as a person looks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from connectors.store import Store, UnknownClaimError, default_url
from streams.cli.entry import app

FIRST = {"post": "telegram:velmar/1", "at": "2026-03-02T11:00:00Z", "posts": 9}
CLAIM = {
    "claim": "c1aa000000000001",
    "text": "The Velmar bridge closes.",
    "lang": "en",
    "languages": ["en"],
    "status": "spreading",
    "status_since": "2026-03-02T11:20:00Z",
    "first_seen": "2026-03-02T11:00:00Z",
    "shown_at": "2026-03-02T12:29:59Z",
    "last_at": "2026-03-02T12:29:00Z",
    "origin": "telegram:velmar/1",
    "origin_unread": None,
    "posts": 9,
    "channels": 4,
    "independent_sources": 3,
    "audience": 900,
    "spread": {"per_minute": {"value": 0.2, "low": 0.1, "high": 0.4}, "doubling_minutes": None},
    "series": {"start": "2026-03-02T11:00:00Z", "minutes": 5, "posts": [4, 5]},
    "first_by_platform": {"telegram": FIRST},
    "first_by_language": {"en": FIRST},
    "denials": [],
    "own_pages": [],
}
ALERT = {
    "alert": "a1", "kind": "spreading", "claim": CLAIM["claim"], "text": "SPREADING", "denial": None,
    "fired_at": "2026-03-02T11:20:00Z", "rule": "fast", "posts": 7, "channels": 4, "independent_sources": 3,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder whose read model has one claim and its alert, and another claim's alert."""
    with Store(default_url(tmp_path)) as store:
        store.take("claims", 0, 0, CLAIM)
        store.take("alerts", 0, 0, ALERT)
        store.take("alerts", 0, 1, ALERT | {"alert": "a2", "claim": "c2bb000000000002", "rule": "another"})
    return tmp_path


def show(folder: Path, wanted: str) -> Any:
    environ = {"RUMOR_DATA": str(folder), "RUMOR_BROKER": "", "COLUMNS": "140"}
    return CliRunner(env=environ).invoke(app, ["show", wanted])


@pytest.mark.parametrize("wanted", ["c1aa000000000001", "C1AA", "velmar bridges"])
def test_a_claim_is_found_by_id_its_beginning_or_its_words(folder: Path, wanted: str) -> None:
    """And shown with its own alerts, not with those of others."""
    answer = show(folder, wanted)
    assert answer.exit_code == 0, answer.exception
    assert "The Velmar bridge closes." in answer.output
    assert "by the rule “fast”" in answer.output
    assert "another" not in answer.output
    assert "nothing was recorded of what was not read" in answer.output
    assert "\x1b" not in answer.output


def test_a_claim_nobody_knows_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    """In an empty read model, too."""
    assert isinstance(show(folder, "orlan tower").exception, UnknownClaimError)
    with Store(default_url(tmp_path / "empty")):
        pass
    assert isinstance(show(tmp_path / "empty", "c1aa").exception, UnknownClaimError)
