"""Print how many posts a second go into Kafka, from one stream and from many, with and without linger.

    python tests/bench/bench_posting.py

A stream of X or Bluesky hands on one post after the other and waits until Kafka has each.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from connectors import posting
from connectors.broker import EmbeddedBroker
from models.post import Post
from streams.topics import TopicNames, create_topics

NAMES: Final = TopicNames("bench-posting.", 4)
POSTS: Final = 2_000
TEXT: Final = "The ferry runs. " * 20
AT: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def rate(broker: str, streams: int, linger: int) -> float:
    """Give the posts a second that so many streams hand on together."""

    async def stream(number: int, sink: posting.PostProducer) -> None:
        for one in range(POSTS // streams):
            await sink.send(
                Post("telegram", f"synthetic_{number}", str(one + 1), AT, text="The ferry runs. " * 20)
            )

    with patch.object(posting, "LINGER", linger):
        async with posting.PostProducer(broker, NAMES.of("posts")) as sink:
            await stream(0, sink)  # finds where the topic is
            began = time.perf_counter()
            await asyncio.gather(*(stream(number, sink) for number in range(streams)))
            return POSTS / (time.perf_counter() - began)


async def measure(broker: str) -> Table:
    """Measure each way."""
    await create_topics(broker, NAMES.all(1))
    table = Table("linger, ms", "one stream, posts/s", "50 streams, posts/s")
    for linger in (0, 5):
        one, many = await rate(broker, 1, linger), await rate(broker, 50, linger)
        table.add_row(str(linger), f"{one:,.0f}", f"{many:,.0f}")
    return table


def main() -> None:
    """Measure on a Kafka of its own, and print."""
    cache = Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder), cache) as broker:
        Console().print(asyncio.run(measure(broker.address)))


if __name__ == "__main__":
    main()
