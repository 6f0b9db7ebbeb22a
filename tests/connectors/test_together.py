"""Works that run side by side end side by side."""

from __future__ import annotations

import asyncio

import pytest

from connectors.together import together


async def forever(ended: list[str], name: str) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append(name)


async def failing() -> None:
    await asyncio.sleep(0)
    raise OSError("synthetic")


async def cancelled_from_within() -> None:
    await asyncio.sleep(0)
    raise asyncio.CancelledError


async def test_an_error_of_one_ends_all_and_is_raised() -> None:
    ended: list[str] = []
    with pytest.raises(OSError, match="synthetic"):
        await together(forever(ended, "a"), failing(), forever(ended, "b"))
    assert sorted(ended) == ["a", "b"]


async def test_one_that_is_cancelled_from_within_ends_all() -> None:
    """As a library does to those who wait for it; a task group would not notice."""
    ended: list[str] = []
    await asyncio.wait_for(together(forever(ended, "a"), cancelled_from_within()), 5)
    assert ended == ["a"]


async def test_to_cancel_the_whole_cancels_each() -> None:
    ended: list[str] = []
    whole = asyncio.create_task(together(forever(ended, "a"), forever(ended, "b")))
    await asyncio.sleep(0.01)
    whole.cancel()
    with pytest.raises(asyncio.CancelledError):
        await whole
    assert sorted(ended) == ["a", "b"]
