"""What Prometheus is told of each source; labels are its platform and its uid, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from connectors.coverage import Coverage, SourceState
from connectors.coverage_record import lag
from connectors.posting import Clock

_LABELS: Final = ("platform", "source")
Value = Callable[[SourceState, datetime], float | None]

_GAUGES: Final[dict[str, tuple[str, Value]]] = {
    "connected": ("Whether a source is read now", lambda state, _: float(state.connected)),
    "last_post_timestamp_seconds": (
        "Time of the latest post of a source",
        lambda state, _: state.posted_at.timestamp() if state.posted_at else None,
    ),
    "lag_seconds": ("Seconds since a source was last known to be read whole", lag),
    "silent": (
        "Whether a source that is read is silent beyond its habit",
        lambda state, now: float(state.silent_since(now) is not None),
    ),
    "budget_reads_day": ("Paid reads of this day", lambda state, _: _paid(state, state.reads_day)),
    "budget_reads_month": ("Paid reads of this month", lambda state, _: _paid(state, state.reads_month)),
    "budget_left": ("Share of the tightest budget that is left", lambda state, _: state.budget_left),
}
_COUNTERS: Final[dict[str, tuple[str, Value]]] = {
    "posts": ("Posts, edits and deletions handed on", lambda state, _: state.posts),
    "gaps": ("Times in which a source was not read and which nothing brings back", lambda s, _: s.gaps_total),
    "flood_waits": ("How often a source asked to wait", lambda state, _: state.floods),
    "overflows": ("Live events dropped since Kafka was slow", lambda state, _: state.overflows),
}


class CoverageMetrics(Collector):
    """Series of every source of the coverages it was shown."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or partial(datetime.now, UTC)
        self._coverages: list[Coverage] = []

    def show(self, coverage: Coverage) -> None:
        """Show a connector's sources from now on, once."""
        if not any(one is coverage for one in self._coverages):
            self._coverages.append(coverage)

    def collect(self) -> Iterator[Metric]:
        """Give the series as they stand."""
        # A copy: sources come and go while Prometheus asks from its own thread.
        states = [state for coverage in self._coverages for state in list(coverage.sources.values())]
        for name, (words, value) in _GAUGES.items():
            yield self._filled(
                GaugeMetricFamily(f"rumor_source_{name}", words, labels=_LABELS), value, states
            )
        for name, (words, value) in _COUNTERS.items():
            yield self._filled(
                CounterMetricFamily(f"rumor_source_{name}", words, labels=_LABELS), value, states
            )

    def _filled(
        self, family: GaugeMetricFamily | CounterMetricFamily, value: Value, states: list[SourceState]
    ) -> Metric:
        now = self._clock()
        for state in states:
            if (number := value(state, now)) is not None:
                family.add_metric((state.platform, state.source), number)
        return family


def _paid(state: SourceState, reads: int) -> float | None:
    return float(reads) if state.budget is not None else None
