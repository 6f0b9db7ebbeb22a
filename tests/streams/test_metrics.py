"""What Prometheus is told."""

from __future__ import annotations

from typing import get_args

from models.mention import Path
from streams import metrics


def test_each_way_to_a_claim_is_counted_from_the_start() -> None:
    """A way that no post took shows zero and is not missing."""
    (mentions,) = metrics.MENTIONS.collect()
    shown = {sample.labels["path"] for sample in mentions.samples if sample.name.endswith("_total")}
    assert shown == set(get_args(Path))
