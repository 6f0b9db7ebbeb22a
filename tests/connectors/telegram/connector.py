"""A connector's process for tests that kill it: Telegram into Kafka at a pace that a test has time for."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType

from connectors.coverage_board import CoverageBoard
from connectors.cursors import TopicCursors
from connectors.posting import PostProducer
from connectors.telegram import Pace, run_telegram
from connectors.together import together

QUICK = Pace(
    every=MappingProxyType(dict.fromkeys((1, 2, 3), 3.0)),
    gap=0.0, lookup=0.0, join=0.1, album=0.05, retry=0.1, history=None,
)  # fmt: skip


async def main(broker: str, prefix: str, watchlist: Path) -> None:
    """Read until killed."""
    clock = partial(datetime.now, UTC)
    async with (
        PostProducer(broker, f"{prefix}posts") as sink,
        TopicCursors(broker, f"{prefix}cursors") as cursors,
        CoverageBoard(broker, f"{prefix}coverage", clock) as board,
    ):
        reading = run_telegram(
            watchlist, sink, cursors, clock, pace=QUICK, coverage=board.coverage("telegram")
        )
        await together(reading, board.run())


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG if "--debug" in sys.argv else logging.ERROR, stream=sys.stderr)
    asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
