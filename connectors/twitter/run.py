"""X as the command line runs it: the token of the environment, the watchlist followed as it changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.following import follow
from connectors.posting import Clock, Sink, Sleep
from connectors.secret import secret
from connectors.together import together
from connectors.twitter.session import API_HOST, Api
from connectors.twitter.watch import TOKEN, Watch
from connectors.watchlist import load_watchlist


async def run_twitter(
    watchlist: Path,
    sink: Sink,
    cursors: Cursors,
    clock: Clock,
    *,
    environ: Mapping[str, str] = os.environ,
    host: str = API_HOST,
    coverage: Coverage | None = None,
    sleep: Sleep = asyncio.sleep,
    backfill_minutes: int | None = None,
) -> None:
    """Read X by the rules of a watchlist file until cancelled; a changed rule needs no new connection.

    Raises `SecretError` or `TwitterError` when there is no way in, `WatchlistError` when the list is bad at
    the start.
    """
    token = secret(TOKEN, environ)
    load_watchlist(watchlist)
    watch = Watch(
        token, sink, cursors, clock,
        api=Api(host), coverage=coverage, sleep=sleep, backfill_minutes=backfill_minutes,
    )  # fmt: skip
    rules = follow(watchlist, lambda wanted: wanted.twitter, watch.hold_rules, sleep)
    await together(rules, watch.stream())
