"""The pages of our own outlet that carry a claim."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from models.mention import Mention
from models.post import fold_uid
from models.text import one_line
from models.track.record import ClaimRecord, OwnPage, PageState

MOST_OWN: Final = 5
MOST_OWN_TEXT: Final = 120
MOST_URL: Final = 300
"""Bytes of a link that is kept: half of one leads nowhere, so a longer one is left out."""


def short_url(url: str | None) -> str | None:
    """Give a link unless it is too long to be kept."""
    return url if url and len(url.encode("utf-8", "replace")) <= MOST_URL else None


def published(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Give the record with one of our own posts on it, or with what became of that post.

    A page that carries the claim is named however carefully it does so: its readers remember the claim.
    """
    if not mention.own or mention.kind == "opinion":
        return record
    post = fold_uid(mention.post)
    asserts = mention.stance == "support" or (mention.asserts and mention.stance != "deny")
    pages = record.own_pages
    at = next((i for i, page in enumerate(pages) if fold_uid(page.uid) == post), None)
    if at is not None:
        page = _changed(pages[at], mention, asserts)
        return replace(record, own_pages=(*pages[:at], page, *pages[at + 1 :]))
    if mention.kind == "delete" or not asserts or len(pages) >= MOST_OWN:
        return record
    return replace(record, own_pages=(*pages, _page(mention)))


def _changed(page: OwnPage, mention: Mention, asserts: bool) -> OwnPage:
    """Take in what became of a page; its words are those that stand now, and none once it is removed."""
    state: PageState = "removed" if mention.kind == "delete" else "standing" if asserts else "corrected"
    sentence = "" if state == "removed" else one_line(mention.sentence, MOST_OWN_TEXT) or page.sentence
    return page._replace(state=state, sentence=sentence, read_again_at=mention.at)


def _page(mention: Mention) -> OwnPage:
    return OwnPage(
        uid=mention.post,
        url=short_url(mention.url),
        sentence=one_line(mention.sentence, MOST_OWN_TEXT),
        published_at=mention.published_at,
    )
