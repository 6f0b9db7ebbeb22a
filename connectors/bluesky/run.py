"""Bluesky as the command line runs it: the watchlist followed as it changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from connectors.bluesky.error import BlueskyError
from connectors.bluesky.stream import Pace
from connectors.bluesky.watch import Watch
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.following import follow
from connectors.posting import Clock, Sink, Sleep
from connectors.together import together
from connectors.watchlist import load_watchlist

SERVERS: Final = (
    "wss://jetstream2.us-east.bsky.network/subscribe",
    "wss://jetstream2.us-west.bsky.network/subscribe",
)
"""Public servers; the next one is asked when one fails."""
API: Final = "https://public.api.bsky.app"
SERVERS_NAME: Final = "RUMOR_BLUESKY_STREAMS"
API_NAME: Final = "RUMOR_BLUESKY_API"
"""Variables for other addresses, such as those of a server of one's own."""


async def run_bluesky(
    watchlist: Path,
    sink: Sink,
    cursors: Cursors,
    clock: Clock,
    *,
    environ: Mapping[str, str] = os.environ,
    coverage: Coverage | None = None,
    sleep: Sleep = asyncio.sleep,
    pace: Pace | None = None,
) -> None:
    """Read Bluesky by the entries of a watchlist file until cancelled; a changed one needs no new connection.

    Raises `BlueskyError` where an address is wrong, `WatchlistError` when the list is bad at the start.
    """
    servers = environ.get(SERVERS_NAME, "").split() or list(SERVERS)
    api = environ.get(API_NAME, "").strip().rstrip("/") or API
    for name, address, schemes in (
        *((SERVERS_NAME, server, ("wss", "ws")) for server in servers),
        (API_NAME, api, ("https", "http")),
    ):
        _check(name, address, schemes)
    load_watchlist(watchlist)
    watch = Watch(sink, cursors, clock, servers=servers, api=api, coverage=coverage, sleep=sleep, pace=pace)
    await together(follow(watchlist, lambda wanted: wanted.bluesky, watch.hold, sleep), watch.run())


def _check(name: str, address: str, schemes: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(address)
        good = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        raise BlueskyError(
            f"{name} holds {address[:80]!r}: write an address that begins with {schemes[0]}://"
        )
