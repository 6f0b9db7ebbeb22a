"""How long a post has been on its way."""

from __future__ import annotations

from time import time
from typing import Any

from streams import metrics
from streams.firm import ARRIVED


def headers_of(event: Any) -> tuple[tuple[str, bytes], ...]:
    """Carry a record's headers on, with when its post reached Kafka (the first stage asks Kafka)."""
    given = dict(event.message.headers or ())
    given.setdefault(ARRIVED, str(int(event.message.timestamp * 1000)).encode())
    return tuple(given.items())


def observe_latency(point: str, event: Any) -> None:
    """Note how long ago the post of this event reached Kafka."""
    metrics.LATENCY.labels(point).observe(max(0.0, time() - int(dict(headers_of(event))[ARRIVED]) / 1000))
