"""What reading an export gives, row by row, and what is the same for all formats."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Final

import orjson

from connectors.recording import Rejected
from models.post import Post, PostError, show_time


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no post and needs not be one, such as "pinned a message"."""

    number: int


CUT: Final = "the file ends here, within its list: it was cut off; export it again"

Taken = Post | Rejected | Skipped
Rows = Iterator[Taken]


@dataclass(frozen=True, slots=True)
class Options:
    """What an export does not say of itself."""

    path: Path
    channel: str | None = None
    """Name of the channel or account, where the export has none."""
    zone: tzinfo | None = None
    """Zone of times that are written without one."""


_ODD_ESCAPE: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
"""Telegram Desktop writes control characters as ``\\x0B``, which is no JSON."""


def decoded(raw: bytes) -> Any:
    """Decode one JSON value as forgivingly as can be without guessing; raise `PostError`."""
    raw = raw.strip(b" \t\r\n,")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(_ODD_ESCAPE.sub(rb"\1\\u00\2", raw).decode("utf-8"), strict=False)
    except UnicodeDecodeError as error:
        raise PostError(f"byte {error.start + 1} of the row is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise PostError(f"no JSON: {error.msg} at character {error.pos + 1} of the row") from None
    except (RecursionError, ValueError):
        raise PostError("no JSON that could be a post: too deep, or a number too long") from None


def mapping(value: object) -> dict[str, Any]:
    """Give a JSON object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """Give the JSON objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def count(value: object) -> int | None:
    """Read a counter, also one in quotes; None for anything else."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def moment(unix: object, local: object, options: Options) -> str:
    """Give the time of a row as the contract writes it; raise `PostError`.

    ``unix`` is seconds since 1970, maybe in quotes; ``local`` a time without zone, believed where the first
    is missing and the zone is given.
    """
    seconds = count(unix)
    if seconds is not None:
        try:
            return show_time(datetime.fromtimestamp(seconds, UTC))
        except (OverflowError, ValueError, OSError):
            raise PostError(f"time {seconds} is out of range") from None
    if not isinstance(local, str) or not local:
        raise PostError("the row has no time")
    try:
        time = datetime.fromisoformat(local)
    except ValueError:
        raise PostError(f"time {local[:40]!r} cannot be read") from None
    if time.tzinfo is None:
        if options.zone is None:
            raise PostError(f"time {local[:40]} has no zone: give it by --zone, like --zone Europe/Kyiv")
        time = time.replace(tzinfo=options.zone)
    try:
        return show_time(time)
    except (OverflowError, ValueError):
        raise PostError(f"time {local[:40]} is out of range") from None
