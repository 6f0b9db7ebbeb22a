"""CSV files of 4CAT (github.com/digitalmethodsinitiative/4cat): datasets of Telegram and of X.

Its columns have changed over the years; all namings are read. 4CAT does not keep which post was forwarded or
reposted, only whose; of an answer on X it keeps the first post of the thread, so an answer is taken for one
to that post if its author was answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import BinaryIO, Final

from connectors.exports.csv_rows import read_rows
from connectors.exports.error import ExportError
from connectors.exports.taken import Options, Rows, count, moment
from connectors.recording import Rejected
from models.post import Post, PostError, parse_post, uid_of

Cells = Mapping[str, str]

NEEDED: Final = ("id", "body", "timestamp")
_POST_ID: Final = re.compile(r"(?:.{1,200}-)?(\d{1,19})")
"""``4711``, or ``channel-4711`` in newer files."""
_LANG: Final = re.compile(r"([a-z]{2})(?:-[A-Za-z]+)*")
_REPOST: Final = re.compile(r"RT @\w{1,20}:? ")


def read_fourcat(source: BinaryIO, options: Options) -> Rows:
    """Give every row of a dataset; raise `ExportError` if it is none of Telegram or X."""
    to_post: Callable[[Cells, Options], Post] | None = None
    columns: list[str] = []
    for row in read_rows(source):
        if isinstance(row, Rejected):
            yield row
        elif to_post is None:
            columns, to_post = row.cells, _kind(row.cells, options)
        else:
            try:
                yield to_post(dict(zip(columns, row.cells, strict=True)), options)
            except PostError as error:
                yield Rejected(row.line, str(error))


def _kind(columns: list[str], options: Options) -> Callable[[Cells, Options], Post]:
    known = set(columns)
    if known.issuperset(NEEDED):
        if "is_retweet" in known and "author" in known:
            return tweet_row_to_post
        if "chat" in known or "author_forwarded_from_name" in known:
            return telegram_row_to_post
    raise ExportError(
        f"{options.path}, line 1: no columns of a 4CAT dataset of Telegram or X; download it from 4CAT as CSV"
    )


def telegram_row_to_post(row: Cells, options: Options) -> Post:
    """Make a post of a row about Telegram; raise `PostError`."""
    channel = (row.get("chat") or row.get("thread_id") or options.channel or "").strip().lstrip("@")
    numbered = channel.isascii() and channel.isdigit()
    name = f"#{channel}" if numbered else channel
    number = _post_id(row["id"])
    answered = _POST_ID.fullmatch(row.get("reply_to", ""))
    own = row.get("author_username", "").lower() == channel.lower()
    record = {
        "platform": "telegram",
        "channel": name,
        "post_id": number,
        "published_at": moment(row.get("unix_timestamp"), row["timestamp"], options),
        "text": row["body"],
        "channel_id": channel if numbered else None,
        "channel_name": row.get("author_name") if own else None,
        "url": None if numbered else f"https://t.me/{channel}/{number}",
        "reply_to": uid_of("telegram", name, answered[1]) if answered and name else None,
        "views": count(row.get("views")),
    }
    return parse_post(record)


def tweet_row_to_post(row: Cells, options: Options) -> Post:
    """Make a post of a row about X; raise `PostError`.

    A repost has the original's text, and no counters, since those are the original's.
    """
    number, repost = _post_id(row["id"]), row["is_retweet"] == "yes"
    text = _REPOST.sub("", row["body"], count=1) if repost else row["body"]
    lang = _LANG.fullmatch(row.get("language_guess", ""))
    record = {
        "platform": "twitter",
        "channel": row["author"].strip(),
        "post_id": number,
        "published_at": moment(row.get("unix_timestamp"), row["timestamp"], options),
        "text": text,
        "channel_id": row.get("author_id"),
        "channel_name": row.get("author_fullname"),
        "lang": lang[1] if lang else None,
        "url": row.get("link") or f"https://x.com/{row['author'].strip()}/status/{number}",
        "quote_of": _reference(row, row.get("quote_tweet_id"), "quote_author", "quoted_user"),
        "reply_to": _reference(row, _thread(row, number), "replied_author", "replied_user"),
        "views": None if repost else count(row.get("impression_count")),
        "forwards": None if repost else count(row.get("retweet_count")),
        "likes": None if repost else count(row.get("like_count")),
        "replies": None if repost else count(row.get("reply_count")),
    }
    return parse_post(record)


def _thread(row: Cells, number: str) -> str | None:
    thread = row.get("thread_id", "")
    return thread if row.get("is_reply") == "yes" and thread != number else None


def _reference(row: Cells, number: str | None, *authors: str) -> str | None:
    author = next((row[key].strip() for key in authors if row.get(key, "").strip()), None)
    if not author or not number or not _POST_ID.fullmatch(number):
        return None
    return uid_of("twitter", author, number)


def _post_id(value: str) -> str:
    match = _POST_ID.fullmatch(value.strip())
    if match is None:
        raise PostError(f"id must be a number, not {value[:40]!r}")
    return match[1]
