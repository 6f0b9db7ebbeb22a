"""How long a post has been on its way."""

from __future__ import annotations

from time import time
from typing import Any

from streams import metrics
from streams.firm import ARRIVED


def headers_of(event: Any) -> tuple[tuple[str, bytes], ...]:
    """Carry on when the post reached Kafka; the first stage takes it from Kafka's own record."""
    given = dict(event.message.headers or ())
    arrived = given.get(ARRIVED) or str(int(event.message.timestamp * 1000)).encode()
    return ((ARRIVED, arrived),)


def observe_latency(point: str, event: Any) -> None:
    """Note how long ago the post of this event reached Kafka."""
    metrics.LATENCY.labels(point).observe(max(0.0, time() - int(headers_of(event)[0][1]) / 1000))
