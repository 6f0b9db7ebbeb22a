"""An entry as it is given on the command line: ``telegram:yellow_folder``, ``feed:https://…``."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from connectors.watchlist.edit import AnyEntry
from connectors.watchlist.error import WatchlistError
from connectors.watchlist.fields import read_bluesky, read_channel, read_feed, read_rule

WAYS: Final = (
    "telegram:CHANNEL, twitter:QUERY, feed:ADDRESS, bluesky:HANDLE or bluesky:WORDS (quote what holds blanks)"
)
_LINK: Final = re.compile(r"(?:https?://)?t\.me/(?:s/)?([^/?]+)/?")
_PROFILE: Final = re.compile(r"(?:https?://)?bsky\.app/profile/([^/?]+)/?")
_ACCOUNT: Final = re.compile(r"@?[\w-]+(?:\.[\w-]+)+|did:\S+")


def given_entry(given: str, **options: Any) -> AnyEntry:
    """Read ``platform:value`` with options (lang, priority, tag, via); raise `WatchlistError`.

    A rule without a tag gets one made from its query, since X's answers name rules by it.
    """
    platform, colon, value = given.partition(":")
    value = value.strip()
    entry: dict[str, Any] = {key: option for key, option in options.items() if option is not None}
    match platform.lower().strip(), bool(colon and value):
        case "telegram", True:
            return read_channel({"channel": _bare(_LINK, value), **entry}, given)
        case (("twitter" | "x"), True):
            return read_rule({"query": value, "tag": _tag(value), **entry}, given)
        case "feed", True:
            return read_feed({"url": value, **entry}, given)
        case "bluesky", True:
            value = _bare(_PROFILE, value)
            key = "handle" if _ACCOUNT.fullmatch(value) else "keyword"
            return read_bluesky({key: value, **entry}, given)
        case _:
            raise WatchlistError(f"{given[:80]!r} is nothing to watch: give {WAYS}")


def _bare(link: re.Pattern[str], value: str) -> str:
    match = link.fullmatch(value)
    return match[1] if match else value


def _tag(query: str) -> str:
    return "rule-" + hashlib.blake2b(query.encode("utf-8", "replace"), digest_size=4).hexdigest()
