"""Read the records of the topics ``claims`` and ``alerts`` into rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from connectors.store.errors import RecordError
from connectors.store.tables import Row
from connectors.store.words import folded
from models.post import PostError, parse_time

MOST_COUNT: Final = 2**63 - 1
"""The largest number a column holds."""
_UNSTORABLE: Final = dict.fromkeys((0, *range(0xD800, 0xE000)))
"""NUL, which PostgreSQL refuses, and lone surrogates, which have no UTF-8."""
_DEEPEST: Final = 30
"""Levels of a record; ours have five."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as the store keeps it."""

    id: str
    values: Row
    denials: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A claim that lives on in another."""

    id: str
    into: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as the store keeps it."""

    id: str
    claim: str
    fired_at: datetime
    values: Row
    words: tuple[str, ...]
    """Of its text, folded."""


def parse_record(record: Mapping[str, Any]) -> ClaimRow | MergedRow | AlertRow | None:
    """Tell a claim from an alert by its keys; None for a control record; raise `RecordError` for others."""
    if not isinstance(record, Mapping):
        raise RecordError(f"a record must be a JSON object, not {type(record).__name__}")
    if "control" in record:
        return None
    clean = _clean(record)
    try:
        if "merged_into" in clean:
            return MergedRow(_id(clean, "claim"), _id(clean, "merged_into"))
        return _alert(clean) if "alert" in clean else _claim(clean)
    except PostError as error:
        raise RecordError(str(error)) from None


def search_words(words: tuple[str, ...]) -> str:
    """Write folded words so that SQL can look for one: blanks around each."""
    return f" {' '.join(word.lstrip('~') for word in words)} " if words else ""


def claim_words(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the folded words of a claim's text and wordings."""
    wordings = record.get("wordings") or ()
    texts = [record.get("text"), *(w.get("text") for w in wordings if isinstance(w, Mapping))]
    return tuple(dict.fromkeys(word for text in texts if isinstance(text, str) for word in folded(text)))


def _claim(record: Row) -> ClaimRow:
    first_seen = _time(record, "first_seen")
    values: Row = {
        "id": _id(record, "claim"),
        "text": _text(record, "text"),
        "lang": _text(record, "lang")[:16],
        "status": _text(record, "status")[:16],
        "first_seen": first_seen,
        "last_at": _time_or(record, "last_at", first_seen),
        "shown_at": _time_or(record, "shown_at", first_seen),
        "origin": _text(record, "origin"),
        **{key: _count(record, key) for key in ("posts", "channels", "independent_sources", "audience")},
        "per_minute": _per_minute(record),
        "words": search_words(claim_words(record)),
        "record": record,
    }
    rows = enumerate(_list(record, "denials"))
    return ClaimRow(values["id"], values, tuple(_denial(values["id"], n, row) for n, row in rows))


def _denial(claim: str, number: int, record: Row) -> Row:
    official = record.get("official")
    return {
        "claim": claim,
        "number": number,
        "post": _text(record, "post"),
        "office": _text(record, "office")[:255],
        "official": official if isinstance(official, str) else None,
        "first_hand": bool(record.get("first_hand")),
        "weak": bool(record.get("weak")),
        "quote": _text(record, "quote"),
        "published_at": _time(record, "published_at"),
        "withdrawn_at": _time_or(record, "withdrawn_at", None),
        "record": record,
    }


def _alert(record: Row) -> AlertRow:
    text, fired_at = _text(record, "text"), _time(record, "fired_at")
    values: Row = {
        "id": _id(record, "alert"),
        "kind": _text(record, "kind")[:32],
        "claim": _id(record, "claim"),
        "text": text,
        "fired_at": fired_at,
        "record": record,
    }
    return AlertRow(values["id"], values["claim"], fired_at, values, folded(text))


def _clean(value: Any, depth: int = 0) -> Any:
    """Take out of all strings what no database stores; posts are hostile."""
    if isinstance(value, str):
        return value.translate(_UNSTORABLE)
    if isinstance(value, int) and abs(value) > MOST_COUNT:
        raise RecordError(f"a number has more than 64 bits: {value!r:.80}")
    if depth > _DEEPEST:
        raise RecordError(f"a record is nested deeper than {_DEEPEST} levels")
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(item, depth + 1) for key, item in value.items()}
    return [_clean(item, depth + 1) for item in value] if isinstance(value, list | tuple) else value


def _id(record: Row, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise RecordError(f"{key} must be an id of at most 64 characters, not {value!r:.80}")
    return value


def _text(record: Row, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise RecordError(f"{key} must be a string, not {value!r:.80}")
    return value


def _list(record: Row, key: str) -> list[Row]:
    values = record.get(key)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise RecordError(f"{key} must be a list of objects, not {values!r:.80}")
    return values


def _count(record: Row, key: str) -> int:
    number = record.get(key)
    if not isinstance(number, int) or isinstance(number, bool):
        raise RecordError(f"{key} must be a whole number, not {number!r:.80}")
    return max(number, 0)


def _time(record: Row, key: str) -> datetime:
    return parse_time(record.get(key), key)


def _time_or(record: Row, key: str, otherwise: Any) -> Any:
    return otherwise if record.get(key) is None else _time(record, key)


def _per_minute(record: Row) -> float:
    """Take the rate out of ``spread``; a claim whose rate is unknown grows by nothing."""
    spread = record.get("spread")
    rate = spread.get("per_minute") if isinstance(spread, dict) else None
    value = rate.get("value") if isinstance(rate, dict) else rate
    return float(value) if isinstance(value, int | float) else 0.0
