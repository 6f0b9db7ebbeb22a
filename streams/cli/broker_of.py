"""Which Kafka a command talks to: the configured one, or an embedded one for as long as the command runs."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from connectors.broker import EmbeddedBroker, reachable
from streams.settings import Settings


@dataclass(frozen=True, slots=True)
class Running:
    """A Kafka that answers."""

    settings: Settings
    """With its address as ``broker``."""
    watch: Callable[[], Coroutine[Any, Any, None]]
    """Runs beside the work; raises `BrokerError` that says why when the embedded Kafka stops by itself."""


@contextmanager
def broker_of(settings: Settings, *, lasting: bool) -> Iterator[Running]:
    """Give a running Kafka.

    ``lasting``: data stay in the data folder; otherwise they are gone with the command.
    """
    with _folder(settings, lasting=lasting) as folder:
        settings = replace(settings, data=folder)
        if settings.broker:
            reachable(settings.broker)
            yield Running(settings, _forever)
            return
        with EmbeddedBroker(folder, settings.cache) as broker:
            yield Running(replace(settings, broker=broker.address), broker.watch)


async def _forever() -> None:
    await asyncio.Event().wait()


@contextmanager
def _folder(settings: Settings, *, lasting: bool) -> Iterator[Path]:
    if lasting:
        yield settings.data
        return
    with tempfile.TemporaryDirectory(prefix="rumor-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
