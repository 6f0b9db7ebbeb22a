"""A post of X as the contract's post: a pure function of what X sent.

X says things in two vocabularies, of tweets and (since 2025) of posts: both are read. An author whose handle
X did not send along is named by the id, ``twitter:#<user id>/<post>``: no handle holds a ``#``.

An edit on X is a new record with a new id. Here it is an edit of the first of its line, so that the post
keeps one uid; references to a later version lead to the first as well, where X sent the version along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from connectors import bounds
from connectors.twitter.error import TweetError
from connectors.twitter.snowflake import time_of
from models.post import Post, PostError, parse_time, uid_of

Raw = Mapping[str, Any]

OLD_LANGS: Final = {"in": "id", "iw": "he", "ji": "yi"}
"""Codes that X kept from before ISO 639-1 changed them."""

_ID: Final = re.compile(r"[0-9]{1,19}")
_LANG: Final = re.compile(r"([a-z]{2})(?:-[A-Za-z]+)*")
_SHORT_LINK: Final = re.compile(r"https?://t\.co/[A-Za-z0-9]{1,20}")
_RETWEET: Final = re.compile(r"RT @([A-Za-z0-9_]{1,20}):")
_STATUS_LINK: Final = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/([A-Za-z0-9_]{1,20})/status/([0-9]{1,19})"
)


@dataclass(frozen=True, slots=True)
class Included:
    """What X sent along with a post, by id."""

    users: Mapping[str, Raw]
    tweets: Mapping[str, Raw]


def tweet_to_post(tweet: object, includes: Mapping[str, Any], read_at: datetime) -> Post:
    """Make a post of a `tweepy.Tweet` (or its raw data) and the ``includes`` of its response.

    A retweet has the text of the original, whole, and no counters, since those are the original's. What is
    too long is cut. Raises `TweetError` if id or author are missing.
    """
    raw, along = raw_of(tweet), _included(includes)
    this, first = _id(raw), first_id(raw)
    author = _author(raw, along)
    user = along.users.get(str(raw.get("author_id")), {})
    refers = dict(reversed(_references(raw)))
    original = along.tweets.get(refers.get("retweeted", ""))
    metrics = {} if "retweeted" in refers else _mapping(raw.get("public_metrics"))
    return Post(
        platform="twitter",
        channel=author,
        post_id=first,
        kind="post" if this == first else "edit",
        published_at=bounds.time(_published(raw, this), read_at),
        read_at=read_at,
        text=bounds.text(full_text(original or raw)),
        channel_id=bounds.label(raw.get("author_id")),
        lang=_lang(raw.get("lang")),
        url=f"https://x.com/{'i' if author.startswith('#') else author}/status/{this}",
        channel_name=bounds.label(user.get("name")),
        audience=bounds.counter(_mapping(user.get("public_metrics")).get("followers_count")),
        forward_of=_uid(refers.get("retweeted"), along, _retweeted_handle(raw)),
        quote_of=_uid(refers.get("quoted"), along, _linked_handle(raw, refers.get("quoted"))),
        reply_to=_uid(refers.get("replied_to"), along, _answered_handle(raw, along)),
        views=bounds.counter(metrics.get("impression_count")),
        forwards=bounds.counter(_either(metrics, "retweet_count", "repost_count")),
        likes=bounds.counter(metrics.get("like_count")),
        replies=bounds.counter(metrics.get("reply_count")),
    )


def raw_of(record: object) -> Raw:
    """Give the JSON object behind one of tweepy's."""
    raw = getattr(record, "data", record)
    if not isinstance(raw, Mapping):
        raise TweetError("a post of X is a JSON object")
    return raw


def first_id(raw: Raw) -> str:
    """Give the id of the first version of a post."""
    return min(_versions(raw), key=int)


def last_id(raw: Raw) -> str:
    """Give the id of the newest version of a post."""
    return max(_versions(raw), key=int)


def full_text(raw: Raw) -> str:
    """Give the whole text with links as their authors wrote them, and without HTML's escapes of ``<>&``."""
    note = _mapping(_either(raw, "note_tweet", "note_post"))
    source = note if isinstance(note.get("text"), str) else raw
    text = source.get("text")
    if not isinstance(text, str):
        return ""
    links = {**_links(raw), **_links(source)}
    text = _SHORT_LINK.sub(lambda link: links.get(link[0], link[0]), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _versions(raw: Raw) -> list[str]:
    history = _either(raw, "edit_history_tweet_ids", "edit_history_post_ids")
    return [_id(raw), *(one for one in history if _is_id(one))] if isinstance(history, list) else [_id(raw)]


def _links(raw: Raw) -> dict[str, str]:
    urls = _mapping(raw.get("entities")).get("urls")
    pairs = [(one.get("url"), bounds.address(one.get("expanded_url"))) for one in _mappings(urls)]
    return {
        short: whole
        for short, whole in pairs
        if isinstance(short, str) and whole and whole.startswith(("https://", "http://"))
    }


def _included(includes: Mapping[str, Any]) -> Included:
    def by_id(*names: str) -> dict[str, Raw]:
        parts = [part for name in names if isinstance(part := includes.get(name), list)]
        records = _mappings([getattr(one, "data", one) for part in parts for one in part])
        return {str(record.get("id")): record for record in records}

    return Included(by_id("users"), by_id("tweets", "posts"))


def _references(raw: Raw) -> list[tuple[str, str]]:
    given = _mappings(_either(raw, "referenced_tweets", "referenced_posts"))
    return [(str(one.get("type")), one["id"]) for one in given if _is_id(one.get("id"))]


def _uid(referred: str | None, along: Included, otherwise: str | None) -> str | None:
    if referred is None:
        return None
    tweet = along.tweets.get(referred)
    if tweet is None:
        return uid_of("twitter", otherwise, referred) if otherwise else None
    try:
        return uid_of("twitter", _author(tweet, along), first_id(tweet))
    except TweetError:
        return None


def _author(raw: Raw, along: Included) -> str:
    author = raw.get("author_id")
    handle = along.users.get(str(author), {}).get("username") or raw.get("username")
    if known := bounds.label(handle):
        return known
    if not _is_id(author):
        raise TweetError(f"post {_id(raw)} of X has no author")
    return f"#{author}"


def _retweeted_handle(raw: Raw) -> str | None:
    match = _RETWEET.match(str(raw.get("text")))
    return match[1] if match else None


def _linked_handle(raw: Raw, referred: str | None) -> str | None:
    links = (_STATUS_LINK.match(link) for link in _links(raw).values())
    return next((link[1] for link in links if link and link[2] == referred), None)


def _answered_handle(raw: Raw, along: Included) -> str | None:
    answered = raw.get("in_reply_to_user_id")
    if not _is_id(answered):
        return None
    return bounds.label(along.users.get(str(answered), {}).get("username")) or f"#{answered}"


def _published(raw: Raw, post_id: str) -> datetime:
    try:
        return parse_time(raw.get("created_at"), "created_at")
    except PostError:
        return time_of(int(post_id))


def _lang(lang: object) -> str | None:
    match = _LANG.fullmatch(lang) if isinstance(lang, str) and len(lang) < 20 else None
    return OLD_LANGS.get(match[1], match[1]) if match else None


def _id(raw: Raw) -> str:
    if not _is_id(raw.get("id")):
        raise TweetError("a post of X has no id")
    return str(raw["id"])


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _either(raw: Raw, *names: str) -> Any:
    return next((raw[name] for name in names if raw.get(name) is not None), None)


def _mapping(value: object) -> Raw:
    return value if isinstance(value, Mapping) else {}


def _mappings(value: object) -> Sequence[Raw]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
