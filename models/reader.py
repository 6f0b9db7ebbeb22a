"""Read a post: everything that can be told from the post alone, without knowing any claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Final

from models import language, text
from models.cues import denial_cue
from models.embedding import Embedder
from models.facts import Gazetteer, read_facts
from models.officials import Registry
from models.post import Post
from models.reading import Facts, Part, Reading, Vector
from models.statement import find_statements

DENIES_FROM: Final = 0.5
"""Denial cue from which a text counts as one that denies something."""
LONG_POST: Final = 400
"""Characters from which a post is cut into sentences; shorter ones tell one thing."""
LONG_SENTENCES: Final = 3
"""Sentences such a post has at least."""
MOST_PARTS: Final = 3
"""Sentences read by themselves: each costs an embedding. On 500 posts of news channels, a quarter of them
cut, reading takes 22 % longer, on 500 of all kinds 20 %; four sentences from 280 characters on took 37 and
30 %."""
ALIKE: Final = 0.6
"""Share of words in common by which two sentences say the same."""
MOST_CITES: Final = 4
SENTENCE: Final = 300
"""Characters of the claim sentence that travel on."""

_TELEGRAM: Final = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})(?:/\d+)?", re.ASCII
)
_HANDLE: Final = re.compile(r"@([A-Za-z]\w{3,31})|\b([A-Za-z][A-Za-z0-9]{2,30}_\w{1,30})\b", re.ASCII)
_POST: Final = re.compile(r"https://(?:t\.me/\w+/\d+|(?:x|twitter)\.com/\w+/status/\d+)", re.ASCII)
"""The address of a post of a platform."""
_LOOK_AT: Final = 4_000
"""Characters in which a source is looked for."""


RECENT: Final = 4_096
"""Texts whose reading is remembered: half of what is posted are copies and forwards."""
SHORT: Final = 2_000
"""Characters of a text that is remembered: 4,096 of them take 16 MB at most."""


@dataclass(frozen=True)
class Reader:
    """Reads posts with one embedder, one gazetteer and one registry of officials."""

    embedder: Embedder
    gazetteer: Gazetteer
    registry: Registry

    def read(self, post: Post) -> Reading:
        """Give what a post says; a deletion or a post without text has no vector."""
        read = self._recent if len(post.text) <= SHORT else self._told
        told, page = read(post.text, post.lang), _page(post)
        if told.keywords["vector"] is None:
            return told(post=post, page=page)
        lang: str = told.keywords["lang"]
        return told(post=post, page=page, statements=find_statements(post, lang, self.registry))

    @cached_property
    def _recent(self) -> Callable[[str, str | None], partial[Reading]]:
        return lru_cache(RECENT)(self._told)

    def _told(self, told: str, lang_told: str | None) -> partial[Reading]:
        """Give what a text says whoever posts it: a reading that lacks the post and what is its alone."""
        words, begins = text.normalise(told), told[:_LOOK_AT]
        if not words:
            return partial(
                Reading, lang=lang_told or "und", sentence="", asserts=False, vector=None, facts=Facts(),
                copy_key=None, own_words=0, pages=text.story_pages(begins),
            )  # fmt: skip
        lang = language.detect(told, lang_told)
        facts = read_facts(told, lang, self.gazetteer)
        denies = denial_cue(told, lang) >= DENIES_FROM
        return partial(
            Reading,
            lang=lang,
            sentence=text.shorten(text.claim_sentence(told, lang), SENTENCE),
            asserts=text.asserts(told, lang),
            vector=self.vector(told),
            facts=facts,
            copy_key=text.copy_key(told),
            denies=denies,
            cites=tuple(cited(told))[:MOST_CITES],
            sketch=text.sketch(words, guard=(*facts.numbers, "denies" if denies else "says")),
            own_words=text.own_words(begins),
            pages=text.story_pages(begins),
            parts=self.parts(told, lang),
        )

    def parts(self, words: str, lang: str) -> tuple[Part, ...]:
        """Give the sentences by which a long post may speak of several claims; none where only one could.

        They assert something, name what a claim can be told by, and no two are alike.
        """
        if len(words) < LONG_POST or len(text.sentences(words[:_LOOK_AT])) < LONG_SENTENCES:
            return ()
        told = list[tuple[str, Facts]]()
        for sentence in text.assertions(words, lang):
            facts = read_facts(sentence, lang, self.gazetteer)
            if names_enough(facts) and not any(_alike(sentence, other) for other, _ in told):
                told.append((sentence, facts))
            if len(told) == MOST_PARTS:
                break
        return tuple(self._part(*one, lang) for one in told) if len(told) > 1 else ()

    def _part(self, sentence: str, facts: Facts, lang: str) -> Part:
        return Part(
            sentence=text.shorten(sentence, SENTENCE),
            vector=self.embedder.embed(sentence),
            facts=facts,
            denies=denial_cue(sentence, lang) >= DENIES_FROM,
        )

    def vector(self, words: str) -> Vector | None:
        """Give the raw vector of a text, its links, handles and pictures left out: copies differ in them."""
        return self.embedder.embed(text.plain(words).strip() or words)


def names_enough(facts: Facts) -> bool:
    """Tell whether a sentence can be held to one claim: by somebody, somewhere, a day, or two numbers."""
    return bool(facts.entities or facts.dates) or len(facts.numbers) > 1


def _alike(one: str, other: str) -> bool:
    ours, theirs = set(text.normalise(one).split()), set(text.normalise(other).split())
    return len(ours & theirs) >= ALIKE * len(ours | theirs)


def _page(post: Post) -> str | None:
    """Name the page a post is; a post of a platform has its uid for a name."""
    if not post.url or _POST.fullmatch(post.url):
        return None
    pages = text.story_pages(post.url)
    return pages[0] if pages and pages[0].startswith("page:") else None


def cited(words: str) -> Iterator[str]:
    """Name where a text says it has it from, most telling first: a Telegram link, a handle, another link."""
    words = words[:_LOOK_AT]
    if not ("/" in words or "@" in words or "_" in words):  # the signs that handles and links are made with
        return
    for match in _TELEGRAM.finditer(words):
        yield f"telegram:{match[1].lower()}"
    bare = _TELEGRAM.sub(" ", words)
    links = text.urls(bare)
    for match in _HANDLE.finditer(re.sub(r"https?://\S+", " ", bare)):
        yield f"@{(match[1] or match[2]).lower()}"
    for link in links:
        yield f"link:{link.partition('://')[2]}"
