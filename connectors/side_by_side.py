"""Connectors that run side by side, none of which stops another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from connectors.posting import Sleep
from models.errors import RumorError

log = logging.getLogger(__name__)

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
"""Seconds until a work that failed is begun again: doubled from the first to the longest."""

Work = Callable[[], Coroutine[Any, Any, object]]
Tell = Callable[[str, str], None]
"""Takes the name of a work and why it ended."""


class NothingRunsError(RumorError):
    """Every one of the works has ended by something a person must mend."""


async def side_by_side(works: Mapping[str, Work], tell: Tell, sleep: Sleep = asyncio.sleep) -> None:
    """Run all works until cancelled.

    One that a person must mend (`RumorError`) is told and ends; one that fails otherwise, or returns, is
    logged and begun again after a pause. Raises `NothingRunsError` when none is left.
    """
    tasks = [asyncio.ensure_future(_kept_up(name, work, tell, sleep)) for name, work in works.items()]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise NothingRunsError("no connector runs: mend what is told above, then start again")


async def _kept_up(name: str, work: Work, tell: Tell, sleep: Sleep) -> None:
    loop, pause = asyncio.get_running_loop(), FIRST_PAUSE
    while True:
        began = loop.time()
        error = await _ended(work)
        if isinstance(error, RumorError):
            tell(name, str(error))
            return
        pause = FIRST_PAUSE if loop.time() - began > LONGEST_PAUSE else pause
        log.error("%s ended and begins again in %.0f s", name, pause, exc_info=error)
        await sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _ended(work: Work) -> BaseException | None:
    """Run a work to its end; give what it raised, also where it was cancelled from within."""
    task = asyncio.ensure_future(work())
    try:
        await asyncio.wait({task})
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return None if task.cancelled() else task.exception()
