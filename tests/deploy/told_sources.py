"""A connector's process as Prometheus sees it: synthetic sources in every state, shown until it is killed."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from connectors.coverage import Coverage
from streams.metrics import SOURCES, serve


def told() -> Coverage:
    """Give a source that is read, one that is not, one that is silent, and one that costs."""
    now, coverage = datetime.now(UTC), Coverage()
    for name in ("read", "silent", "down"):
        state = coverage.of(f"telegram:{name}_herald")
        state.resume(now, bridged=True)
        state.posted_at = now
    coverage.of("telegram:down_herald").interrupt(now, "line cut")
    silent, moment = coverage.of("telegram:silent_herald"), now - timedelta(days=4)
    for _ in range(80):
        silent.habit, moment = (
            silent.habit.after(moment, moment + timedelta(hours=1)),
            moment + timedelta(hours=1),
        )
    silent.posted_at = now - timedelta(hours=9)
    stream = coverage.of("twitter:#stream", "stream")
    stream.budget, stream.budget_left = "half of the reads are left", 0.5
    return coverage


if __name__ == "__main__":
    SOURCES.show(told())
    serve(int(sys.argv[1]))
    while True:
        time.sleep(1)
