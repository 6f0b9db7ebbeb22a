"""The process of a soak that is killed: all connectors side by side into Kafka, their time quickened."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import soak_time

from connectors.bluesky import run_bluesky
from connectors.claim_posts import ClaimPosts
from connectors.coverage_board import CoverageBoard
from connectors.cursors import TopicCursors
from connectors.feeds import run_feeds
from connectors.posting import PostProducer
from connectors.preview import run_preview
from connectors.side_by_side import side_by_side
from connectors.telegram import Pace, run_telegram
from connectors.together import together
from connectors.twitter import run_twitter

SETTLED: Final = Pace(
    every=MappingProxyType(dict.fromkeys((1, 2, 3), 300.0)), lookup=0.0, lookups_a_day=100_000, join=0.1
)
"""The usual pace, but that channels are found and joined at once: an account does so over days."""


async def main(broker: str, prefix: str, watchlist: Path, clock: soak_time.Clock) -> None:
    """Read until killed."""
    claims = partial(ClaimPosts, broker, f"{prefix}claims")
    x, preview = os.environ["SOAK_X"], os.environ["SOAK_PREVIEW"]
    async with (
        PostProducer(broker, f"{prefix}posts") as sink,
        TopicCursors(broker, f"{prefix}cursors") as cursors,
        CoverageBoard(broker, f"{prefix}coverage", clock) as board,
    ):
        runs = {
            "telegram": partial(run_telegram, pace=SETTLED, live=claims("telegram")),
            "twitter": partial(run_twitter, host=x, live=claims("twitter")),
            "feeds": run_feeds,
            "preview": partial(run_preview, host=preview),
            "bluesky": run_bluesky,
        }
        ways = {
            name: partial(run, watchlist, sink, cursors, clock, coverage=board.coverage(name))
            for name, run in runs.items()
        }
        await together(side_by_side(ways, tell), board.run())


def tell(name: str, why: str) -> None:
    """Say that a connector has ended, which none should."""
    print(f"{name} has ended: {why}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("broker")
    asked.add_argument("prefix")
    asked.add_argument("watchlist", type=Path)
    asked.add_argument("began", type=float)
    asked.add_argument("speed", type=float)
    given = asked.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s %(message)s")
    clock = soak_time.Clock(given.began, given.speed)
    with suppress(KeyboardInterrupt):
        soak_time.run(main(given.broker, given.prefix, given.watchlist, clock), given.speed)
