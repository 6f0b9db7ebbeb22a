"""What was not read while a claim spread: its numbers are of what was read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from aiokafka.errors import KafkaError

from connectors.broker import reachable
from connectors.compacted import read_compacted
from connectors.coverage import SourceState, unwatched
from connectors.coverage_record import read_coverage
from connectors.posting import SinkError
from models.errors import RumorError
from streams.settings import Settings
from streams.topics import TopicNames
from streams.worker import run_to_end

WITHIN: Final = 15.0
"""Seconds the topic ``coverage`` may take to read."""


def unread(settings: Settings, claim: dict[str, Any]) -> Sequence[str] | None:
    """Say what was not read of each source since a claim began; None where nothing was recorded of it."""
    if not settings.broker:
        return None
    try:
        states = _states(settings)
    except SinkError:  # there is no such topic: nobody has ever told what was read
        return None
    except (RumorError, KafkaError, TimeoutError) as error:
        return [f"the record of what was not read cannot be had: {error or 'Kafka takes too long'}"]
    since = datetime.fromisoformat(claim["first_seen"])
    until = datetime.fromisoformat(claim.get("shown_at") or claim["last_at"])
    return unwatched(states, since, until) if states else None


def _states(settings: Settings) -> list[SourceState]:
    reachable(settings.broker)
    names = TopicNames(settings.prefix, settings.partitions)

    async def read() -> list[SourceState]:
        records = await asyncio.wait_for(read_compacted(settings.broker, names.of("coverage")), WITHIN)
        return [state for record in records.values() if (state := read_coverage(record))]

    return run_to_end(read())
