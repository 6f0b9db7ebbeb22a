"""What each process tells Prometheus; `deploy/` holds the dashboard that reads it."""

from __future__ import annotations

from typing import Final, get_args

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server

from connectors.coverage_metrics import CoverageMetrics
from models.errors import RumorError
from models.mention import Path
from models.track.alerts import AlertKind
from streams.top_claims import TopClaims

_SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

POSTS: Final = Counter("rumor_posts", "Posts read from the topic posts", ["platform", "kind"])
MENTIONS: Final = Counter("rumor_mentions", "Posts by the way they came to their claim", ["path"])
STANCES: Final = Counter("rumor_stances", "Mentions by stance", ["stance"])
BATCH_SECONDS: Final = Histogram("rumor_batch_seconds", "Seconds a step took for a batch", ["step"],
                                 buckets=_SECONDS)  # fmt: skip
RECORDS: Final = Counter("rumor_records", "Records a step finished", ["step"])
LATENCY: Final = Histogram("rumor_latency_seconds", "Seconds from a post's arrival in Kafka to this point",
                           ["point"], buckets=_SECONDS)  # fmt: skip
LAG: Final = Gauge("rumor_lag_records", "Records that wait in a topic", ["topic"])
LIVE_CLAIMS: Final = Gauge("rumor_live_claims", "Claims in the index of the ordered stage")
DORMANT_CLAIMS: Final = Gauge("rumor_dormant_claims", "Claims that fell silent and wait for their return")
EDITS: Final = Counter("rumor_edits", "Claims merged, split, renamed, posts moved", ["kind", "by"])
OPINIONS: Final = Counter("rumor_opinions", "Second opinions by what became of them", ["outcome"])
ALERTS: Final = Counter("rumor_alerts", "Alerts fired", ["kind"])
DEAD_LETTERS: Final = Counter("rumor_dead_letters", "Records that could not be processed", ["step"])
TOP: Final = TopClaims()
"""The claims that grow fastest, a series each."""
REGISTRY.register(TOP)
SOURCES: Final = CoverageMetrics()
"""What is known of each source; empty where no connector runs."""
REGISTRY.register(SOURCES)
for _kind in get_args(AlertKind):
    ALERTS.labels(_kind)  # from 0 on: a counter that begins at 1 shows no increase
for _path in get_args(Path):
    MENTIONS.labels(_path)


def observe_batch(step: str, records: int, seconds: float) -> None:
    """Count a batch that a step finished."""
    BATCH_SECONDS.labels(step).observe(seconds)
    RECORDS.labels(step).inc(records)


class MetricsError(RumorError):
    """The port for Prometheus cannot be used."""


def serve(port: int) -> None:
    """Show the metrics at ``http://127.0.0.1:port/metrics``; 0 shows them to nobody."""
    if not port:
        return
    try:
        start_http_server(port, addr="127.0.0.1")
    except OSError as error:
        raise MetricsError(f"RUMOR_METRICS_PORT={port} cannot be used: {error.strerror or error}") from None
