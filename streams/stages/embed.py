"""posts -> vectors: read each post on its own; what is no post goes on as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import Any

from models.judge import is_opinion
from models.reader import Reader
from streams import metrics
from streams.codec import encode, parse_control, parse_posted
from streams.firm import Batch, Output
from streams.guard import guarded
from streams.stages.arrival import headers_of
from streams.topics import TopicNames


class Embed:
    """posts -> vectors: read each post on its own; no state."""

    name = "embed"

    def __init__(self, reader: Reader, names: TopicNames, pool: Executor) -> None:
        self._reader, self._names, self._pool = reader, names, pool

    async def __call__(self, events: Sequence[Any]) -> Batch:
        """Read the posts of a batch side by side, and keep their order."""
        loop = asyncio.get_running_loop()
        jobs = [loop.run_in_executor(self._pool, self._outputs, event) for event in events]
        return Batch([output for outputs in await asyncio.gather(*jobs) for output in outputs])

    def forget(self) -> None:
        """Nothing is kept."""

    def _outputs(self, event: Any) -> list[Output]:
        return guarded(self._names.of("dead-letters"), self.name, event, lambda: [self._output(event)])

    def _output(self, event: Any) -> Output:
        value = event.message.value
        if parse_control(value) or is_opinion(value):
            return Output(self._names.of("vectors"), b"", value, 0, headers_of(event))
        post = parse_posted(value)
        reading = self._reader.read(post.read(datetime.fromtimestamp(event.message.timestamp, UTC)))
        metrics.POSTS.labels(post.platform, post.kind).inc()
        return Output(self._names.of("vectors"), post.key.encode(), encode(reading), 0, headers_of(event))
