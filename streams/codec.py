"""How records look on the wire: JSON, typed and checked on the way in."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
import numpy as np
import orjson

from models.claim.decision import Decision
from models.claim.live import LiveClaim
from models.mention import Mention
from models.post import Post, parse_post, parse_time, show_time
from models.reading import Reading


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
"""Write a Reading, Mention, Decision or LiveClaim."""
decode_reading = msgspec.json.Decoder(Reading, dec_hook=_decode).decode
decode_mention = msgspec.json.Decoder(Mention).decode
decode_decision = msgspec.json.Decoder(Decision).decode
decode_claim = msgspec.json.Decoder(LiveClaim, dec_hook=_decode).decode
