"""How far the stream has been read, kept among the cursors; nothing counts before Kafka has it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.bluesky.memory import Memory
from connectors.coverage import SourceState
from connectors.cursors import Cursors
from connectors.posting import Clock, SinkError

log = logging.getLogger(__name__)

STREAM: Final = "bluesky:#stream"
"""Key of the stream's cursor and coverage; no account is called so."""
REWIND: Final = timedelta(seconds=5)
"""How far before the latest event a new connection begins: servers see events at slightly different times."""
KEPT: Final = timedelta(hours=36)
"""How long Bluesky's servers keep events; an older cursor begins, untold, at their oldest
(section 5.1 of ``docs/README.md`` in https://github.com/bluesky-social/jetstream)."""
SAVE_EVERY: Final = timedelta(seconds=30)
SKIP: Final = timedelta(seconds=1)
"""What is left out where an event is too large to be taken."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Progress:
    """The time of the latest event that is done with, and until when the line was up."""

    def __init__(self, cursors: Cursors, clock: Clock, state: SourceState) -> None:
        self._cursors, self._clock, self._state = cursors, clock, state
        kept = cursors.get(STREAM) or {}
        self._done = _time(kept.get("last_id"))
        self._alive = _time(kept.get("alive"))
        self.memory = Memory.read(kept.get("found"))
        self._saved_at: datetime | None = None
        self._skipping = False

    def cursor(self) -> int:
        """Give where to begin, in microseconds since 1970: a little before what is done, or now at first."""
        if self._done is None:
            self._done = self._clock()
        begin = self._done if self._skipping else self._done - REWIND
        self._skipping = False
        return (begin - EPOCH) // timedelta(microseconds=1)

    def connected(self) -> None:
        """Note that the line is up; what the server has not kept while it was down is a gap."""
        now = self._clock()
        if self._alive is None:
            self._state.resume(now, bridged=False)
        else:
            if self._alive < now - KEPT:
                self._state.miss(self._alive, now - KEPT, "Bluesky keeps its events for 36 hours only")
            self._state.resume(now, bridged=True)
        self._alive = now

    def alive(self) -> None:
        """Note that the line is up."""
        self._state.read_at = self._alive = self._clock()

    def done(self, seen: datetime) -> None:
        """Note that an event is done with; a time ahead of ours would skip what is to come."""
        seen = min(seen, self._clock())
        self._done = max(self._done or seen, seen)

    def skip(self) -> None:
        """Begin next behind an event that cannot be taken, and say what is left out."""
        since = self._done or self._clock()
        self._done, self._skipping = since + SKIP, True
        self._state.miss(since, self._done, "an event was larger than asked for")

    async def save_sometimes(self) -> None:
        """Save what is due."""
        if self._saved_at is None or self._clock() - self._saved_at >= SAVE_EVERY:
            await self.save()

    async def save(self) -> None:
        """Save; what Kafka does not take is saved later."""
        if self._done is None:
            return
        self._saved_at = self._clock()
        cursor: dict[str, Any] = {"last_id": _micros(self._done), "found": self.memory.record()}
        if self._alive is not None:
            cursor["alive"] = _micros(self._alive)
        try:
            await self._cursors.save(STREAM, cursor)
        except SinkError as error:
            log.warning("the cursor of Bluesky is saved later: %s", error)


def _micros(time: datetime) -> int:
    return (time - EPOCH) // timedelta(microseconds=1)


def _time(micros: object) -> datetime | None:
    """Read a time; what is damaged counts as none."""
    if isinstance(micros, bool) or not isinstance(micros, int) or not 10**15 <= micros < 10**16:
        return None
    return EPOCH + timedelta(microseconds=micros)
