"""Run the stream inside an event loop that is ours, and notice when it dies."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import faust
import uvloop

from models.errors import RumorError

Result = TypeVar("Result")


class WorkerError(RumorError):
    """The stream died or never became ready; the message says why."""


@asynccontextmanager
async def working(app: faust.App, ready_within: float) -> AsyncIterator[None]:
    """Run an app for the length of a block; its death, or a start that hangs, raises `WorkerError` in it."""
    body = asyncio.current_task()
    if body is None:
        raise RuntimeError("working() needs a running task")
    app.conf.datadir.parent.mkdir(parents=True, exist_ok=True)
    await app.start()
    watch = asyncio.create_task(_watch(app, ready_within, body))
    try:
        yield
    except asyncio.CancelledError:
        if watch.done() and not watch.cancelled() and (error := watch.exception()):
            body.uncancel()
            raise error from None
        raise
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError, WorkerError):
            await watch
        await app.stop()


async def _watch(app: faust.App, ready_within: float, body: asyncio.Task[Any]) -> None:
    try:
        await _until_ready(app, ready_within)
        while True:
            _raise_if_dead(app)
            await asyncio.sleep(0.1)
    except WorkerError:
        body.cancel()
        raise


async def _until_ready(app: faust.App, within: float) -> None:
    deadline = asyncio.get_running_loop().time() + within
    while not is_ready(app):
        _raise_if_dead(app)
        if asyncio.get_running_loop().time() > deadline:
            raise WorkerError(f"the stream was not ready within {within:.0f} s; restart it")
        await asyncio.sleep(0.05)


def is_ready(app: faust.App) -> bool:
    """Tell whether the app has its partitions and its tables are recovered."""
    return bool(
        app.flow_control.is_active() and not app.rebalancing and app.tables.recovery.completed.is_set()
    )


def _raise_if_dead(app: faust.App) -> None:
    if app.crashed:
        raise WorkerError(f"the stream stopped: {app.crash_reason!r}") from app.crash_reason


def run_to_end(main: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine on a fast loop; Ctrl-C and a polite kill cancel it, so that it can clean up."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_stoppable(main))


async def _stoppable(main: Coroutine[Any, Any, Result]) -> Result:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await main
