"""Watch all feeds of a watchlist, each in its own task: what fails in one stops no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn

from connectors.feeds.desk import Desk
from connectors.feeds.reader import FeedReader
from connectors.together import together
from connectors.watchlist import Feed
from connectors.web.fetch import Web, user_agent
from connectors.web.origins import Origins

log = logging.getLogger(__name__)

AFTER_FAULT: Final = 300.0
"""Seconds until a feed is read again that met a fault of ours."""


async def watch(feeds: Sequence[Feed], desk: Desk, environ: Mapping[str, str], timeout: float) -> NoReturn:
    """Hand every new and changed item of the feeds to the desk's sink, until cancelled."""
    readers = {reader.name: (feed, reader) for feed in reversed(feeds) for reader in [FeedReader(feed, desk)]}
    desk.coverage.keep(readers)
    agent = user_agent(environ)
    works = [
        _read(reader, Web(Origins.of(feed.url, environ), agent, timeout=timeout), desk)
        for feed, reader in readers.values()
    ]
    await together(asyncio.Event().wait(), *works)
    raise RuntimeError("a reader of feeds was cancelled from within")


async def _read(reader: FeedReader, web: Web, desk: Desk) -> NoReturn:
    async with web:
        while True:
            try:
                await reader.run(web)
            except Exception as error:  # one feed's content must not end the others
                log.exception("%s met a fault", reader.name)
                reader.state.interrupt(desk.clock(), f"a fault of ours: {type(error).__name__}")
            await desk.sleep(AFTER_FAULT)
