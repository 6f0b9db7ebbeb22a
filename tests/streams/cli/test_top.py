"""``rumor top``: shown once or again and again; an empty or busy read model is no reason to end."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from connectors.store import Store, StoreError, default_url
from connectors.store.errors import StoreBusyError
from streams.cli.entry import app
from streams.cli.top import Choice, Look, follow

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


def claim(id_: str, **given: Any) -> dict[str, Any]:
    usual = {
        "claim": id_,
        "text": f"The bridge {id_} closes.",
        "lang": "en",
        "languages": ["en"],
        "status": "emerging",
        "first_seen": "2026-03-02T11:00:00Z",
        "shown_at": "2026-03-02T12:29:59Z",
        "last_at": "2026-03-02T12:29:00Z",
        "origin": "telegram:velmar/1",
        "origin_unread": None,
        "posts": 3,
        "channels": 2,
        "independent_sources": 1,
        "audience": 900,
        "spread": {"per_minute": {"value": 0.2, "low": 0.1, "high": 0.4}, "doubling_minutes": None},
        "series": {"start": "2026-03-02T11:00:00Z", "minutes": 5, "posts": [1, 2]},
        "first_by_platform": {},
        "first_by_language": {},
        "denials": [],
        "own_pages": [],
    }
    return usual | given


ALERT = {
    "alert": "a1", "kind": "denied", "claim": "aaaa", "text": "DENIED by Ilo Varn", "denial": None,
    "fired_at": "2026-03-02T12:29:00Z",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty read model where the command looks for it."""
    with Store(default_url(tmp_path)) as opened:
        yield opened


def top(folder: Path, *words: str) -> Any:
    return CliRunner(env={"RUMOR_DATA": str(folder), "COLUMNS": "120"}).invoke(app, ["top", *words])


@pytest.mark.usefixtures("store")
def test_an_empty_read_model_is_shown_as_empty(tmp_path: Path) -> None:
    """A new newsroom has no claims; a wrong folder is told."""
    answer = top(tmp_path, "--once")
    assert (answer.exit_code, "no claims yet" in answer.output) == (0, True)
    assert isinstance(top(tmp_path / "nowhere").exception, StoreError)


def test_claims_are_chosen_by_language_and_state(store: Store, tmp_path: Path) -> None:
    """A language is one in which the claim is told, not only that of its wording."""
    store.take("claims", 0, 0, claim("aaaa", languages=["en", "uk"]))
    store.take("claims", 0, 1, claim("bbbb", status="denied", languages=["uk"]))
    store.take("claims", 0, 2, claim("cccc"))
    assert [id_ in top(tmp_path, "--lang", "uk").output for id_ in ("aaaa", "bbbb", "cccc")] == [
        True,
        True,
        False,
    ]
    both = top(tmp_path, "--lang", "UK", "--state", "denied").output
    assert [id_ in both for id_ in ("aaaa", "bbbb", "cccc")] == [False, True, False]
    assert "by growth, denied in uk" in both


def test_claims_are_sorted_as_asked(store: Store, tmp_path: Path) -> None:
    """By sources here; the first of a limited list is the largest."""
    store.take("claims", 0, 0, claim("aaaa", independent_sources=2))
    store.take("claims", 0, 1, claim("bbbb", independent_sources=9, audience=1))
    assert "bbbb" in top(tmp_path, "--sort", "sources", "--limit", "1").output
    assert "aaaa" in top(tmp_path, "--order", "audience", "--limit", "1").output


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("words", [("--sort", "loudest"), ("--state", "odd")])
def test_what_is_no_choice_is_told_with_those_there_are(tmp_path: Path, words: tuple[str, ...]) -> None:
    """One sentence with the mend."""
    answer = top(tmp_path, *words)
    assert isinstance(answer.exception, StoreError)
    assert "must be one of" in str(answer.exception)


class Night:
    """A terminal, and what happens while the editor looks: one thing in each pause, then Ctrl-C."""

    def __init__(self, *happens: Any) -> None:
        self.console = Console(
            file=io.StringIO(), width=120, height=20, force_terminal=True, color_system=None
        )
        self._happens = list(happens)

    def sleep(self, _seconds: float) -> None:
        if not self._happens:
            raise KeyboardInterrupt
        self._happens.pop(0)()

    def follow(self, store: Any, bell: bool = False) -> str:
        with pytest.raises(KeyboardInterrupt):
            follow(store, Choice(limit=50), self.console, Look(0.2, bell, self.sleep), lambda: NOW)
        return self.console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_the_table_changes_as_the_read_model_does(store: Store) -> None:
    """A claim that appears between two looks is shown by the second."""
    out = Night(lambda: store.take("claims", 0, 0, claim("aaaa"))).follow(store)
    assert out.index("no claims yet") < out.index("The bridge aaaa")


def test_a_new_alert_rings_once_where_asked(store: Store) -> None:
    """A night editor looks elsewhere."""
    ring = (lambda: store.take("alerts", 0, 0, ALERT), lambda: None, lambda: None)
    assert Night(*ring).follow(store, bell=True).count("\x07") == 1
    assert "\x07" not in Night(lambda: None).follow(store, bell=True)
    assert "\x07" not in Night(lambda: store.take("alerts", 0, 1, ALERT | {"alert": "a2"})).follow(store)


def test_a_busy_read_model_is_looked_at_again(store: Store) -> None:
    """Somebody writes at length: the table comes back by itself."""

    class Busy:
        looks = 0

        def claims(self, *given: Any) -> Any:
            self.looks += 1
            if self.looks == 2:
                raise StoreBusyError("the read model is busy")
            return store.claims(*given)

        def alerts(self, **given: Any) -> Any:
            return store.alerts(**given)

    busy = Busy()
    out = Night(lambda: None, lambda: None).follow(busy)
    assert "the read model is busy; trying again" in out
    assert busy.looks == 3


def test_rows_beyond_the_terminal_are_not_drawn(store: Store) -> None:
    """Twenty lines hold no fifty claims: what scrolls away cannot be read."""
    store.take_all([])
    for number in range(50):
        store.take("claims", 0, number, claim(f"aa{number:02}", posts=100 - number))
    out = Night().follow(store)
    assert "aa00" in out
    assert "aa15" not in out
