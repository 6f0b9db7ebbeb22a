"""Tell whether two posts would be one claim, or one event where neither is a rumour.

Long posts of one subject resemble each other as a whole. So three likenesses are averaged: of the wholes, of
the leads, and of each headline with the nearest sentence of the other post, which says it too where both tell
of one event. In short posts all three are one. What must agree (`models.facts`) is looked for in
the headlines alone: further down, long posts name so much that something always differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models import language
from models.facts import read_facts, veto
from models.lab.match import meaning
from models.lexical import Lexical, overlap, signature
from models.reader import Reader
from models.reading import Facts, Vector
from models.text import plain, sentences

LEAD: Final = 300
"""Characters of a lead."""
HEADLINE: Final = 200
"""Most characters of the first line, where facts must agree."""
BODY: Final = 1_500
"""Characters of a post in which the sentence nearest to the other's headline is looked for."""
SENTENCES: Final = 6
SHORT: Final = 100
LONG: Final = LEAD
"""Characters up to which a post is a short one, and from which it is a long one."""
SHORT_BAR: Final = 0.39
"""Score from which two short posts are one claim: F1 .91 on tweets of 167 rumours, half of the pairs near
misses; .90 or more from .35 to .45."""
LONG_BAR: Final = 0.59
"""The same for long ones: F1 .885 to .895 on 245 pairs of news posts anywhere from .56 to .61."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is compared of a post."""

    whole: Vector
    lead: Vector
    headline: Vector
    sentences: tuple[Vector, ...]
    words: Lexical
    facts: Facts
    length: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two posts are one claim, and how alike they are."""

    same: bool
    similarity: float
    """0..1; a veto leaves it as it is."""
    why: str = ""
    """The veto, in words for a person."""


def see(reader: Reader, text: str) -> Seen | None:
    """Read a post for comparing; None where it has no words."""
    lang = language.detect(text, None)
    whole = meaning(reader, text, lang)
    if whole is None:
        return None
    headline = text.strip().partition("\n")[0][:HEADLINE]
    facts = read_facts(headline, lang, reader.gazetteer)
    if len(text) <= LEAD:
        return Seen(whole, whole, whole, (whole,), signature(text), facts, len(text))
    lead, head = meaning(reader, text[:LEAD], lang), meaning(reader, headline, lang)
    said = tuple(vector for one in _sentences(text) if (vector := meaning(reader, one, lang)) is not None)
    return Seen(
        whole=whole,
        lead=whole if lead is None else lead,
        headline=whole if head is None else head,
        sentences=said or (whole,),
        words=signature(text),
        facts=facts,
        length=len(text),
    )


def _sentences(text: str) -> list[str]:
    return sentences(plain(text[:BODY]))[:SENTENCES]


def compare(a: Seen | None, b: Seen | None) -> Verdict:
    """Compare two posts; one without words is like nothing.

    Words count in short posts, of which meaning alone keeps too little; two long posts of one kind (weather,
    releases, match reports) share most words whatever they tell.
    """
    if a is None or b is None:
        return Verdict(same=False, similarity=0.0)
    long = _long(min(a.length, b.length))
    meant = (float(a.whole @ b.whole) + float(a.lead @ b.lead) + _told(a, b)) / 3
    score = meant + (1.0 - long) * overlap(a.words, b.words)
    bar = SHORT_BAR + long * (LONG_BAR - SHORT_BAR)
    why = veto(a.facts, b.facts) or ""
    similarity = min(1.0, max(0.0, score / (2.0 - long)))
    return Verdict(same=score >= bar and not why, similarity=round(similarity, 4), why=why)


def _told(a: Seen, b: Seen) -> float:
    """Say how nearly each post says the other's headline."""
    ours = max(float(a.headline @ sentence) for sentence in b.sentences)
    theirs = max(float(b.headline @ sentence) for sentence in a.sentences)
    return (ours + theirs) / 2


def _long(length: int) -> float:
    """Say how much a post of so many characters is a long one, 0..1."""
    return min(1.0, max(0.0, (length - SHORT) / (LONG - SHORT)))
