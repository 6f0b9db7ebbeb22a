"""Synthetic claims of an invented bridge, and a console that keeps what is printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

HOSTILE = "[bold red]click[/] \x1b[31mred\x1b[0m \u202eevil [link=file:///etc/passwd]x[/link]\n\nsecond line"
Record = dict[str, Any]


def make_claim(**given: Any) -> Record:
    """Make a claim's record with all the keys that it has today."""
    first = {"post": "telegram:velmar/1", "at": "2026-03-02T12:00:00Z", "posts": 1200}
    usual = {
        "claim": "c1aa000000000001",
        "text": "The Velmar bridge closes.",
        "lang": "en",
        "status": "spreading",
        "status_since": "2026-03-02T12:10:00Z",
        "machine_status": "spreading",
        "posts": 1201,
        "channels": 30,
        "platforms": 2,
        "independent_sources": 12,
        "audience": 1_200_000,
        "views": 90_000,
        "deleted": 2,
        "first_seen": "2026-03-02T12:00:00Z",
        "last_at": "2026-03-02T12:29:00Z",
        "shown_at": "2026-03-02T12:30:00Z",
        "origin": "telegram:velmar/1",
        "origin_unread": None,
        "wordings": [
            {"text": "The Velmar bridge closes.", "lang": "en", "post": "telegram:velmar/1"},
            {"text": "Велмарский мост закроют.", "lang": "ru", "post": "telegram:velmar/2"},
        ],
        "first_by_platform": {
            "twitter": {"post": "twitter:ann/5", "at": "2026-03-02T12:20:00Z", "posts": 1},
            "telegram": first,
        },
        "first_by_language": {"en": first},
        "series": {
            "start": "2026-03-02T12:00:00Z",
            "minutes": 5,
            "posts": [1, 200, 1000],
            "asserting": [1, 2, 2],
        },
        "stances": {"support": 1100, "deny": 1, "query": 0, "comment": 100},
        "denials": [],
        "own_pages": [],
        "history": [],
        "pinned": None,
        "denied_at": None,
        "spread": {
            "per_minute": {"value": 0.5, "low": 0.1, "high": 1.0},
            "doubling_minutes": {"value": 25.0, "low": 20.0, "high": 34.0},
            "reproduction_number": None,
            "predicted_posts": None,
        },
    }
    return usual | given


def make_denial(**given: Any) -> Record:
    """Make a denial as a claim's record has it."""
    usual = {
        "post": "twitter:velmar_mfa/9",
        "office": "velmar-mfa",
        "office_name": "Ministry of Velmar",
        "official": "Ilo Varn",
        "first_hand": True,
        "quote": "The bridge stays open.",
        "published_at": "2026-03-02T12:12:00Z",
        "read_at": "2026-03-02T12:12:00Z",
        "cautions": ["scope"],
        "reasons": ["it speaks of one lane"],
        "weak": False,
        "standing": 3,
        "said_at": None,
        "url": None,
        "withdrawn_at": None,
        "delay_seconds": 720,
        "relays": 4,
    }
    return usual | given


@pytest.fixture
def claim() -> Callable[..., Record]:
    """Give what makes claims."""
    return make_claim


@pytest.fixture
def denial() -> Callable[..., Record]:
    """Give what makes denials."""
    return make_denial


@pytest.fixture
def hostile() -> str:
    """Give words that would like to be more than words."""
    return HOSTILE


@pytest.fixture
def printed() -> Callable[..., str]:
    """Give what prints things as a terminal without colours does."""

    def print_(*things: Any, width: int = 120, terminal: bool = True) -> str:
        console = Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None)
        for thing in things:
            console.print(thing)
        return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]

    return print_
