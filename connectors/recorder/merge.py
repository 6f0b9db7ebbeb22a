"""Records of several partitions as one row in order of Kafka's time, without waiting for idle ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

MOST_WAITING: Final = 5_000
"""Records of one partition that wait for those of others; then it is read no further."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record of Kafka."""

    partition: int
    offset: int
    time: int
    """Milliseconds since 1970."""
    value: bytes | None


class Merge:
    """Holds back records until no partition can bring an earlier one."""

    def __init__(self, partitions: Iterable[int]) -> None:
        self._waiting: dict[int, deque[Record]] = {partition: deque() for partition in partitions}

    def add(self, record: Record) -> None:
        """Take the next record of its partition."""
        self._waiting[record.partition].append(record)

    def ready(self, at_end: Callable[[int], bool]) -> Iterator[Record]:
        """Give what is certain to come next; ``at_end`` tells of a partition that nothing is left to read."""
        while True:
            heads = [queue[0] for queue in self._waiting.values() if queue]
            if not heads or any(not queue and not at_end(one) for one, queue in self._waiting.items()):
                return
            # Within a partition the order of offsets stands, whatever its times say.
            yield self._waiting[min(heads, key=lambda head: head.time).partition].popleft()

    def full(self) -> set[int]:
        """Name the partitions that are ahead of the others."""
        return {one for one, queue in self._waiting.items() if len(queue) >= MOST_WAITING}
