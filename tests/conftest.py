"""What all tests share: the cache of fetched things, and one real Kafka for the whole session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.broker import EmbeddedBroker


@pytest.fixture(scope="session")
def cache() -> Path:
    """Return the folder that set-up has filled with Kafka's jars and the model."""
    return Path(os.environ.get("RUMOR_CACHE") or Path.home() / ".cache" / "rumor-monitor")


@pytest.fixture(scope="session")
def broker(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start Kafka when the first test asks for it; give its ``host:port``."""
    with EmbeddedBroker(tmp_path_factory.mktemp("kafka"), cache) as running:
        yield running.address
