"""All connectors together, minutes of their time in seconds, with faults; and what the soak judges by."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import soak_time
from rich.console import Console
from soak import Plan, soak
from soak_ledger import Ledger
from soak_process import FLAT, Connectors
from soak_report import show

UID = "telegram:synthetic_herald/1"


def told(kind: str, text: str = "") -> dict[str, Any]:
    """Make a record as Kafka holds it."""
    return {"platform": "telegram", "channel": "Synthetic_Herald", "post_id": "1", "kind": kind, "text": text}


@pytest.fixture
def ledger() -> Ledger:
    """Give a ledger with a post that was edited and deleted."""
    ledger = Ledger()
    for kind, text in (("post", "First"), ("edit", "Second"), ("delete", "")):
        ledger.show("telegram", UID, kind, text)
    return ledger


def test_what_was_shown_and_did_not_come_is_lost(ledger: Ledger) -> None:
    ledger.take(told("post", "First"))
    ledger.take(told("delete"))
    assert ledger.lost() == [(UID, "edit", "Second")]
    assert ledger.missing == 1


def test_a_repeat_is_redelivered_and_no_duplicate(ledger: Ledger) -> None:
    """Also one of the post with the text that it has by now."""
    for kind, text in (
        ("post", "First"),
        ("edit", "Second"),
        ("post", "Second"),
        ("edit", "Second"),
        ("delete", ""),
    ):
        ledger.take(told(kind, text))
    assert (ledger.lost(), ledger.duplicated(), ledger.wrong()) == ([], [], [])
    assert ledger.redelivered == {"telegram": 2}


def test_what_was_never_shown_is_a_duplicate(ledger: Ledger) -> None:
    for kind, text in (("post", "First"), ("edit", "Second"), ("edit", "First"), ("delete", "")):
        ledger.take(told(kind, text))
    assert ledger.duplicated() == [(UID, "edit", "First")]


def test_a_deletion_that_a_repeat_undoes_is_wrong(ledger: Ledger) -> None:
    """All is there, each once after dedup, but whoever reads on holds another text."""
    for kind, text in (("post", "First"), ("edit", "Second"), ("delete", ""), ("edit", "Second")):
        ledger.take(told(kind, text))
    assert (ledger.lost(), ledger.duplicated()) == ([], [])
    assert ledger.wrong() == [UID]


def test_hours_pass_in_a_quickened_loop() -> None:
    """Whoever sleeps for two hours has slept them by the loop's own clock, in their order."""

    async def sleep() -> tuple[float, list[int]]:
        began, order = asyncio.get_running_loop().time(), list[int]()

        async def until(hours: int) -> None:
            await asyncio.sleep(3600 * hours)
            order.append(hours)

        await asyncio.gather(until(2), until(1))
        return asyncio.get_running_loop().time() - began, order

    slept, order = soak_time.run(sleep(), 100_000)
    assert slept >= 7200
    assert order == [1, 2]


@pytest.mark.parametrize(("each", "flat"), [(0.0, True), (0.01, True), (0.5, False)])
def test_growth_is_that_of_the_last_life(each: float, flat: bool) -> None:
    connectors = Connectors([], {}, soak_time.Clock(0, 1), Path("unused"), born=1_000)
    connectors.samples = [(at, 400.0) for at in range(0, 1_000, 10)]
    connectors.samples += [(1_000 + 10 * n, 100 + each * n) for n in range(100)]
    found = connectors.growth(2_000)
    assert found is not None
    slope, grown, mean = found
    assert slope == pytest.approx(each * 360)
    assert (grown <= FLAT * mean) is flat


@pytest.mark.integration
@pytest.mark.faults
def test_minutes_of_all_connectors_with_faults_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    """A killed process, a Kafka that stands still, cut wires, refusals: every post and change is there."""
    log = tmp_path / "connectors.log"
    report = soak(Plan(minutes=3, rate=20, speed=15, log=log), Console(stderr=True, force_terminal=False))
    show(report, Console())
    assert report.ledger.lost() == []
    assert report.ledger.duplicated() == []
    assert report.ledger.wrong() == []
    assert report.connectors.kills >= 1
    assert report.faults.total() > 5
    kinds = {kind for _, kind, _ in report.ledger.shown}
    assert kinds == {"post", "edit", "delete"}
    assert "ended" not in log.read_text()
