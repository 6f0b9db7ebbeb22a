"""Read the watchlist: which channels, rules and feeds the connectors follow, and which of them come first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from models.errors import RumorError

MAX_RULE: Final = 1_024
"""Characters of one rule of X's filtered stream
(https://docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule)."""
MAX_RULES: Final = 1_000
"""Rules of one filtered stream (same page)."""
PRIORITIES: Final = (1, 2, 3)
USUAL_PRIORITY: Final = 2

_HANDLE: Final = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_LANG: Final = re.compile(r"[a-z]{2}")
_HEADING: Final = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
_FORMS: Final = {
    "telegram": '[[telegram]] channel = "yellow_folder" lang = "ru" priority = 1',
    "twitter": "[[twitter]] query = '(CSTO OR ОДКБ)' tag = \"csto\" priority = 1",
    "feed": '[[feed]] url = "https://example.org/rss" lang = "en" priority = 2',
}


Entry = TypeVar("Entry", "TelegramChannel", "TwitterRule", "Feed")


class WatchlistError(RumorError):
    """A watchlist that cannot be used; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """A public channel of Telegram, by its username without ``@``."""

    channel: str
    lang: str | None = None
    priority: int = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class TwitterRule:
    """One rule of X's filtered stream; the tag names it in answers and in the account's list of rules."""

    query: str
    tag: str
    priority: int = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed by its address."""

    url: str
    lang: str | None = None
    priority: int = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All that is followed; each part in order of priority, then as written."""

    telegram: tuple[TelegramChannel, ...] = ()
    twitter: tuple[TwitterRule, ...] = ()
    feeds: tuple[Feed, ...] = ()


def load_watchlist(path: Path) -> Watchlist:
    """Read a watchlist from a file; raise `WatchlistError`, also when the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WatchlistError(f"{path}: cannot be read ({error}); give a TOML file in UTF-8") from None
    return parse_watchlist(text, str(path))


def parse_watchlist(text: str, source: str) -> Watchlist:
    """Read ``[[telegram]]``, ``[[twitter]]`` and ``[[feed]]`` entries; ``source`` names the file in errors.

    Raises `WatchlistError`. Two entries for one channel, rule, tag or address are an error: their
    priorities could disagree.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError(f"{source}: {error}; write an entry as {_FORMS['telegram']}") from None
    for key in tables:
        if key not in _FORMS:
            where = f"{source}, line {_line_of(text, key)}"
            raise WatchlistError(f"{where}: {key!r} is not known; only {', '.join(_FORMS)} are watched")
    parts = {part: list(_entries(tables, part, text, source)) for part in _FORMS}
    if len(parts["twitter"]) > MAX_RULES:
        many = len(parts["twitter"])
        raise WatchlistError(f"{source}: {many} rules, but X takes {MAX_RULES}; join some of them by OR")
    _once(parts["telegram"], "channel", lambda name: name.lstrip("@").lower())
    _once(parts["twitter"], "tag")
    _once(parts["twitter"], "query")
    _once(parts["feed"], "url")
    return Watchlist(
        telegram=_ordered([_channel(*entry) for entry in parts["telegram"]]),
        twitter=_ordered([_rule(*entry) for entry in parts["twitter"]]),
        feeds=_ordered([_feed(*entry) for entry in parts["feed"]]),
    )


def _entries(
    tables: dict[str, Any], part: str, text: str, source: str
) -> Iterator[tuple[dict[str, Any], str]]:
    entries = tables.get(part, [])
    if not isinstance(entries, list):
        where = f"{source}, line {_line_of(text, part)}"
        raise WatchlistError(f"{where}: write [[{part}]] with two brackets, once for each entry")
    for entry, line in zip(entries, _lines(text, part, len(entries)), strict=True):
        if not isinstance(entry, dict):
            raise WatchlistError(f"{source}, line {line}: write each entry as {_FORMS[part]}")
        yield entry, f"{source}, line {line}"


def _channel(entry: dict[str, Any], where: str) -> TelegramChannel:
    _only(entry, ("channel", "lang", "priority"), where)
    name = _HANDLE.fullmatch(_string(entry, "channel", "telegram", where))
    if name is None:
        raise WatchlistError(
            f"{where}: {entry['channel']!r} is no username of a public channel;"
            " write what follows t.me/, at least 4 letters, digits or _"
        )
    return TelegramChannel(name[1], _lang(entry, where), _priority(entry, where))


def _rule(entry: dict[str, Any], where: str) -> TwitterRule:
    _only(entry, ("query", "tag", "priority"), where)
    query, tag = _string(entry, "query", "twitter", where), _string(entry, "tag", "twitter", where)
    if len(query) > MAX_RULE:
        raise WatchlistError(
            f"{where}: rule {tag!r} has {len(query)} characters, X takes {MAX_RULE}; split it in two"
        )
    return TwitterRule(query, tag, _priority(entry, where))


def _feed(entry: dict[str, Any], where: str) -> Feed:
    _only(entry, ("url", "lang", "priority"), where)
    url = _string(entry, "url", "feed", where)
    if not _is_web_address(url):
        raise WatchlistError(f"{where}: {url!r} is no web address; write it with https:// or http://")
    return Feed(url, _lang(entry, where), _priority(entry, where))


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _only(entry: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    if unknown := sorted(set(entry) - set(known)):
        raise WatchlistError(f"{where}: {unknown[0]!r} is not known here; use {', '.join(known)}")


def _string(entry: dict[str, Any], key: str, part: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise WatchlistError(f"{where}: {key} is missing or no text; write an entry as {_FORMS[part]}")
    return value.strip()


def _lang(entry: dict[str, Any], where: str) -> str | None:
    lang = entry.get("lang")
    if lang is not None and not (isinstance(lang, str) and _LANG.fullmatch(lang)):
        raise WatchlistError(
            f'{where}: lang must be two letters of ISO 639-1, like lang = "kk", not {lang!r}'
        )
    return lang


def _priority(entry: dict[str, Any], where: str) -> int:
    priority = entry.get("priority", USUAL_PRIORITY)
    if isinstance(priority, bool) or priority not in PRIORITIES:
        raise WatchlistError(f"{where}: priority must be 1 (first), 2 or 3 (last), not {priority!r}")
    return int(priority)


def _once(
    entries: list[tuple[dict[str, Any], str]], key: str, fold: Callable[[str], str] = str.strip
) -> None:
    first: dict[str, str] = {}
    for entry, where in entries:
        value = fold(str(entry.get(key)))
        if key in entry and value in first:
            raise WatchlistError(f"{where}: {key} {entry[key]!r} stands in {first[value]} already; drop one")
        first[value] = where


def _ordered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.priority))


def _lines(text: str, part: str, count: int) -> list[int]:
    headings = ((number, _HEADING.match(line)) for number, line in enumerate(text.splitlines(), 1))
    lines = [number for number, heading in headings if heading and heading[1] == part]
    return (lines + [1] * count)[:count]


def _line_of(text: str, word: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if word in line), 1)
