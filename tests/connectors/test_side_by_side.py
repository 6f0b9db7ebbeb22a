"""Connectors that run side by side."""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

import pytest

from connectors.secret import SecretError
from connectors.side_by_side import NothingRunsError, side_by_side


async def soon(_: float) -> None:
    await asyncio.sleep(0)


async def test_one_without_its_secret_is_told_and_stops_no_other() -> None:
    told: list[tuple[str, str]] = []
    reads = asyncio.Event()

    async def lacking() -> NoReturn:
        raise SecretError("SYNTHETIC_TOKEN is not set")

    async def reading() -> None:
        reads.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(
        side_by_side({"a": lacking, "b": reading}, lambda name, why: told.append((name, why)), soon)
    )
    async with asyncio.timeout(20):
        await reads.wait()
        while not told:  # nothing signals it
            await soon(0)
    assert told == [("a", "SYNTHETIC_TOKEN is not set")]
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_one_that_fails_by_a_fault_is_logged_and_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    """Also when a library cancelled it from within, or it returned."""
    begun = 0
    again = asyncio.Event()

    async def faulty() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise ZeroDivisionError
        if begun == 2:
            raise asyncio.CancelledError
        if begun == 4:
            again.set()
            await asyncio.Event().wait()

    with caplog.at_level(logging.ERROR):
        running = asyncio.create_task(side_by_side({"a": faulty}, lambda *_: None, soon))
        async with asyncio.timeout(20):
            await again.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert caplog.text.count("ended and begins again") == 3
    assert "ZeroDivisionError" in caplog.text


async def test_when_none_is_left_it_says_so() -> None:
    async def lacking() -> NoReturn:
        raise SecretError("missing")

    with pytest.raises(NothingRunsError, match="mend what is told above"):
        await side_by_side({"a": lacking, "b": lacking}, lambda *_: None)


async def test_a_work_is_stopped_with_all() -> None:
    stopped = asyncio.Event()
    begun = asyncio.Event()

    async def reading() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    running = asyncio.create_task(side_by_side({"a": reading}, lambda *_: None))
    await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert stopped.is_set()
