"""An item of a feed as a post: a pure function of the item and of the feed it stood in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from publicsuffix2 import PublicSuffixList

from connectors import bounds
from connectors.feeds.document import Item
from models.officials.check import is_suffix
from models.officials.office import fold_host, under
from models.post import Kind, Post

BELIEVED: Final = timedelta(days=2)
"""How old a day without an hour may be and the item still be as new as its appearance in the feed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The feed that an item stood in."""

    host: str
    """Of the address in the watchlist, which stays when the feed moves."""
    title: str | None = None
    lang: str | None = None


def item_to_post(
    item: Item, origin: Origin, noticed: datetime, kind: Kind = "post", *, text: str | None = None,
    appeared: bool = False,
) -> Post:  # fmt: skip
    """Make a post, or an edit or deletion of one.

    ``text`` stands for the item's own where its page has more; ``appeared``: it was not in the feed when that
    was last read. A later version was published when the feed says it was updated, or when it was noticed.
    """
    return Post(
        platform="feed",
        channel=channel_of(item.link, origin.host),
        post_id=item.id,
        kind=kind,
        published_at=bounds.time(_published(item, noticed, kind, appeared), noticed),
        read_at=noticed,
        text="" if kind == "delete" else bounds.text(item.text if text is None else text),
        lang=origin.lang,
        url=item.link,
        channel_name=origin.title,
    )


def channel_of(link: str | None, feed_host: str) -> str:
    """Give the host that an item is of.

    It is the host of its link where that belongs to the same owner as the feed's, as far as names tell
    (https://publicsuffix.org); else the feed's: nobody speaks in another's name by linking there.
    """
    host = host_of(link) if link else None
    if host is None or host == feed_host:
        return feed_host
    if under(host, feed_host) or (under(feed_host, host) and "." in host and not is_suffix(host)):
        return host
    return host if (owner := _registrable(host)) and owner == _registrable(feed_host) else feed_host


def host_of(address: str) -> str | None:
    """Give the host of an address as the registry of officials writes hosts; None where it has none."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return bounds.label(fold_host(host)) if host else None


def _published(item: Item, noticed: datetime, kind: Kind, appeared: bool) -> datetime | None:
    if kind == "delete":
        return noticed
    if kind == "edit":
        later = item.updated and (item.published is None or item.updated > item.published)
        return item.updated if later else noticed
    published = item.published or item.updated
    if item.by_day and appeared and published and noticed - published < BELIEVED:
        return noticed
    return published


def _registrable(host: str) -> str | None:
    # Of an address in numbers, or of a bare suffix, there is no owner to be told from the name.
    if host.replace(".", "").isdigit() or ":" in host:
        return None
    found: str | None = _suffixes().get_sld(host, strict=True)
    return found if found and found != _suffixes().get_tld(host, strict=True) else None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # type: ignore[no-any-return,unused-ignore]
