"""Telegram as the command line runs it: secrets of the environment, the watchlist followed as it changes."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

from telethon import errors
from telethon.sessions import StringSession
from telethon.tl import functions

from connectors.claim_posts import LivePosts
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.following import follow
from connectors.posting import Clock, Sink, Sleep
from connectors.telegram.client import LOGIN, App, open_client, read_app, read_session
from connectors.telegram.error import TelegramError
from connectors.telegram.line import Line
from connectors.telegram.pace import Pace
from connectors.telegram.watch import watch
from connectors.together import together
from connectors.watchlist import TelegramChannel, Watchlist, load_watchlist

log = logging.getLogger(__name__)

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
"""Seconds until a client that ended is replaced: doubled from the first to the longest."""
REFUSED: Final = (errors.UnauthorizedError, errors.AuthKeyError, errors.AuthKeyNotFound)


async def run_telegram(
    watchlist: Path,
    sink: Sink,
    cursors: Cursors,
    clock: Clock,
    *,
    environ: Mapping[str, str] = os.environ,
    pace: Pace | None = None,
    coverage: Coverage | None = None,
    live: LivePosts | None = None,
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Watch the channels of a watchlist file until cancelled; a change of the file is taken up.

    ``live`` knows which posts claims stand on: these are asked after, however old. Raises `SecretError` or
    `TelegramError` when there is no way in, `WatchlistError` when the list is bad at the start.
    """
    app = read_app(environ)
    read_session(environ)
    load_watchlist(watchlist)
    coverage = coverage or Coverage()
    run = partial(
        watch, sink=sink, cursors=cursors, clock=clock,
        pace=pace, coverage=coverage, live=live, sleep=sleep,
    )  # fmt: skip

    async def connect() -> None:
        try:
            await _connected(app, read_session(environ), watchlist, run, sleep)
        except (OSError, errors.RPCError) as error:
            log.warning("Telegram is left for a while: %s", error)
            coverage.leave(clock(), f"Telegram is left alone: {error}")

    await together(_again_and_again(connect, sleep), *((live.run(),) if live else ()))


async def _again_and_again(connect: Callable[[], Awaitable[None]], sleep: Sleep) -> NoReturn:
    loop, pause = asyncio.get_running_loop(), FIRST_PAUSE
    while True:
        began = loop.time()
        await connect()
        pause = FIRST_PAUSE if loop.time() - began > LONGEST_PAUSE else pause
        log.warning("Telegram is asked again in %.0f s", pause)
        await sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _connected(
    app: App, session: StringSession, path: Path, run: Callable[..., Awaitable[NoReturn]], sleep: Sleep
) -> None:
    line = Line()
    client = open_client(app, session, line)

    async def watch_channels(channels: tuple[TelegramChannel, ...]) -> NoReturn:
        await run(client, Watchlist(telegram=channels), line=line)

    try:
        await client.connect()
        await client(functions.updates.GetStateRequest())  # tells that updates are wanted, and who we are
        await follow(path, lambda watchlist: watchlist.telegram_via("account"), watch_channels, sleep)
    except REFUSED as error:
        reason = type(error).__name__
        raise TelegramError(
            f"Telegram does not let this session in ({reason}): make a new one by `{LOGIN}`"
        ) from None
    finally:
        await client.disconnect()
