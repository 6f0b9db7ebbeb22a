"""What runs beside the live stream: the read model is kept up, and alerts are delivered."""

from __future__ import annotations

import asyncio

from connectors.notify import Outbox, Targets, parse_targets
from connectors.store import Store, default_url, feed_store
from streams.live import Companion
from streams.settings import Settings
from streams.topics import TopicNames


def keep_store_and_deliver(settings: Settings) -> Companion:
    """Give what feeds the read model from ``claims`` and ``alerts`` and sends alerts to their targets."""
    defaults = parse_targets(settings.alerts_to)

    names = TopicNames(settings.prefix, settings.partitions)

    async def run() -> None:
        with Store(settings.sql or default_url(settings.data), defaults=defaults) as store:
            async with Targets() as targets, asyncio.TaskGroup() as tasks:
                tasks.create_task(feed_store(settings.broker, names.outlets, store))
                tasks.create_task(Outbox(store.deliveries, targets).run())

    return run
