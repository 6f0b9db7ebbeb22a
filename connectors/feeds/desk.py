"""What the readers of all feeds share."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.feeds.article import Articles
from connectors.feeds.pace import Pace
from connectors.posting import Clock, Sink, Sleep
from connectors.web.robots import Robots
from connectors.web.turns import Turns


@dataclass(frozen=True, slots=True)
class Desk:
    """What the readers of all feeds share."""

    sink: Sink
    cursors: Cursors
    clock: Clock
    sleep: Sleep
    pace: Pace
    coverage: Coverage
    turns: Turns
    robots: Robots
    articles: Articles
