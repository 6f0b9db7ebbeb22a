"""How records look on the wire: JSON, typed and checked on the way in."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
import numpy as np
import orjson

from models.claim.decision import Decision
from models.claim.edit import Edit, Merge, Move, Moved, Rename, SetStatus, Split
from models.claim.edits import Applied
from models.claim.live import LiveClaim
from models.mention import Mention
from models.order import Order
from models.post import Post, parse_post, parse_time, show_time
from models.reading import Reading
from models.track.obey import Handover


@dataclass(frozen=True, slots=True)
class Control:
    """A record that is no post: a tick carries time on, an end closes a replay."""

    control: Literal["tick", "end"]
    at: datetime
    partition: int = 0
    """The partition of ``posts`` it was written to."""


def control_bytes(control: Control) -> bytes:
    """Write a control record."""
    return orjson.dumps(
        {"control": control.control, "at": show_time(control.at), "partition": control.partition}
    )


def parse_control(value: bytes | None) -> Control | None:
    """Read a control record; None where it is none."""
    if value is None or not value.startswith(b'{"control"'):
        return None
    record = orjson.loads(value)
    return Control(record["control"], parse_time(record["at"], "at"), int(record.get("partition", 0)))


def parse_posted(value: bytes | None) -> Post:
    """Read a value of the topic ``posts``; raises `ValueError` with the reason."""
    return parse_post(orjson.loads(value or b"null"))


def _encode(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return base64.b64encode(value.astype("<f4").tobytes()).decode()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _decode(_kind: Any, value: Any) -> Any:
    # The only type without a JSON form is a vector.
    return np.frombuffer(base64.b64decode(value), dtype="<f4").astype(np.float32)


encode = msgspec.json.Encoder(enc_hook=_encode).encode
"""Write a Reading, Mention, Order, Handover, Decision or LiveClaim."""
decode_reading = msgspec.json.Decoder(Reading, dec_hook=_decode).decode
decode_mention = msgspec.json.Decoder(Mention).decode
decode_decision = msgspec.json.Decoder(Decision).decode
decode_claim = msgspec.json.Decoder(LiveClaim, dec_hook=_decode).decode
decode_order = msgspec.json.Decoder(Order).decode
decode_handover = msgspec.json.Decoder(Handover).decode


@dataclass(frozen=True, slots=True)
class _EditRecord:
    """An edit on the wire; ``edit`` says which kind ``value`` is."""

    edit: Literal["merge", "split", "move", "rename", "set-status"]
    value: msgspec.Raw
    moved: tuple[Moved, ...] = ()
    offset: int = -1
    left: str | None = None
    to: str | None = None


_decode_edit = msgspec.json.Decoder(_EditRecord, dec_hook=_decode).decode
_decode_edits = msgspec.json.Decoder(list[_EditRecord], dec_hook=_decode).decode
_EDITS: dict[str, Callable[[msgspec.Raw], Edit]] = {
    "merge": msgspec.json.Decoder(Merge).decode,
    "split": msgspec.json.Decoder(Split).decode,
    "move": msgspec.json.Decoder(Move).decode,
    "rename": msgspec.json.Decoder(Rename).decode,
    "set-status": msgspec.json.Decoder(SetStatus).decode,
}


def edit_bytes(edit: Edit, moved: Sequence[Moved] = ()) -> bytes:
    """Write an edit as a record of the topic ``vectors``."""
    return encode(_EditRecord(edit.kind, msgspec.Raw(encode(edit)), tuple(moved)))


def parse_edit(value: bytes | None) -> tuple[Edit, tuple[Moved, ...]] | None:
    """Read an edit with the posts it moves; None for another record."""
    if value is None or not value.startswith(b'{"edit"'):
        return None
    record = _decode_edit(value)
    return _EDITS[record.edit](record.value), record.moved


def applied_bytes(applied: Sequence[Applied]) -> bytes:
    """Write the edits applied at one offset."""
    records = [
        _EditRecord(a.edit.kind, msgspec.Raw(encode(a.edit)), a.moved, a.offset, a.left, a.to)
        for a in applied
    ]
    return encode(records)


def parse_applied(value: bytes) -> list[Applied]:
    """Read the edits applied at one offset."""
    return [Applied(r.offset, _EDITS[r.edit](r.value), r.left, r.to, r.moved) for r in _decode_edits(value)]


def is_order(value: bytes | None) -> bool:
    """Tell an order from a mention."""
    return value is not None and value.startswith(b'{"order"')


def is_handover(value: bytes | None) -> bool:
    """Tell a handover from a mention."""
    return value is not None and value.startswith(b'{"handover"')
