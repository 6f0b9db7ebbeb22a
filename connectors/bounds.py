"""What a source says, cut to what a post can hold: one odd field of a hostile source must not cost a post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from models.post import EARLIEST, MAX_LABEL, MAX_TEXT, MAX_URL

MAX_COUNTER: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""


def text(value: object) -> str:
    """Give a text that can be stored, cut to `MAX_TEXT` characters; empty where there is none."""
    return _storable(value, MAX_TEXT) if isinstance(value, str) else ""


def label(value: object, most: int = MAX_LABEL) -> str | None:
    """Give a name or id on one line that can be stored, or None where nothing is left of it."""
    if not isinstance(value, str):
        return None
    return " ".join(_storable(value, most).split()) or None


def address(value: object) -> str | None:
    """Give an address, or None if it is too long to be kept whole: half of it would lead elsewhere."""
    return value if isinstance(value, str) and 0 < len(value) <= MAX_URL else None


def counter(value: object) -> int | None:
    """Give a count, or None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MAX_COUNTER else None


def time(value: datetime | None, noticed: datetime) -> datetime:
    """Give the source's time in UTC, or when it was noticed where the source has none that can be true."""
    if value is None:
        return noticed
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value.astimezone(UTC) if value >= EARLIEST else noticed


def _storable(value: str, most: int) -> str:
    # A lone surrogate has no UTF-8, a NUL ends a string in SQL.
    return value[:most].encode("utf-8", "ignore").decode().replace("\0", "")
