"""Read what is given to be judged: a JSON object a line, with text under certain keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson

from models.errors import RumorError
from models.post import MAX_LABEL, MAX_TEXT

MAX_LINE: Final = 2_000_000
"""Bytes of one line: the longest texts in their widest escapes."""

Row = dict[str, str]


class LineError(RumorError):
    """A line that cannot be judged; the message says which key is wrong and what it should be."""


def read_row(line: bytes, needed: Sequence[str], optional: Sequence[str] = ()) -> Row:
    """Give the texts of a line by key; ``id`` is always needed, an optional one that is missing is empty.

    A number as ``id`` becomes its digits. Keys beyond these are ignored. Raises `LineError`.
    """
    record = decoded(line)
    row = {"id": line_id(record)}
    row.update((key, _text(record, key)) for key in needed)
    row.update((key, _text(record, key)) for key in optional if record.get(key) is not None)
    return row


def decoded(line: bytes) -> dict[str, Any]:
    """Give the JSON object of a line; raise `LineError`."""
    if len(line) > MAX_LINE:
        raise LineError(f"it has more than {MAX_LINE} bytes: shorten its texts")
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LineError(f"no JSON: {error}") from None
    if not isinstance(record, dict):
        raise LineError('no JSON object: write {"id": ..., ...} on one line')
    return record


def line_id(record: dict[str, Any]) -> str:
    """Give the ``id`` of a line, a number as its digits; raise `LineError`."""
    given = record.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str) or not given:
        raise LineError('id is missing: give each line one, as in "id": "7"')
    if len(given) > MAX_LABEL:
        raise LineError(f"id has {len(given)} characters, more than {MAX_LABEL}")
    return given


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        given = "missing" if value is None else f"a {type(value).__name__}"
        raise LineError(f'{key} is {given}: give it as text, as in "{key}": "..."')
    if len(value) > MAX_TEXT:
        raise LineError(f"{key} has {len(value)} characters, more than {MAX_TEXT}")
    return value
