"""The sentences a claim is told in, and the pages of our own outlet that tell it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from models.mention import Mention
from models.post import fold_uid
from models.text import shorten
from models.track.record import ClaimRecord, OwnPage, PageState, Wording

MOST_WORDINGS: Final = 6
MOST_TEXT: Final = 200
"""Characters of a wording."""
MOST_NAME: Final = 200
"""Characters of a uid; a post with a longer one lends its words only until another has some."""
MOST_OWN: Final = 5
MOST_OWN_TEXT: Final = 120
MOST_URL: Final = 300
"""Bytes of a link that is kept: half of one leads nowhere, so a longer one is left out."""


def reworded(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Give the record with a mention's sentence among its wordings, mended or taken out."""
    asserts = mention.stance == "support" and mention.kind != "delete" and bool(mention.sentence)
    wordings = record.wordings
    if mention.kind != "post":
        wordings = _revised(wordings, mention, asserts)
    if asserts:
        wordings = _with(wordings, mention)
    return record if wordings == record.wordings else replace(record, wordings=wordings)


def short_url(url: str | None) -> str | None:
    """Give a link unless it is too long to be kept."""
    return url if url and len(url.encode("utf-8", "replace")) <= MOST_URL else None


def _revised(wordings: tuple[Wording, ...], mention: Mention, asserts: bool) -> tuple[Wording, ...]:
    """Put an edit's new sentence in place; take out what is asserted no more, unless nothing else is left."""
    post = fold_uid(mention.post)
    at = next((i for i, wording in enumerate(wordings) if fold_uid(wording.post) == post), None)
    if at is None:
        return wordings
    if asserts:
        text = shorten(mention.sentence, MOST_TEXT)
        return (*wordings[:at], wordings[at]._replace(text=text, gone=False), *wordings[at + 1 :])
    if len(wordings) == 1:
        return (wordings[0]._replace(gone=True),)
    return wordings[:at] + wordings[at + 1 :]


def _with(wordings: tuple[Wording, ...], mention: Mention) -> tuple[Wording, ...]:
    """Add a sentence that is not there yet; a new language takes the place of one told often."""
    kept = tuple(wording for wording in wordings if not wording.gone and len(wording.post) <= MOST_NAME)
    langs = [wording.lang for wording in kept]
    full = len(kept) >= MOST_WORDINGS
    if (full and mention.lang in langs) or (kept and len(mention.post) > MOST_NAME):
        return kept
    text = shorten(mention.sentence, MOST_TEXT)
    key = _folded(text)
    if any(w.text == text or _folded(w.text) == key for w in kept):
        return kept
    if full:
        often, times = Counter(langs).most_common(1)[0]
        if times == 1:
            return kept
        last = max(i for i, lang in enumerate(langs) if lang == often)
        kept = kept[:last] + kept[last + 1 :]
    return (*kept, Wording(mention.post, mention.lang, text))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def published(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Give the record with one of our own posts on it, or with what became of that post.

    A page that carries the claim is named however carefully it does so: its readers remember the claim.
    """
    if not mention.own:
        return record
    post = fold_uid(mention.post)
    asserts = mention.stance == "support" or (mention.asserts and mention.stance != "deny")
    pages = record.own_pages
    at = next((i for i, page in enumerate(pages) if fold_uid(page.uid) == post), None)
    if at is not None:
        state: PageState = "removed" if mention.kind == "delete" else "standing" if asserts else "corrected"
        page = pages[at]._replace(state=state)
        return replace(record, own_pages=(*pages[:at], page, *pages[at + 1 :]))
    if mention.kind == "delete" or not asserts or len(pages) >= MOST_OWN:
        return record
    return replace(record, own_pages=(*pages, _page(mention)))


def _page(mention: Mention) -> OwnPage:
    return OwnPage(
        uid=mention.post,
        url=short_url(mention.url),
        sentence=shorten(mention.sentence, MOST_OWN_TEXT),
        published_at=mention.published_at,
    )
