"""The public pages of channels as the command line reads them: the watchlist followed as it changes."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

from connectors.claim_posts import LivePosts
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.following import follow
from connectors.posting import Clock, Sink, Sleep
from connectors.preview.desk import Desk
from connectors.preview.pace import Pace
from connectors.preview.reader import ACCEPT, PreviewReader
from connectors.together import together
from connectors.watchlist import TelegramChannel
from connectors.web.fetch import TIMEOUT, Web, user_agent
from connectors.web.origins import Origins
from connectors.web.turns import Turns

log = logging.getLogger(__name__)

HOST: Final = "https://t.me"
AFTER_FAULT: Final = 300.0
"""Seconds until a channel is read again that met a fault of ours."""


async def run_preview(
    watchlist: Path,
    sink: Sink,
    cursors: Cursors,
    clock: Clock,
    *,
    environ: Mapping[str, str] = os.environ,
    host: str = HOST,
    pace: Pace | None = None,
    coverage: Coverage | None = None,
    live: LivePosts | None = None,
    sleep: Sleep = asyncio.sleep,
    timeout: float = TIMEOUT,
) -> None:
    """Watch the channels of a watchlist file that are read by their pages, until cancelled.

    A change of the file is taken up. ``live`` knows which posts claims stand on: these are asked after,
    however old. Raises `WatchlistError` when the list is bad at the start.
    """
    pace = pace or Pace()
    turns = Turns(clock, sleep, pace.gap)
    accepted = frozenset(environ.get(ACCEPT, "").lower().split())
    async with Web(Origins.of(host, environ), user_agent(environ), timeout=timeout) as web:
        desk = Desk(
            web, host, sink, cursors, clock, sleep, pace, coverage or Coverage(), turns, accepted, live
        )

        async def watch_channels(channels: Sequence[TelegramChannel]) -> NoReturn:
            await watch(channels, desk)

        following = follow(watchlist, lambda wanted: wanted.telegram_via("preview"), watch_channels, sleep)
        await together(following, *((live.run(),) if live else ()))


async def watch(channels: Sequence[TelegramChannel], desk: Desk) -> NoReturn:
    """Hand every new, edited and deleted post of the channels to the desk's sink, until cancelled."""
    readers = [PreviewReader(channel, desk) for channel in channels]
    desk.coverage.keep(reader.uid for reader in readers)
    await together(asyncio.Event().wait(), *(_read(reader, desk) for reader in readers))
    raise RuntimeError("a reader of channels was cancelled from within")


async def _read(reader: PreviewReader, desk: Desk) -> NoReturn:
    while True:
        try:
            await reader.run()
        except Exception as error:  # one channel's page must not end the others
            log.exception("%s met a fault", reader.uid)
            reader.state.interrupt(desk.clock(), f"a fault of ours: {type(error).__name__}")
        await desk.sleep(AFTER_FAULT)
