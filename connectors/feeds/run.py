"""Feeds as the command line runs them: the watchlist followed as it changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.feeds.article import Articles
from connectors.feeds.desk import Desk
from connectors.feeds.pace import Pace
from connectors.feeds.standing import LivePages, look_after
from connectors.feeds.watch import watch
from connectors.following import follow
from connectors.posting import Clock, Sink, Sleep
from connectors.together import together
from connectors.watchlist import Feed
from connectors.web.fetch import TIMEOUT, Web, user_agent
from connectors.web.origins import Origins
from connectors.web.robots import Robots
from connectors.web.turns import Turns


async def run_feeds(
    watchlist: Path,
    sink: Sink,
    cursors: Cursors,
    clock: Clock,
    *,
    environ: Mapping[str, str] = os.environ,
    pace: Pace | None = None,
    coverage: Coverage | None = None,
    live: LivePages | None = None,
    sleep: Sleep = asyncio.sleep,
    timeout: float = TIMEOUT,
) -> None:
    """Watch the feeds of a watchlist file until cancelled; a change of the file is taken up.

    ``live`` knows the pages that denials of live claims stand on: these are asked after, however old.
    ``timeout`` is the seconds that one answer may take. Raises `WatchlistError` when the list is bad at the
    start.
    """
    pace = pace or Pace()
    turns = Turns(clock, sleep, pace.gap)
    articles = Articles()
    desk = Desk(
        sink, cursors, clock, sleep, pace, coverage or Coverage(), turns, Robots(clock, turns), articles
    )

    async def watch_feeds(feeds: Sequence[Feed]) -> NoReturn:
        await watch(feeds, desk, environ, timeout)

    try:
        following = follow(watchlist, lambda wanted: wanted.feeds, watch_feeds, sleep)
        web = Web(Origins.among(environ), user_agent(environ), timeout=timeout)
        await together(following, *((live.run(), look_after(live, web, desk)) if live else ()))
    finally:
        articles.close()
