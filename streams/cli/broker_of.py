"""Which Kafka a command talks to: the configured one, or an embedded one for as long as the command runs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from connectors.broker import EmbeddedBroker, reachable
from streams.settings import Settings


@contextmanager
def broker_of(settings: Settings, *, lasting: bool) -> Iterator[Settings]:
    """Give settings whose ``broker`` answers.

    ``lasting``: data stay in the data folder; otherwise they are gone with the command.
    """
    with _folder(settings, lasting=lasting) as folder:
        settings = replace(settings, data=folder)
        if settings.broker:
            reachable(settings.broker)
            yield settings
            return
        with EmbeddedBroker(folder, settings.cache) as broker:
            yield replace(settings, broker=broker.address)


@contextmanager
def _folder(settings: Settings, *, lasting: bool) -> Iterator[Path]:
    if lasting:
        yield settings.data
        return
    with tempfile.TemporaryDirectory(prefix="rumor-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
