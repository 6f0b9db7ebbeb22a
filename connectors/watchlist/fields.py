"""One entry of the watchlist, made of what stands in the file; each error says how to write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from connectors.watchlist.entries import (
    PRIORITIES,
    USUAL_PRIORITY,
    VIAS,
    BlueskyAccount,
    BlueskyEntry,
    BlueskyKeyword,
    Feed,
    TelegramChannel,
    TwitterRule,
)
from connectors.watchlist.error import WatchlistError

MAX_RULE: Final = 1_024
"""Characters of one rule of X's filtered stream
(https://docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule)."""
MAX_KEYWORD: Final = 200
"""Characters of the words that a post of Bluesky is looked through for; the longest post has 300."""
FORMS: Final = {
    "telegram": '[[telegram]] channel = "yellow_folder" lang = "ru" priority = 1',
    "twitter": "[[twitter]] query = '(CSTO OR ОДКБ)' tag = \"csto\" priority = 1",
    "feed": '[[feed]] url = "https://example.org/rss" lang = "en" priority = 2',
    "bluesky": '[[bluesky]] handle = "name.bsky.social" priority = 1, or keyword = "CSTO"',
}
"""Part of the watchlist -> how an entry of it is written."""

Entry = dict[str, Any]

_USERNAME: Final = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_HANDLE: Final = re.compile(
    r"@?((?=.{4,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,16}"
    r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)"
)
"""A handle is a domain name (https://atproto.com/specs/handle)."""
_DID: Final = re.compile(r"did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,240}[A-Za-z0-9._-]")
"""Stable identifier of an account (https://atproto.com/specs/did)."""
_LANG: Final = re.compile(r"[a-z]{2}")
_LETTER: Final = re.compile(r"\w")


def read_channel(entry: Entry, where: str) -> TelegramChannel:
    """Make a channel of Telegram; raise `WatchlistError` that begins with ``where``."""
    _only(entry, ("channel", "lang", "priority", "via"), where)
    name = _USERNAME.fullmatch(_string(entry, "channel", "telegram", where))
    if name is None:
        raise WatchlistError(
            f"{where}: {entry['channel']!r} is no username of a public channel;"
            " write what follows t.me/, at least 4 letters, digits or _"
        )
    via = entry.get("via", VIAS[0])
    if via not in VIAS:
        raise WatchlistError(f'{where}: via must be "account" or "preview", not {via!r}')
    return TelegramChannel(name[1], _lang(entry, where), _priority(entry, where), via)


def read_rule(entry: Entry, where: str) -> TwitterRule:
    """Make a rule of X; raise `WatchlistError`."""
    _only(entry, ("query", "tag", "priority"), where)
    query, tag = _string(entry, "query", "twitter", where), _string(entry, "tag", "twitter", where)
    if len(query) > MAX_RULE:
        raise WatchlistError(
            f"{where}: rule {tag!r} has {len(query)} characters, X takes {MAX_RULE}; split it in two"
        )
    return TwitterRule(query, tag, _priority(entry, where))


def read_feed(entry: Entry, where: str) -> Feed:
    """Make a feed; raise `WatchlistError`."""
    _only(entry, ("url", "lang", "priority"), where)
    url = _string(entry, "url", "feed", where)
    if not _is_web_address(url):
        raise WatchlistError(f"{where}: {url!r} is no web address; write it with https:// or http://")
    return Feed(url, _lang(entry, where), _priority(entry, where))


def read_bluesky(entry: Entry, where: str) -> BlueskyEntry:
    """Make an account or a keyword of Bluesky; raise `WatchlistError`."""
    _only(entry, ("handle", "keyword", "lang", "priority"), where)
    if "keyword" in entry and "handle" in entry:
        raise WatchlistError(f"{where}: handle and keyword are two entries; write [[bluesky]] for each")
    if "keyword" in entry:
        return _keyword(entry, where)
    handle = _string(entry, "handle", "bluesky", where)
    found = _HANDLE.fullmatch(handle)
    if found is None and not _DID.fullmatch(handle):
        raise WatchlistError(
            f"{where}: {handle[:80]!r} is no handle of Bluesky; write it whole, like name.bsky.social"
        )
    name = found[1].lower() if found else handle
    return BlueskyAccount(name, _lang(entry, where), _priority(entry, where))


def _keyword(entry: Entry, where: str) -> BlueskyKeyword:
    keyword = " ".join(_string(entry, "keyword", "bluesky", where).split())
    if len(keyword) > MAX_KEYWORD or not _LETTER.search(keyword):
        raise WatchlistError(f"{where}: a keyword is one or a few words, at most {MAX_KEYWORD} characters")
    return BlueskyKeyword(keyword, _lang(entry, where), _priority(entry, where))


def once(entries: list[tuple[Entry, str]], key: str, fold: Callable[[str], str] = str.strip) -> None:
    """Raise `WatchlistError` where two entries have one value under ``key``, as priorities could disagree."""
    first: dict[str, str] = {}
    for entry, where in entries:
        value = fold(str(entry.get(key)))
        if key in entry and value in first:
            raise WatchlistError(f"{where}: {key} {entry[key]!r} stands in {first[value]} already; drop one")
        first[value] = where


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _only(entry: Entry, known: tuple[str, ...], where: str) -> None:
    if unknown := sorted(set(entry) - set(known)):
        raise WatchlistError(f"{where}: {unknown[0]!r} is not known here; use {', '.join(known)}")


def _string(entry: Entry, key: str, part: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise WatchlistError(f"{where}: {key} is missing or no text; write an entry as {FORMS[part]}")
    return value.strip()


def _lang(entry: Entry, where: str) -> str | None:
    lang = entry.get("lang")
    if lang is not None and not (isinstance(lang, str) and _LANG.fullmatch(lang)):
        raise WatchlistError(
            f'{where}: lang must be two letters of ISO 639-1, like lang = "kk", not {lang!r}'
        )
    return lang


def _priority(entry: Entry, where: str) -> int:
    priority = entry.get("priority", USUAL_PRIORITY)
    if isinstance(priority, bool) or priority not in PRIORITIES:
        raise WatchlistError(f"{where}: priority must be 1 (first), 2 or 3 (last), not {priority!r}")
    return int(priority)
