"""What Prometheus is told of sources."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest

from connectors.coverage import Coverage
from connectors.coverage_metrics import CoverageMetrics

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HERALD = "telegram:synthetic_herald"


def shown(coverage: Coverage) -> dict[str, float]:
    """Scrape, and give the samples by name where they are of one source."""
    registry, metrics = CollectorRegistry(), CoverageMetrics(lambda: NOON)
    registry.register(metrics)
    metrics.show(coverage)
    metrics.show(coverage)  # a connector that was begun again shows the same
    lines = [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]
    assert all(f'platform="telegram",source="{HERALD}"' in line for line in lines)
    return {line.partition("{")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_a_source_is_told_as_it_stands() -> None:
    coverage = Coverage()
    state = coverage.of(HERALD)
    state.resume(NOON - timedelta(seconds=45), bridged=True)
    state.posted_at, state.posts, state.floods = NOON - timedelta(minutes=5), 7, 2
    state.miss(NOON - timedelta(hours=2), NOON - timedelta(hours=1), "history deleted")
    state.budget, state.budget_left, state.reads_day = "30 of 100 reads left", 0.3, 70
    assert shown(coverage) == {
        "rumor_source_connected": 1,
        "rumor_source_last_post_timestamp_seconds": (NOON - timedelta(minutes=5)).timestamp(),
        "rumor_source_lag_seconds": 45,
        "rumor_source_silent": 0,
        "rumor_source_budget_reads_day": 70,
        "rumor_source_budget_reads_month": 0,
        "rumor_source_budget_left": 0.3,
        "rumor_source_posts_total": 7,
        "rumor_source_gaps_total": 1,
        "rumor_source_flood_waits_total": 2,
        "rumor_source_overflows_total": 0,
    }


def test_what_is_not_known_has_no_series() -> None:
    """A source never read has no last post and no lag; one that costs nothing has no budget."""
    coverage = Coverage()
    coverage.of(HERALD)
    names = shown(coverage)
    assert names["rumor_source_connected"] == 0
    assert not {name for name in names if "budget" in name or "last_post" in name or "lag" in name}
