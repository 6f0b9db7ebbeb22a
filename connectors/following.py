"""Take up a changed watchlist without a restart of the program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from connectors.posting import Sleep
from connectors.watchlist import Watchlist, WatchlistError, load_watchlist

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 5.0
"""Seconds between two looks at the file."""

Part = TypeVar("Part")


async def follow(
    path: Path,
    part: Callable[[Watchlist], Part],
    watch: Callable[[Part], Awaitable[NoReturn]],
    sleep: Sleep = asyncio.sleep,
) -> NoReturn:
    """Run ``watch`` on a part of the watchlist file, anew whenever that part has changed.

    A file that cannot be read raises `WatchlistError` at the start; later it is told in the log, and the
    list before it stays in force. What ``watch`` raises ends it.
    """
    wanted = part(load_watchlist(path))
    while True:
        watching = asyncio.ensure_future(watch(wanted))
        changing = asyncio.ensure_future(_changed(path, part, wanted, sleep))
        try:
            await asyncio.wait({watching, changing}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                await watching
            wanted = await changing
            log.info("%s has changed and is taken up", path)
        finally:
            watching.cancel()
            changing.cancel()
            await asyncio.gather(watching, changing, return_exceptions=True)


async def _changed(path: Path, part: Callable[[Watchlist], Part], wanted: Part, sleep: Sleep) -> Part:
    told: str | None = None
    while True:
        await sleep(LOOK_EVERY)
        try:
            found = part(load_watchlist(path))
        except WatchlistError as error:
            if str(error) != told:
                log.error("the watchlist stays as it was: %s", error)
            told = str(error)
            continue
        told = None
        if found != wanted:
            return found
