"""``data/tweets.js`` of an X archive, which an account's owner can ask X for (``tweet.js`` in older ones).

The file is a list behind ``window.YTD.tweets.part0 =``; ``account.js`` beside it tells whose it is. Of a
repost the archive keeps neither the original's id nor, often, its whole text: it is referred to only where a
picture or video tells which post it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from connectors.exports.error import ExportError
from connectors.exports.json_stream import Item, JsonStream
from connectors.exports.opened import open_export
from connectors.exports.taken import CUT, Options, Rows, Taken, count, decoded, mapping, mappings
from connectors.recording import Rejected
from connectors.twitter.mapping import full_text
from models.post import Post, PostError, parse_post, show_time, uid_of

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CREATED: Final = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
"""``Wed Oct 10 20:19:24 +0000 2018``; read by hand, since `strptime` wants names in the user's language."""
_STATUS: Final = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(\w{1,20})/status/(\d{1,19})")
_REPOST: Final = re.compile(r"RT @(\w{1,20}):")
_ID: Final = re.compile(r"\d{1,19}")
_UNKNOWN_LANGS: Final = frozenset(("und", "zxx", "qme", "qht", "qct", "qam", "qst", "art"))


@dataclass(frozen=True, slots=True)
class Account:
    """Whose archive it is."""

    name: str
    account_id: str | None = None
    title: str | None = None


def read_x_archive(source: BinaryIO, options: Options) -> Rows:
    """Give every post of an archive's file; raise `ExportError` if it is none."""
    stream = JsonStream(source)
    if not _to_list(stream):
        raise ExportError(
            f"{options.path} is no list of an X archive: give data/tweets.js (or tweet.js) of the archive"
        )
    account = _account(options)
    for item in stream.items():
        yield _taken(item, account)
    if stream.cut:
        yield Rejected(stream.line, CUT)


def tweet_to_post(row: object, account: Account) -> Post:
    """Make a post of one row; raise `PostError`."""
    if not isinstance(row, dict):
        raise PostError("a row is a JSON object")
    tweet = mapping(row.get("tweet", row))
    this, first = _id(tweet), _first_id(tweet)
    text = tweet.get("full_text", tweet.get("text"))
    if not isinstance(text, str):
        raise PostError("full_text is missing")
    repost = _REPOST.match(text)
    record = {
        "platform": "twitter",
        "channel": account.name,
        "post_id": first,
        "kind": "post" if this == first else "edit",
        "published_at": _created(tweet.get("created_at")),
        "text": full_text({"text": text, "entities": tweet.get("entities")}),
        "channel_id": account.account_id,
        "channel_name": account.title,
        "lang": _lang(tweet.get("lang")),
        "url": f"https://x.com/{account.name}/status/{this}",
        "forward_of": _original(tweet, repost[1]) if repost else None,
        "quote_of": None if repost else _quoted(tweet),
        "reply_to": _answered(tweet),
        "likes": None if repost else count(tweet.get("favorite_count")),
        "forwards": None if repost else count(tweet.get("retweet_count")),
    }
    return parse_post(record)


def _taken(item: Item, account: Account) -> Taken:
    try:
        return tweet_to_post(decoded(item.raw), account)
    except PostError as error:
        return Rejected(item.line, str(error))


def _to_list(stream: JsonStream) -> bool:
    """Go behind the ``[`` that begins the list; what may stand before it is an assignment."""
    for _ in range(8):
        token = stream.token()
        if token == b"[":
            return True
        if token is None or token in b"{}],:":
            return False
    return False


def _account(options: Options) -> Account:
    if options.channel:
        return Account(options.channel.lstrip("@"))
    for name in ("account.js", "account.js.gz", "account.json"):
        for row in _rows(options.path.with_name(name)):
            account = mapping(row.get("account", row))
            if isinstance(account.get("username"), str) and account["username"]:
                number, title = account.get("accountId"), account.get("accountDisplayName")
                return Account(account["username"], number if _is_id(number) else None, _label(title))
    raise ExportError(
        f"{options.path} does not say whose it is: put the archive's account.js beside it, or give --channel"
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with suppress(ExportError, OSError, EOFError), open_export(path) as file:
        stream = JsonStream(file)
        if _to_list(stream):
            for item in stream.items():
                with suppress(PostError):
                    yield mapping(decoded(item.raw))


def _created(value: object) -> str:
    match = _CREATED.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[1] not in _MONTHS:
        raise PostError(f"created_at must be like Wed Oct 10 20:19:24 +0000 2018, not {str(value)[:40]!r}")
    month = _MONTHS.index(match[1]) + 1
    try:
        time = datetime.fromisoformat(f"{match[5]}-{month:02}-{match[2]}T{match[3]}{match[4]}")
        return show_time(time)
    except (ValueError, OverflowError):
        raise PostError(f"created_at {value} is no time") from None


def _first_id(tweet: dict[str, Any]) -> str:
    """Give the id of the first version: an edit on X is a new post."""
    edits = mapping(tweet.get("edit_info"))
    initial = mapping(edits.get("edit")).get("initialTweetId")
    versions = mapping(edits.get("initial")).get("editTweetIds")
    known = [one for one in versions if _is_id(one)] if isinstance(versions, list) else []
    return str(min([*known, *([initial] if _is_id(initial) else []), _id(tweet)], key=int))


def _original(tweet: dict[str, Any], author: str) -> str | None:
    for media in mappings(mapping(tweet.get("entities")).get("media")):
        link = media.get("expanded_url")
        match = _STATUS.match(link) if isinstance(link, str) else None
        if match and match[1].lower() == author.lower():
            return uid_of("twitter", author, match[2])
    return None


def _quoted(tweet: dict[str, Any]) -> str | None:
    # A quoted post stands as the last link of the text.
    links = [one.get("expanded_url") for one in mappings(mapping(tweet.get("entities")).get("urls"))]
    match = _STATUS.match(links[-1]) if links and isinstance(links[-1], str) else None
    return uid_of("twitter", match[1], match[2]) if match else None


def _answered(tweet: dict[str, Any]) -> str | None:
    number, user = tweet.get("in_reply_to_status_id_str"), tweet.get("in_reply_to_user_id_str")
    author = _label(tweet.get("in_reply_to_screen_name")) or (f"#{user}" if _is_id(user) else None)
    return uid_of("twitter", author, str(number)) if author and _is_id(number) else None


def _lang(value: object) -> str | None:
    return value[:2] if isinstance(value, str) and value and value not in _UNKNOWN_LANGS else None


def _label(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _id(tweet: dict[str, Any]) -> str:
    value = tweet.get("id_str", tweet.get("id"))
    if not _is_id(value):
        raise PostError(f"id_str must be a number in quotes, not {str(value)[:40]!r}")
    return str(value)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and _ID.fullmatch(value) is not None
