"""What the readers of all channels share."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.claim_posts import LivePosts
from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, Sleep
from connectors.preview.pace import Pace
from connectors.web.fetch import Web
from connectors.web.turns import Turns


@dataclass(frozen=True, slots=True)
class Desk:
    """What the readers of all channels share."""

    web: Web
    host: str
    sink: Sink
    cursors: Cursors
    clock: Clock
    sleep: Sleep
    pace: Pace
    coverage: Coverage
    turns: Turns
    accepted: frozenset[str]
    """Names that may belong to another channel than before."""
    live: LivePosts | None = None
    """Knows which posts claims stand on."""
