"""Tell which page a post points to, and whether it has words of its own beside that."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

from models.text.links import LINK, urls
from models.text.spelling import UNSPACED, normalise, words_of

MOST_PAGES: Final = 4

_TELEGRAM: Final = re.compile(r"(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})/(\d{1,19})(?:\?.*)?", re.ASCII)
_TWITTER: Final = re.compile(r"(?:x|twitter)\.com/(\w{1,20})/status/(\d{1,19})(?:[/?].*)?", re.ASCII)
_BLUESKY: Final = re.compile(r"bsky\.app/profile/([^/?\s]{1,253})/post/([A-Za-z0-9._:~-]{1,512})(?:[/?].*)?")
_SOCIAL: Final = re.compile(r"(?:t|telegram)\.me(?:/|$)|(?:x|twitter)\.com(?:/|$)|bsky\.app(?:/|$)")
_MOBILE: Final = re.compile(r"^(?:m|amp|mobile)\.(?=[^/]+\.)")
_UNSAID_AUTHOR: Final = "i"
"""``x.com/i/status/7`` is a post without its author's name."""
_STORY: Final = re.compile(r"[0-9_A-Z]|\w[-.]\w|/[^/]{13}")
"""What the path of one story has and a section's front page has not: a number, a slug, an id."""


def story_pages(text: str) -> tuple[str, ...]:
    """Name the first pages a text links to, as `story_page` does; front pages and channels are left out."""
    pages = dict.fromkeys(page for link in urls(text) if (page := story_page(link)))
    return tuple(pages)[:MOST_PAGES]


def story_page(link: str) -> str | None:
    """Give one name for all addresses of a story: the folded uid of a post, or ``page:`` and a digest.

    ``link`` is canonical (`models.text.urls`). None for what is no single story: a front page, a channel.
    """
    address = _MOBILE.sub("", link.partition("://")[2])
    if post := _TELEGRAM.fullmatch(address):
        return f"telegram:{post[1].lower()}/{post[2]}"
    if post := _TWITTER.fullmatch(address):
        return None if post[1] == _UNSAID_AUTHOR else f"twitter:{post[1].lower()}/{post[2]}"
    if post := _BLUESKY.fullmatch(address):
        return f"bluesky:{post[1].lower()}/{post[2]}"
    parts = urlsplit(f"https://{address}")
    if _SOCIAL.match(address) or not (parts.query or _STORY.search(parts.path)):
        return None
    return f"page:{hashlib.blake2b(address.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def own_words(text: str) -> int:
    """Count the words of a text beside its links, handles and pictures."""
    words = normalise(LINK.sub(" ", text) if "/" in text else text)
    return len(words_of(words if words.isascii() else UNSPACED.sub(" x ", words)))
