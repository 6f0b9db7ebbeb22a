"""Nothing that a run tells, to whomever, holds a secret: logs, coverage, metrics, errors."""

from __future__ import annotations

import asyncio
import base64
import logging
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from connectors.coverage import Coverage
from connectors.coverage_board import to_tell
from connectors.coverage_metrics import CoverageMetrics
from connectors.telegram import Pace, TelegramError, run_telegram

HASH = "0123456789abcdef0123456789abcdef"
QUICK = Pace(gap=0.0, lookup=0.0, join=0.05, album=0.05, retry=0.05)


@pytest.fixture
def environ(server: Any) -> dict[str, str]:
    return {
        "RUMOR_TELEGRAM_SESSION": server.session().save(),
        "RUMOR_TELEGRAM_API_ID": "12345",
        "RUMOR_TELEGRAM_API_HASH": HASH,
    }


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.toml"
    path.write_text('[[telegram]]\nchannel = "synthetic_herald"\n', encoding="utf-8")
    return path


def secrets(server: Any) -> list[str]:
    """Give the secrets, and the key of the session in each form that somebody may print it in."""
    key, session = server.key, server.session().save()
    forms = [
        key.hex(),
        repr(key)[2:-1],
        base64.b64encode(key).decode(),
        base64.urlsafe_b64encode(key).decode(),
    ]
    return [HASH, session, session[20:60], *(form[:40] for form in forms), *(form[-40:-4] for form in forms)]


def leaked(server: Any, told: str) -> list[str]:
    return [secret for secret in secrets(server) if secret in told]


def told_to_others(coverage: Coverage) -> str:
    """Give all that coverage tells: its records, and its metrics."""
    now, registry, metrics = datetime.now(UTC), CollectorRegistry(), CoverageMetrics()
    registry.register(metrics)
    metrics.show(coverage)
    records = to_tell({"telegram": coverage}, {}, now).values()
    return "".join(orjson.dumps(record).decode() for record in records) + generate_latest(registry).decode()


async def test_a_run_in_which_everything_goes_wrong_tells_no_secret(
    server: Any, sink: Any, cursors: Any, clock: Any, environ: dict[str, str], watchlist: Path,
    eventually: Any, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """At the level at which libraries log all: a flood wait, a fault of the server, a cut line."""
    server.channel("synthetic_herald").post("First")
    server.flood("GetFullChannel", 1)
    server.refuse("GetHistory", 500, "SYNTHETIC_FAULT")
    coverage = Coverage()
    with caplog.at_level(logging.DEBUG):
        running = asyncio.create_task(
            run_telegram(watchlist, sink, cursors, clock, environ=environ, pace=QUICK, coverage=coverage)
        )
        await sink.until(lambda posts: len(posts) == 1)
        server.cut()
        await eventually(lambda: "reconnected to Telegram" in caplog.text)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert len(caplog.messages) > 50
    assert "synthetic_herald" in told_to_others(coverage)
    assert leaked(server, caplog.text + told_to_others(coverage)) == []


async def test_an_account_that_is_not_let_in_is_told_without_its_secrets(
    server: Any, sink: Any, cursors: Any, clock: Any, environ: dict[str, str], watchlist: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Neither in the error nor anywhere on its way."""
    server.lets_in = False
    with caplog.at_level(logging.DEBUG), pytest.raises(TelegramError) as error:
        await run_telegram(watchlist, sink, cursors, clock, environ=environ, pace=QUICK)
    told = "".join(traceback.format_exception(error.value)) + caplog.text
    assert leaked(server, told) == []


def test_the_search_finds_a_secret_that_is_told(server: Any) -> None:
    """A test that greps must be able to find."""
    assert leaked(server, f"key={server.key!r}")
    assert leaked(server, server.key.hex())
    assert leaked(server, f"session {server.session().save()}")
