"""A watch on a server of our own that speaks as Jetstream does; all accounts and posts are synthetic."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from connectors.bluesky.run import run_bluesky
from connectors.bluesky.stream import Pace
from connectors.coverage import Coverage

_SPEC = importlib.util.spec_from_file_location("rumor_test_jetstream", Path(__file__).with_name("double.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
_DOUBLE = importlib.util.module_from_spec(_SPEC)
sys.modules["rumor_test_jetstream"] = _DOUBLE
_SPEC.loader.exec_module(_DOUBLE)


@pytest.fixture(scope="session")
def double() -> ModuleType:
    return _DOUBLE


@pytest.fixture
async def server() -> AsyncIterator[Any]:
    """Give a running server."""
    async with _DOUBLE.Server() as server:
        yield server


async def quickly(seconds: float) -> None:
    """Sleep a thousandth of what is asked for."""
    await asyncio.sleep(seconds / 1_000)


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Runs the connector against the server."""

    def __init__(self, server: Any, path: Path, sink: Any, cursors: Any) -> None:
        self.server, self.path, self.sink, self.cursors = server, path, sink, cursors
        self.coverage = Coverage()
        self.clock: Callable[[], datetime] = now
        self.waits: list[float] = []

    def watch(self, *entries: str) -> None:
        """Write the watchlist: ``handle=…`` or ``keyword=…|lang=…``."""
        lines = []
        for entry in entries:
            lines += [
                "[[bluesky]]",
                *(f"{k} = '{v}'" for k, v in (one.split("=", 1) for one in entry.split("|"))),
            ]
        self.path.write_text("\n".join(lines) + "\n")

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await quickly(seconds)

    @asynccontextmanager
    async def running(self, **pace: float) -> AsyncIterator[None]:
        """Run until the block ends; what the connector raises is raised."""
        environ = {"RUMOR_BLUESKY_STREAMS": self.server.stream, "RUMOR_BLUESKY_API": self.server.api}
        task = asyncio.ensure_future(
            run_bluesky(
                self.path, self.sink, self.cursors, self.clock,
                environ=environ, coverage=self.coverage, sleep=self.sleep, pace=Pace(**pace),
            )
        )  # fmt: skip
        try:
            yield
            if task.done():
                await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def desk(server: Any, tmp_path: Path, sink: Any, cursors: Any) -> Desk:
    return Desk(server, tmp_path / "watch.toml", sink, cursors)


@pytest.fixture
def ago() -> Callable[[float], datetime]:
    return lambda seconds: now() - timedelta(seconds=seconds)
