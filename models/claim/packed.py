"""Records as they lie in memory by the million: one run of bytes each, that no garbage collection walks."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final, Generic, TypeVar, get_type_hints

import msgspec

from models.claim.decision import Decision
from models.claim.live import LiveClaim

_Record = TypeVar("_Record")


class Packing(Generic[_Record]):
    """How records of one kind are packed: their fields in order, without names.

    A live claim takes 540 bytes instead of 1,340, a decision 400 instead of 800.
    """

    def __init__(self, kind: type[Any], *without: str) -> None:
        """Take the fields from a dataclass; those of the names given are kept elsewhere."""
        hints = get_type_hints(kind)
        self._kind = kind
        self._names = tuple(f.name for f in fields(self._kind) if f.name not in without)
        self._encode = msgspec.msgpack.Encoder().encode
        shape: Any = tuple[tuple(hints[name] for name in self._names)]  # type: ignore[misc]  # made of a list
        self._decode = msgspec.msgpack.Decoder(shape).decode

    def pack(self, record: _Record) -> bytes:
        """Give everything of a record but what is kept elsewhere."""
        # Copied, since what the encoder gives lies in a buffer a fifth too large.
        return bytes(memoryview(self._encode(tuple(getattr(record, name) for name in self._names))))

    def unpack(self, packed: bytes, **elsewhere: Any) -> _Record:
        """Give the record again, with what was kept elsewhere."""
        values = zip(self._names, self._decode(packed), strict=True)
        record: _Record = self._kind(**elsewhere, **dict(values))
        return record


CLAIMS: Final[Packing[LiveClaim]] = Packing(LiveClaim, "vector")
DECISIONS: Final[Packing[Decision]] = Packing(Decision)
