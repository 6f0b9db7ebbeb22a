"""What the tests of Telegram share: a server of our own, and channels of it that are watched."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pytest

from connectors.coverage import Coverage
from connectors.telegram import Line, Pace, open_client, watch
from connectors.telegram.client import App
from connectors.telegram.line import Pauses
from connectors.watchlist import TelegramChannel, Watchlist


def _load(name: str) -> ModuleType:
    """Import a module beside this one; tests are no package."""
    whole = f"rumor_test_telegram_{name}"
    spec = importlib.util.spec_from_file_location(whole, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[whole] = module
    spec.loader.exec_module(module)
    return module


_load("channel")
Server = _load("server").Server
_load("actor")

SELDOM = 600.0
Watching = Callable[..., AbstractAsyncContextManager[Coverage]]


@pytest.fixture
async def server() -> AsyncIterator[Any]:
    server = Server()
    await server.start()
    yield server
    await server.stop()


def make_pace(every: float = SELDOM, **given: Any) -> Pace:
    """Quick but for the periodic reading: what a test sees was pushed, or read after a (re)connection."""
    usual = {
        "gap": 0.0,
        "lookup": 0.0,
        "join": 0.05,
        "album": 0.05,
        "retry": 0.05,
        "refused": SELDOM,
        "history": 100,
    }
    return Pace(every=MappingProxyType(dict.fromkeys((1, 2, 3), every)), **(usual | given))


@pytest.fixture
def pace() -> Callable[..., Pace]:
    return make_pace


@pytest.fixture
def watching(server: Any, sink: Any, cursors: Any, clock: Any) -> Watching:
    @asynccontextmanager
    async def run(
        *names: str,
        at: Pace | None = None,
        patience: float = 20,
        coverage: Coverage | None = None,
        live: Any = None,
    ) -> AsyncIterator[Coverage]:
        coverage, line = coverage or Coverage(), Line(pauses=Pauses(0.02, 0.2))
        client = open_client(App(1, "0" * 32), server.session(), line, 0.05, patience)
        await client.connect()
        watchlist = Watchlist(telegram=tuple(TelegramChannel(name) for name in names))
        task = asyncio.create_task(
            watch(
                client, watchlist, sink, cursors, clock,
                line=line, pace=at or make_pace(), coverage=coverage, live=live,
            )
        )  # fmt: skip
        try:
            yield coverage
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await client.disconnect()

    return run


@pytest.fixture
def until_saved(cursors: Any) -> Callable[[str, int], Any]:
    """Wait until a channel has been read up to an id."""

    async def wait(channel: str, last_id: int) -> None:
        await until(lambda: any(saved[:2] == (channel, last_id) for saved in cursors.saved))

    return wait


@pytest.fixture
def eventually() -> Callable[..., Any]:
    return until


async def until(reached: Callable[[], bool], patience: float = 20, every: float = 0.01) -> None:
    async with asyncio.timeout(patience):
        while not reached():  # noqa: ASYNC110  # nothing signals it
            await asyncio.sleep(every)
