"""X as the command line runs it: the token of the environment, the watchlist followed as it changes."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from connectors.claim_posts import LivePosts
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.following import follow
from connectors.posting import Clock, Sink, Sleep
from connectors.secret import secret
from connectors.together import together
from connectors.twitter.lookup import SOURCE, Lookup
from connectors.twitter.session import API_HOST, Api
from connectors.twitter.settings import twitter_settings
from connectors.twitter.watch import TOKEN, Watch
from connectors.watchlist import load_watchlist

log = logging.getLogger(__name__)


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
    live: LivePosts | None = None,
) -> None:
    """Read X by the rules of a watchlist file until cancelled; a changed rule needs no new connection.

    ``live`` names the posts to be looked at for deletion; without it deletions are not seen. Raises
    `SecretError` or `TwitterError` when there is no way in or a setting is wrong, `WatchlistError` when the
    list is bad at the start.
    """
    token, settings = secret(TOKEN, environ), twitter_settings(environ)
    load_watchlist(watchlist)
    api, coverage = Api(host, clock=clock), coverage or Coverage()
    watch = Watch(token, sink, cursors, clock, api=api, coverage=coverage, sleep=sleep, settings=settings)
    works = [watch.stream(), watch.bridge()]
    if live is not None and settings.lookup_minutes:
        lookup = Lookup(
            watch.client, watch.intake, live, clock,
            api=api, state=coverage.of(SOURCE, "lookup"), limits=settings.limits,
            every=timedelta(minutes=settings.lookup_minutes), sleep=sleep,
        )  # fmt: skip
        works += [live.run(), lookup.run()]
    rules = follow(watchlist, lambda wanted: wanted.twitter, watch.hold_rules, sleep)
    await together(rules, *works)
