"""Works that run side by side and stand or fall together."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def together(*works: Coroutine[Any, Any, object]) -> None:
    """Run all; when one ends, however it ends, stop the others and raise its error if it has one.

    Unlike a `asyncio.TaskGroup` this also notices a work that was cancelled from within, as libraries do to
    those who wait for them, and it raises the error itself, which has a message for the reader.
    """
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if not task.cancelled() and (error := task.exception()):
                raise error
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
