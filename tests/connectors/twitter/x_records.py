"""What a test's X says, in the words of X's own description; accounts and posts are synthetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import x_document

STREAM: Final = "/2/tweets/search/stream"
PROBLEMS: Final = "https://api.x.com/2/problems"
AUTHOR: Final = {
    "id": "501",
    "username": "synthetic_author",
    "name": "Synthetic author",
    "public_metrics": {"followers_count": 77, "following_count": 1, "post_count": 2, "listed_count": 0},
}


def line(record: Any) -> bytes:
    """Write a record of the stream, as it is described."""
    x_document.check(STREAM, "get", 200, record)
    return orjson.dumps(record) + b"\r\n"


def data(number: int, text: str = "The ferry runs", **given: Any) -> dict[str, Any]:
    """Make a post by @synthetic_author."""
    usual = {
        "id": str(number), "text": text, "author_id": "501", "lang": "en",
        "created_at": "2026-03-02T12:00:00.000Z", "edit_history_post_ids": [str(number)],
    }  # fmt: skip
    return usual | given


def tweet(number: int, text: str = "The ferry runs", **given: Any) -> dict[str, Any]:
    """Make a record of the stream."""
    rules = [{"id": "1", "tag": "ferry"}]
    return {"data": data(number, text, **given), "includes": {"users": [AUTHOR]}, "matching_rules": rules}


@dataclass
class Play:
    """What the stream does on one connection: an answer, lines, and then its end."""

    lines: tuple[bytes, ...] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stays: bool = False
    """Whether it stays open, silent, after the last line."""
    live: bool = False
    """Whether it brings what is posted from now on, until `XServer.cut`."""
    body: tuple[str, str] | None = None
    """Another content type and text than X's own error."""


def refusal(value: str, title: str, detail: str) -> dict[str, Any]:
    """Make X's error about a rule."""
    return {"value": value, "title": title, "detail": detail, "type": f"{PROBLEMS}/invalid-request"}
