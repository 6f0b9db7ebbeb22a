"""The figures of a claim that a newsroom's rules may speak of, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from models.track.foretold import predicted
from models.track.intervals import Estimate
from models.track.record import ClaimRecord
from models.track.spread import (
    acceleration,
    burst_level,
    doubling,
    own_z,
    per_minute,
    reproduction,
    window,
)

Figure = float | int | None
"""None: not known, too little was read to tell."""


def _value(
    tell: Callable[[ClaimRecord, datetime], Estimate | None],
) -> Callable[[ClaimRecord, datetime], Figure]:
    def value(record: ClaimRecord, at: datetime) -> Figure:
        estimate = tell(record, at)
        return estimate.value if estimate else None

    return value


def _count(tell: Callable[[ClaimRecord], Figure]) -> Callable[[ClaimRecord, datetime], Figure]:
    return lambda record, _at: tell(record)


def _age(record: ClaimRecord, at: datetime) -> Figure:
    return max(0.0, (at - record.origin.at).total_seconds() / 60)


FIGURES: Final[dict[str, Callable[[ClaimRecord, datetime], Figure]]] = {
    "posts": _count(lambda record: record.posts),
    "asserting_posts": _count(lambda record: record.asserting),
    "channels": _count(lambda record: record.channels.size()),
    "independent_sources": _count(lambda record: record.sources.size()),
    "platforms": _count(lambda record: len(record.platforms)),
    "languages": _count(lambda record: len(record.languages)),
    "audience": _count(lambda record: record.audience.total()),
    "views": _count(lambda record: record.views),
    "posts_1m": lambda record, at: window(record, 1, at)[0],
    "posts_10m": lambda record, at: window(record, 10, at)[0],
    "posts_60m": lambda record, at: window(record, 60, at)[0],
    "per_minute": _value(per_minute),
    "doubling_minutes": _value(doubling),
    "reproduction_number": _value(reproduction),
    "acceleration": _value(acceleration),
    "burst_level": burst_level,
    "robust_z": own_z,
    "predicted_posts": _value(predicted),
    "age_minutes": _age,
}
"""Name -> how it is told of a claim at a time."""


class Figures(Mapping[str, Figure]):
    """The figures of one claim at one time, each computed when it is first asked for.

    A rule that asks for a cheap one first (``posts``) seldom comes to the dear ones.
    """

    def __init__(self, record: ClaimRecord, at: datetime) -> None:
        self._record, self._at, self._known = record, max(at, record.now), dict[str, Figure]()

    def __getitem__(self, name: str) -> Figure:
        if name not in self._known:
            self._known[name] = FIGURES[name](self._record, self._at)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FIGURES)

    def __len__(self) -> int:
        return len(FIGURES)


def figures(record: ClaimRecord, now: datetime) -> Figures:
    """Give a claim's figures at a time, or at that of the newest post taken in where this is later."""
    return Figures(record, now)
