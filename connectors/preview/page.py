"""The page of a channel as posts: a pure function of its HTML.

A text is what Telegram itself calls one: letters and line breaks, of a link the words and not the address.
An album is one post, named by its first message.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from connectors import bounds
from connectors.web.plain import parsed, text_of
from models.errors import RumorError
from models.post import PostError, parse_time, uid_of

MAX_ID: Final = 2**31 - 1
"""Ids of messages are 32-bit numbers (https://core.telegram.org/constructor/message)."""

_COUNT: Final = re.compile(r"(\d{1,12}(?:[.,]\d{1,6})?)\s?([KMB]?)", re.I | re.A)
_POWERS: Final = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}", re.A)
_PEER: Final = re.compile(r"c(\d{1,19})(?:_|$)", re.A)
_LEFT_OUT: Final = ("message_media_not_supported", "message_media_not_supported_label")
_SHOWN: Final = (
    "tgme_widget_message_grouped",
    "tgme_widget_message_photo_wrap",
    "tgme_widget_message_roundvideo_player",
    "tgme_widget_message_video_player",
)
"""Media that the page shows, whether or not a browser can play them."""
_HOSTS: Final = frozenset(("t.me", "www.t.me", "telegram.me", "telegram.dog"))


class PreviewError(RumorError):
    """A page that shows no channel; the message says why."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as the page shows it now."""

    id: int
    """Of the message, or of the first of an album's that are shown."""
    pieces: tuple[int, ...]
    """Ids of all messages that are this post."""
    text: str
    published: datetime | None
    views: int | None = None
    forward_of: str | None = None
    reply_to: str | None = None
    hidden: bool = False
    """The page does not show what it holds: a file, a voice, or what may not be copied."""

    @property
    def digest(self) -> str:
        """Shorten the text to 8 hexadecimal digits."""
        return hashlib.blake2s(self.text.encode("utf-8", "replace"), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """About 20 posts in a row, and whose they are."""

    posts: tuple[Shown, ...]
    """In ascending order."""
    title: str | None = None
    audience: int | None = None
    lowest: int | None = None
    """The lowest id on it, of whatever message."""
    channel_id: str | None = None
    """The channel's own number, where the page tells it."""
    about: str | None = None
    """What the channel says of itself."""


def read_page(source: str, channel: str) -> Page:
    """Read the page of a channel; raise `PreviewError` where it is none.

    ``channel``: its name in the watchlist; posts of others are left out. What is shown as a service message
    (a new title, a pinned post) is no post.
    """
    tree = parsed(source)
    if tree is None or not _is_channel(tree):
        raise PreviewError("the page shows no channel: t.me may have changed its pages")
    messages = [one for one in _all(tree, "tgme_widget_message") if _is_of(one, channel)]
    posts = {post.id: post for one in messages for post in _post(one, channel)}
    return Page(
        tuple(posts[id_] for id_ in sorted(posts)),
        _title(tree),
        _audience(tree),
        min((_own_id(one) for one in messages), default=None),
        next((found for one in messages if (found := _channel_id(one))), None),
        _description(tree),
    )


def read_description(source: str) -> str | None:
    """Read what the page of a single post says of it: its text, after about 1,000 letters cut off."""
    tree = parsed(source)
    return None if tree is None else _description(tree)


def count(text: str) -> int | None:
    """Read a number as the page writes it: ``1.2K`` is 1200, ``11 204`` is 11204; None where it is none."""
    match = _COUNT.fullmatch(re.sub(r"(?<=\d)[\s'](?=\d{3})", "", text.strip()[:40]))
    if match is None:
        return None
    return bounds.counter(round(float(match[1].replace(",", ".")) * _POWERS[match[2].lower()]))


def _is_channel(tree: Any) -> bool:
    marks = ("tgme_channel_info", "tgme_channel_history", "tgme_widget_message")
    return any(_first(tree, mark) is not None for mark in marks)


def _description(tree: Any) -> str | None:
    told = tree.xpath(".//meta[@property='og:description']/@content")
    return bounds.text(str(told[0])).strip() or None if told else None


def _is_of(message: Any, channel: str) -> bool:
    name, _, id_ = (message.get("data-post") or "").partition("/")
    return name.lower() == channel.lower() and _id(id_) is not None


def _post(message: Any, channel: str) -> Iterator[Shown]:
    if "service_message" in (message.get("class") or "").split():
        return
    text, pieces = _text(message), _pieces(message, channel)
    yield Shown(
        pieces[0],
        pieces,
        bounds.text(text_of(text)) if text is not None else "",
        _time(message),
        count(_words(_first(message, "tgme_widget_message_views"))),
        _link(message, "tgme_widget_message_forwarded_from_name", channel),
        _link(message, "tgme_widget_message_reply", channel),
        text is None and _is_hidden(message),
    )


def _text(message: Any) -> Any:
    """Give the element that holds the post's own words, and not those of a post that it answers."""
    found = _all(message, "tgme_widget_message_text")
    quoted = {text for reply in _all(message, "tgme_widget_message_reply") for text in reply.iter()}
    return next((one for one in found if one not in quoted), None)


def _is_hidden(message: Any) -> bool:
    """Tell whether what it holds is left to the app; a video that a browser may not play is shown."""
    left_out = any(_all(message, mark) for mark in _LEFT_OUT)
    return left_out and not any(_all(message, mark) for mark in _SHOWN)


def _own_id(message: Any) -> int:
    return _id((message.get("data-post") or "").partition("/")[2]) or 0


def _pieces(message: Any, channel: str) -> tuple[int, ...]:
    links = (_target(one.get("href")) for one in _all(message, "grouped_media_wrap"))
    others = {id_ for name, id_ in filter(None, links) if name.lower() == channel.lower()}
    return tuple(sorted({_own_id(message), *others}))


def _link(message: Any, mark: str, channel: str) -> str | None:
    target = next(filter(None, (_target(one.get("href")) for one in _all(message, mark))), None)
    if target is None:
        return None
    name, id_ = target
    return uid_of("telegram", channel if name.lower() == channel.lower() else name, str(id_))


def _target(address: object) -> tuple[str, int] | None:
    """Give channel and message of a link; a channel without a name goes by its number."""
    if not isinstance(address, str) or len(address) > 200:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    path = [part for part in parts.path.split("/") if part]
    if host not in _HOSTS or len(path) < 2 or (id_ := _id(path[-1])) is None:
        return None
    if path[0] == "c" and len(path) > 2:
        return (f"#{path[1]}", id_) if path[1].isascii() and path[1].isdigit() else None
    name = path[1] if path[0] == "s" and len(path) > 2 else path[0]
    return (name, id_) if _NAME.fullmatch(name) else None


def _time(message: Any) -> datetime | None:
    dated = _first(message, "tgme_widget_message_date")
    times = dated.xpath(".//time/@datetime") if dated is not None else []
    try:
        return parse_time(str(times[0]), "datetime") if times else None
    except PostError:
        return None


def _title(tree: Any) -> str | None:
    marks = ("tgme_channel_info_header_title", "tgme_widget_message_owner_name")
    return next((title for mark in marks if (title := bounds.label(_words(_first(tree, mark))))), None)


def _audience(tree: Any) -> int | None:
    for counter in _all(tree, "tgme_channel_info_counter"):
        if _words(_first(counter, "counter_type")).lower().startswith("subscriber"):
            return count(_words(_first(counter, "counter_value")))
    words = _words(_first(tree, "tgme_header_counter"))
    return count(words.partition(" subscriber")[0]) if "subscriber" in words else None


def _channel_id(message: Any) -> str | None:
    if peer := _PEER.match(message.get("data-peer") or ""):
        return peer[1]
    view = (message.get("data-view") or "")[:2_000]
    try:
        told = json.loads(base64.urlsafe_b64decode(view + "=" * (-len(view) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    number = told.get("c") if isinstance(told, dict) else None
    return str(abs(number)) if isinstance(number, int) and not isinstance(number, bool) and number else None


def _id(text: str) -> int | None:
    good = text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) <= MAX_ID
    return int(text) if good else None


def _words(node: Any) -> str:
    return " ".join(text_of(node).split()) if node is not None else ""


def _all(node: Any, mark: str) -> list[Any]:
    found: list[Any] = node.xpath(
        ".//*[contains(concat(' ', normalize-space(@class), ' '), $mark)]", mark=f" {mark} "
    )
    return found


def _first(node: Any, mark: str) -> Any:
    return next(iter(_all(node, mark)), None)
