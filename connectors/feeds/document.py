"""A feed's document as items: of any age and charset, broken or whole; a pure function of its bytes."""

from __future__ import annotations

import hashlib
import io
import time
from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import feedparser

from connectors import bounds
from connectors.feeds.dates import has_time, read_date
from connectors.web.charset import decoded
from connectors.web.plain import plain_text
from models.errors import RumorError
from models.post import MAX_LABEL

MAX_ITEMS: Final = 500
"""Items of one document; the newest ones."""
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class FeedError(RumorError):
    """A document that is no feed; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the feed shows it now."""

    id: str
    """The same at each look at the feed."""
    link: str | None
    title: str
    body: str
    published: datetime | None
    updated: datetime | None
    by_day: bool = False
    """The feed says the day of publication and not the hour."""

    @property
    def text(self) -> str:
        """Title and body; the title once, where the body begins with it."""
        return joined(self.title, self.body)

    @property
    def digest(self) -> str:
        """Shorten the text to 8 hexadecimal digits."""
        return _digest(self.text, 4)

    @property
    def twin(self) -> str | None:
        """Shorten text and time to 12 hexadecimal digits; None where there is no time.

        Two items that share it are one, whatever their ids are: some sites write the id anew at each look,
        and all do when they move to another address.
        """
        return _digest(f"{self.published.timestamp()} {self.text}", 6) if self.published else None


@dataclass(frozen=True, slots=True)
class Document:
    """What a feed holds: a window of its latest items."""

    title: str | None
    lang: str | None
    items: tuple[Item, ...]
    """In the feed's own order: the newest first, as a rule."""
    cost: float = 0.0
    """CPU seconds that it took to read."""


def read_feed(body: bytes, content_type: str | None, address: str, cut: bool = False) -> Document:
    """Read a document; raise `FeedError` if it is no feed. ``cut``: its last item may be half of one."""
    began = time.thread_time()
    text = decoded(body, content_type)
    parsed = _parsed(text, address)
    entries = [one for one in parsed.get("entries", ()) if isinstance(one, dict)]
    if not entries and not parsed.get("version"):
        raise FeedError("what is there is no feed: look the address up and correct the watchlist")
    entries = entries[:-1] if cut and _ends_within_item(text) else entries
    feed = parsed.get("feed", {})
    items = _items(entries, address)
    if len(items) > MAX_ITEMS:
        items = tuple(reversed(oldest_first(items)[-MAX_ITEMS:]))
    lang = _lang(_get(feed, "language"))
    return Document(bounds.label(_plain(_get(feed, "title"))), lang, items, time.thread_time() - began)


def _ends_within_item(text: str) -> bool:
    return any(text.rfind(f"<{tag}") > text.rfind(f"</{tag}>") for tag in ("item", "entry"))


def oldest_first(items: Sequence[Item]) -> list[Item]:
    """Put items in order of time; those without one stand as the feed has them, the newest being first."""
    upwards = list(reversed(items))
    if any(item.published is None for item in items):
        return upwards
    return sorted(upwards, key=lambda item: item.published or LONG_AGO)


def joined(title: str, body: str) -> str:
    """Put a title before a body, unless the body begins with it."""
    start = " ".join(title.rstrip(".… ").split()).casefold()
    if not body or (start and " ".join(body[: 2 * len(title) + 20].split()).casefold().startswith(start)):
        return bounds.text(body or title)
    return bounds.text(f"{title}\n\n{body}".strip())


def _digest(text: str, size: int) -> str:
    return hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=size).hexdigest()


def _parsed(text: str, address: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    # A stream: of a mere string feedparser would open the file or the address that it names.
    stream = io.BytesIO(text.encode("utf-8", "ignore"))
    try:
        # Neither is needed, as only text and links are taken.
        return feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001  # whatever a hostile document makes of the parser
        raise FeedError(f"the document breaks the parser ({type(error).__name__})") from None


def _items(entries: Sequence[Mapping[str, Any]], address: str) -> tuple[Item, ...]:
    named = [(entry, bounds.label(_get(entry, "id")), _link(entry, address)) for entry in entries]
    links: dict[str | None, set[str | None]] = {}
    for _, given, link in named:
        links.setdefault(given, set()).add(link)
    items: dict[str, Item] = {}
    for entry, given, link in named:
        # An id that leads to several pages is none.
        id_ = given if given and len(links[given]) == 1 else link
        item = _item(entry, id_, link)
        if item.text or item.link:
            items.setdefault(item.id, item)
    return tuple(items.values())


def _item(entry: Mapping[str, Any], id_: str | None, link: str | None) -> Item:
    title, body = _plain(_get(entry, "title")), _body(entry)
    title = " ".join(title.split())
    return Item(
        id=_short(id_ or f"{title}\n{body}", derived=id_ is None),
        link=link,
        title=title,
        body=body,
        published=_date(entry, "published") or _date(entry, "created"),
        updated=_date(entry, "updated"),
        by_day=not has_time(_get(entry, "published")) and read_date(_get(entry, "published")) is not None,
    )


def _short(id_: str, derived: bool) -> str:
    if not derived and len(id_) <= MAX_LABEL // 2:
        return id_
    return f"#{_digest(id_, 16)}"


def _body(entry: Mapping[str, Any]) -> str:
    contents = _get(entry, "content")
    several = [_get(one, "value") for one in contents or ()] if isinstance(contents, list) else []
    return max((_plain(one) for one in [_get(entry, "summary"), *several]), key=len)


def _link(entry: Mapping[str, Any], address: str) -> str | None:
    given = _get(entry, "link")
    if not isinstance(given, str) or not given.strip():
        return None
    try:
        link = urljoin(address, given.strip())
        good = urlsplit(link).scheme in ("http", "https") and urlsplit(link).hostname
    except ValueError:
        return None
    return bounds.address("".join(link.split()).replace("\0", "")) if good else None


def _date(entry: Mapping[str, Any], key: str) -> datetime | None:
    """Read a date; our own reader goes first, as feedparser's reads zones and months of others wrongly."""
    if found := read_date(_get(entry, key)):
        return found
    parts = _get(entry, f"{key}_parsed")
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def _lang(value: object) -> str | None:
    code = str(value)[:2].lower() if isinstance(value, str) else ""
    rest = value[2:3] if isinstance(value, str) else ""
    return code if len(code) == 2 and code.isascii() and code.isalpha() and rest in ("", "-", "_") else None


def _plain(value: object) -> str:
    return plain_text(value) if isinstance(value, str) else ""


def _get(entry: object, key: str) -> Any:
    # Not its own `get`, which gives one key for another and warns of it.
    return dict.get(entry, key) if isinstance(entry, dict) else None
