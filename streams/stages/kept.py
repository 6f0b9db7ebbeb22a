"""The table of the ordered stage: what lies under which key, and what a batch writes to it.

Under ``p:`` and a post's key lies its Decision; under ``c:`` and a claim's id a LiveClaim that is in the
index; under ``d:`` and a claim's id a dormant one, which counts for nothing while there is a live one too;
under ``e:`` and an offset the edits applied there; under ``t:look`` the last second look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from models.claim.edits import Applied
from models.claim.live import LiveClaim
from models.claim.memory import ClaimMemory, Swept
from models.claim.retention import Retention
from models.claim.second import Look
from streams.codec import applied_bytes, decode_claim, decode_decision, encode, parse_applied
from streams.firm import Table, Writes

_LOOK: Final = b"t:look"


class Kept:
    """Reads the table, and the claims that the batch at work has yet to write to it."""

    def __init__(self, table: Table, retention: Retention) -> None:
        """Read nothing yet."""
        self._table, self._retention = table, retention
        self._unwritten = Writes()

    def memory(self) -> ClaimMemory:
        """Rebuild the memory from the table."""
        memory, steps = self._rebuilt()
        for _ in steps:
            pass
        return memory

    async def memory_meanwhile(self) -> ClaimMemory:
        """Rebuild the memory, and let the worker answer Kafka meanwhile."""
        memory, steps = self._rebuilt()
        for _ in steps:
            await asyncio.sleep(0)
        return memory

    def _rebuilt(self) -> tuple[ClaimMemory, Iterator[None]]:
        items = list(self._table.items())
        edits = (one for key, value in items if key.startswith(b"e:") for one in parse_applied(value))
        memory = ClaimMemory(edits=edits, load=self.dormant, retention=self._retention)
        return memory, memory.take_up(
            (decode_decision(value) for key, value in items if key.startswith(b"p:")),
            (decode_claim(value) for key, value in items if key.startswith(b"c:")),
            (decode_claim(value) for key, value in items if key.startswith(b"d:")),
        )

    def looked(self) -> Look:
        """Give the last look for second thoughts."""
        value = self._table.get(_LOOK)
        return msgspec.json.decode(value, type=Look) if value else Look()

    def look(self, event: Any, look: Look) -> None:
        """Write up to where, and when, all claims have been looked at."""
        self._unwritten[_LOOK] = (event, msgspec.json.encode(look))

    def edits(self, offset: int) -> list[Applied]:
        """Give the edits applied at an offset; none where none was written."""
        value = self._table.get(_edits_key(offset))
        return parse_applied(value) if value else []

    def edited(self, event: Any, applied: Sequence[Applied], writes: Writes) -> None:
        """Write the edits applied at an event's offset: all of them or none."""
        writes[_edits_key(event.message.offset)] = (event, applied_bytes(applied))

    def begin(self) -> Writes:
        """Begin a batch; the writes of the one before are in the table by now, or dropped with the memory."""
        self._unwritten = Writes()
        return self._unwritten

    def dormant(self, claim: str) -> LiveClaim | None:
        """Give the record of a dormant claim."""
        value = self._value(_dormant_key(claim))
        return decode_claim(value) if value else None

    def live(self, event: Any, claim: LiveClaim) -> None:
        """Write a claim as live, and that it sleeps no more."""
        self._unwritten[_live_key(claim.id)] = (event, encode(claim))
        if self._value(key := _dormant_key(claim.id)):
            self._unwritten[key] = (event, None)

    def drop(self, event: Any, claim: str) -> None:
        """Write that a claim is gone, live or dormant."""
        for key in (_live_key(claim), _dormant_key(claim)):
            if self._value(key):
                self._unwritten[key] = (event, None)

    def swept(self, event: Any, swept: Swept, decisions: Writes) -> None:
        """Write what time put away; a claim is written as dormant before it is dropped as live."""
        for key in swept.decisions:
            decisions[b"p:" + key.encode()] = (event, None)
        for claim in swept.dormant:
            self._unwritten[_dormant_key(claim.id)] = (event, encode(claim))
            self._unwritten[_live_key(claim.id)] = (event, None)
        for name in swept.gone:
            self._unwritten[_dormant_key(name)] = (event, None)

    def _value(self, key: bytes) -> bytes | None:
        return self._unwritten[key][1] if key in self._unwritten else self._table.get(key)


def _edits_key(offset: int) -> bytes:
    return b"e:%d" % offset


def _live_key(claim: str) -> bytes:
    return b"c:" + claim.encode()


def _dormant_key(claim: str) -> bytes:
    return b"d:" + claim.encode()
