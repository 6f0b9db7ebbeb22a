"""Run the stream for real: its stages, ticks, the read model, and the alerts that go out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from streams.app import create_app
from streams.lag import watch_lag
from streams.metrics import serve
from streams.parts import Parts
from streams.settings import Settings
from streams.ticker import tick
from streams.topics import TopicNames, create_topics
from streams.worker import working

Companion = Callable[[], Coroutine[Any, Any, None]]
"""Runs beside the stream for as long as it runs; what it raises ends it."""


async def run_live(settings: Settings, parts: Parts, *companions: Companion) -> None:
    """Run until cancelled; ``settings.broker`` must answer. Raises `WorkerError` if the stream dies."""
    names = TopicNames(settings.prefix, settings.partitions)
    serve(settings.metrics_port)
    await create_topics(settings.broker, names.all(settings.replication))
    async with working(create_app(settings, parts), settings.ready), asyncio.TaskGroup() as tasks:
        tasks.create_task(tick(settings.broker, names))
        tasks.create_task(watch_lag(settings.broker, names))
        for companion in companions:
            tasks.create_task(companion())
