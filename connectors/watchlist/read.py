"""Read the watchlist's file; whatever is wrong is told with file, line and mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from connectors.watchlist.entries import BlueskyEntry, Feed, TelegramChannel, TwitterRule, Watchlist
from connectors.watchlist.error import WatchlistError
from connectors.watchlist.fields import FORMS, once, read_bluesky, read_channel, read_feed, read_rule

MAX_RULES: Final = 1_000
"""Rules of one filtered stream of X
(https://docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule)."""
MAX_DIDS: Final = 10_000
"""Accounts that one subscription of Bluesky's Jetstream can name (https://github.com/bluesky-social/jetstream)."""

HEADING: Final = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
"""Line that begins an entry."""

Entry = TypeVar("Entry", TelegramChannel, TwitterRule, Feed, BlueskyEntry)


def load_watchlist(path: Path) -> Watchlist:
    """Read a watchlist from a file; raise `WatchlistError`, also when the file cannot be read."""
    return parse_watchlist(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Give a file's text with its line ends as they are; raise `WatchlistError`."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise WatchlistError(f"{path}: cannot be read ({error}); give a TOML file in UTF-8") from None


def parse_watchlist(text: str, source: str) -> Watchlist:
    """Read all entries of a watchlist; ``source`` names the file in errors.

    Raises `WatchlistError`. Two entries for one channel, rule, tag, address or account are an error: their
    priorities could disagree.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError(f"{source}: {error}; write an entry as {FORMS['telegram']}") from None
    for key in tables:
        if key not in FORMS:
            where = f"{source}, line {_line_of(text, key)}"
            raise WatchlistError(f"{where}: {key!r} is not known; only {', '.join(FORMS)} are watched")
    parts = {part: list(_entries(tables, part, text, source)) for part in FORMS}
    watchlist = Watchlist(
        telegram=_ordered([read_channel(*entry) for entry in parts["telegram"]]),
        twitter=_ordered([read_rule(*entry) for entry in parts["twitter"]]),
        feeds=_ordered([read_feed(*entry) for entry in parts["feed"]]),
        bluesky=_ordered([read_bluesky(*entry) for entry in parts["bluesky"]]),
    )
    _check_twice(parts)
    if (many := len(parts["twitter"])) > MAX_RULES:
        raise WatchlistError(f"{source}: {many} rules, but X takes {MAX_RULES}; join some of them by OR")
    if (many := sum("handle" in entry for entry, _ in parts["bluesky"])) > MAX_DIDS:
        raise WatchlistError(f"{source}: {many} handles, but Bluesky's stream takes {MAX_DIDS}; drop some")
    return watchlist


def _check_twice(parts: dict[str, list[tuple[dict[str, Any], str]]]) -> None:
    once(parts["telegram"], "channel", fold_handle)
    once(parts["twitter"], "tag")
    once(parts["twitter"], "query")
    once(parts["feed"], "url")
    once(parts["bluesky"], "handle", fold_handle)
    once(parts["bluesky"], "keyword", lambda words: " ".join(words.split()).casefold())


def fold_handle(name: str) -> str:
    """Fold a name so that two spellings of it are equal."""
    return name.strip().lstrip("@").lower()


def _entries(
    tables: dict[str, Any], part: str, text: str, source: str
) -> Iterator[tuple[dict[str, Any], str]]:
    entries = tables.get(part, [])
    if not isinstance(entries, list):
        where = f"{source}, line {_line_of(text, part)}"
        raise WatchlistError(f"{where}: write [[{part}]] with two brackets, once for each entry")
    for entry, line in zip(entries, _lines(text, part, len(entries)), strict=True):
        if not isinstance(entry, dict):
            raise WatchlistError(f"{source}, line {line}: write each entry as {FORMS[part]}")
        yield entry, f"{source}, line {line}"


def _ordered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.priority))


def _lines(text: str, part: str, count: int) -> list[int]:
    headings = ((number, HEADING.match(line)) for number, line in enumerate(text.splitlines(), 1))
    lines = [number for number, heading in headings if heading and heading[1] == part]
    return (lines + [1] * count)[:count]


def _line_of(text: str, word: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if word in line), 1)
