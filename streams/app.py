"""The topology, on one page.

::

    posts --embed--> vectors --assign--> mentions --track--> claims, alerts
    key: channel     one partition       key: claim          every step: dead-letters
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import faust

from streams.faust_guard import mend_faust
from streams.firm import Firm, FirmTable, Probe, no_probe
from streams.parts import Parts
from streams.settings import Settings
from streams.stages.assign import Assign
from streams.stages.embed import Embed
from streams.stages.track import Track
from streams.topics import TopicNames

Agent = Callable[[Any], Awaitable[None]]


def create_app(settings: Settings, parts: Parts, probe: Probe = no_probe) -> faust.App:
    """Build the stream of one process; nothing connects before it starts.

    ``probe`` is called at each seam of each step; the tests that kill a worker pass theirs.
    """
    mend_faust()
    names = TopicNames(settings.prefix, settings.partitions)
    app = faust.App(
        names.app,
        broker=f"kafka://{settings.broker}",
        store=settings.store,
        datadir=settings.data / "tables" / names.app,
        Table=FirmTable,
        topic_partitions=settings.partitions,
        topic_disable_leader=True,
        table_standby_replicas=settings.standby,
        broker_session_timeout=settings.session,
        broker_heartbeat_interval=settings.session / 5,
        broker_commit_interval=0.5,
        producer_linger=0.01,
        producer_max_request_size=3_000_000,
        stream_wait_empty=False,
        web_enabled=False,
    )
    firm = Firm(app, batch=settings.batch, within=settings.within, probe=probe)
    stages = settings.stages.split(",")
    raw = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}

    def topic(name: str, partitions: int) -> Any:
        return app.topic(names.of(name), partitions=partitions, internal=True, **raw)

    def table(name: str, partitions: int) -> FirmTable:
        made: FirmTable = app.Table(name, partitions=partitions, key_type=bytes, value_type=bytes)
        return made

    if "embed" in stages:
        embed = Embed(parts.reader, names, ThreadPoolExecutor(settings.embed_threads, "embed"))

        @app.agent(topic("posts", settings.partitions), name="embed")
        async def read_posts(stream: Any) -> None:
            await firm.run(stream, embed)

    if "assign" in stages:
        decisions = table("assign", 1)
        assign = Assign(
            names,
            parts.judge,
            parts.assign_rules,
            parts.owns,
            decisions,
            subjects=parts.subjects,
            unsure=parts.unsure,
        )
        decisions.on_recover(assign.recovered)

        @app.agent(topic("vectors", 1), name="assign")
        async def assign_claims(stream: Any) -> None:
            await firm.run(stream, assign, decisions)

    if "track" in stages:
        records = table("track", settings.partitions)
        track = Track(names, parts.track_settings, parts.weigh, records)
        records.on_recover(track.recovered)

        @app.agent(topic("mentions", settings.partitions), name="track")
        async def track_claims(stream: Any) -> None:
            await firm.run(stream, track, records)

    return app
