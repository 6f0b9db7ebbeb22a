"""Read a post: everything that can be told from the post alone, without knowing any claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models import language, text
from models.cues import denial_cue
from models.embedding import Embedder
from models.facts import Gazetteer, read_facts
from models.officials import Registry
from models.post import Post
from models.reading import Facts, Reading, Vector
from models.statement import find_statements

DENIES_FROM: Final = 0.5
"""Denial cue from which a text counts as one that denies something."""
MOST_CITES: Final = 4
SENTENCE: Final = 300
"""Characters of the claim sentence that travel on."""

_TELEGRAM: Final = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})(?:/\d+)?", re.ASCII
)
_HANDLE: Final = re.compile(r"@([A-Za-z]\w{3,31})|\b([A-Za-z][A-Za-z0-9]{2,30}_\w{1,30})\b", re.ASCII)
_LOOK_AT: Final = 4_000
"""Characters in which a source is looked for."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads posts with one embedder, one gazetteer and one registry of officials."""

    embedder: Embedder
    gazetteer: Gazetteer
    registry: Registry

    def read(self, post: Post) -> Reading:
        """Give what a post says; a deletion or a post without text has no vector."""
        words = text.normalise(post.text)
        if not words:
            return Reading(
                post, post.lang or "und", "", False, None, Facts(), None, own_words=0,
                page=_page(post), pages=text.story_pages(post.text[:_LOOK_AT]),
            )  # fmt: skip
        lang = language.detect(post.text, post.lang)
        sentence = text.claim_sentence(post.text, lang)
        facts = read_facts(post.text, lang, self.gazetteer)
        denies = denial_cue(post.text, lang) >= DENIES_FROM
        return Reading(
            post=post,
            lang=lang,
            sentence=text.shorten(sentence, SENTENCE),
            asserts=text.asserts(post.text, lang),
            vector=self.vector(post.text),
            facts=facts,
            copy_key=text.copy_key(post.text),
            denies=denies,
            statements=find_statements(post, lang, self.registry),
            cites=tuple(cited(post.text))[:MOST_CITES],
            sketch=text.sketch(words, guard=(*facts.numbers, "denies" if denies else "says")),
            own_words=text.own_words(post.text[:_LOOK_AT]),
            page=_page(post),
            pages=text.story_pages(post.text[:_LOOK_AT]),
        )

    def vector(self, words: str) -> Vector | None:
        """Give the raw vector of a text, its links, handles and pictures left out: copies differ in them."""
        return self.embedder.embed(text.plain(words).strip() or words)


def _page(post: Post) -> str | None:
    """Name the page a post is; a post of a platform has its uid for a name."""
    pages = text.story_pages(post.url or "")
    return pages[0] if pages and pages[0].startswith("page:") else None


def cited(words: str) -> Iterator[str]:
    """Name where a text says it has it from, most telling first: a Telegram link, a handle, another link."""
    words = words[:_LOOK_AT]
    for match in _TELEGRAM.finditer(words):
        yield f"telegram:{match[1].lower()}"
    bare = _TELEGRAM.sub(" ", words)
    links = text.urls(bare)
    for match in _HANDLE.finditer(re.sub(r"https?://\S+", " ", bare)):
        yield f"@{(match[1] or match[2]).lower()}"
    for link in links:
        yield f"link:{link.partition('://')[2]}"
