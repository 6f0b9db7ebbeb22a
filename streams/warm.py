"""Which claims time alone changes: those whose rates fall, and those that are due to fall asleep."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiokafka.partitioner import DefaultPartitioner

REFRESH: Final = timedelta(minutes=1)
"""How often, in the stream's time, a warm claim is shown anew."""


@dataclass(slots=True)
class _Partition:
    warm: dict[bytes, None] = field(default_factory=dict)
    later: list[tuple[datetime, bytes]] = field(default_factory=list)
    shown: datetime | None = None


class WarmClaims:
    """Claims to look at when time passes, for each partition of ``mentions``."""

    def __init__(self, partitions: int) -> None:
        self._partitions = [_Partition() for _ in range(partitions)]
        self._numbers = list(range(partitions))
        self._partitioner = DefaultPartitioner()

    def add(self, key: bytes) -> None:
        """Look at this claim with the next refresh."""
        self._of(key).warm[key] = None

    def due(self, partition: int, at: datetime, *, at_once: bool) -> list[bytes]:
        """Give the claims of a partition to look at now; none between two refreshes."""
        part = self._partitions[partition]
        while part.later and part.later[0][0] <= at:
            part.warm[heapq.heappop(part.later)[1]] = None
        if not at_once and part.shown is not None and at - part.shown < REFRESH:
            return []
        part.shown = at
        return list(part.warm)

    def cool(self, key: bytes, until: datetime | None) -> None:
        """Leave this claim alone until then, or until the next post."""
        part = self._of(key)
        part.warm.pop(key, None)
        if until is not None:
            heapq.heappush(part.later, (until, key))

    def partition_of(self, key: bytes) -> int:
        """Give the partition of ``mentions`` that a claim is followed in."""
        number: int = self._partitioner(key, self._numbers, self._numbers)
        return number

    def _of(self, key: bytes) -> _Partition:
        return self._partitions[self.partition_of(key)]
