"""Show Prometheus the claims that grow fastest, and only these: a series for every claim would drown it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from threading import Lock
from typing import Any, Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

MOST: Final = 20
KEPT: Final = 500
"""Claims remembered between two scrapes; the slowest are forgotten first."""
WORDING: Final = 80
_LABELS: Final = ("claim", "wording", "status")

Claim = Mapping[str, Any]


class TopClaims(Collector):
    """Posts, rate and growth of the fastest claims, labelled with their wording."""

    def __init__(self) -> None:
        self._claims: dict[str, Claim] = {}
        self._lock = Lock()

    def see(self, claim: Claim) -> None:
        """Take in a claim as it stands now."""
        with self._lock:
            self._claims[claim["claim"]] = claim
            if len(self._claims) > 2 * KEPT:
                self._claims = {c["claim"]: c for c in _fastest(self._claims.values(), KEPT)}

    def drop(self, claim: str) -> None:
        """Show a claim no more: it was merged into another."""
        with self._lock:
            self._claims.pop(claim, None)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the series as they stand."""
        with self._lock:
            claims = _fastest(self._claims.values(), MOST)
        posts = GaugeMetricFamily("rumor_claim_posts", "Posts of a claim", labels=_LABELS)
        rate = GaugeMetricFamily("rumor_claim_per_minute", "Asserting posts a minute", labels=_LABELS)
        growth = GaugeMetricFamily("rumor_claim_doublings_per_hour", "Growth of a claim", labels=_LABELS)
        for claim in claims:
            labels = (claim["claim"], claim["text"][:WORDING], claim["status"])
            posts.add_metric(labels, claim["posts"])
            rate.add_metric(labels, _value(claim, "per_minute") or 0.0)
            doubling = _value(claim, "doubling_minutes")
            growth.add_metric(labels, 60 / doubling if doubling else 0.0)
        yield from (posts, rate, growth)


def _fastest(claims: Iterable[Claim], most: int) -> list[Claim]:
    return nlargest(most, claims, key=lambda c: (_value(c, "per_minute") or 0.0, c["posts"], c["claim"]))


def _value(claim: Claim, name: str) -> float | None:
    found = claim["spread"][name]
    return found["value"] if found else None
