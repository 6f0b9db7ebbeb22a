"""Tell whether two posts would be one claim, or one event where neither is a rumour.

Both are looked at in two lengths, as a whole and by their leads, since long posts of one subject resemble
each other as a whole; in short posts the lead is the whole. What must agree (`models.facts`) is looked for in
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

LEAD: Final = 300
"""Characters of the lead by which meaning is compared a second time."""
HEADLINE: Final = 200
"""Most characters of the first line, where facts must agree."""
SHORT: Final = 100
LONG: Final = LEAD
"""Characters up to which a post is a short one, and from which it is a long one."""
SHORT_BAR: Final = 0.39
"""Score from which two short posts are one claim: F1 .91 on tweets of 167 rumours, half of the pairs near
misses; .90 or more from .35 to .45."""
LONG_BAR: Final = 0.59
"""The same for long ones."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is compared of a post."""

    whole: Vector
    lead: Vector
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
    whole = meaning(reader, text)
    if whole is None:
        return None
    lead = meaning(reader, text[:LEAD]) if len(text) > LEAD else whole
    lang = language.detect(text, None)
    headline = text.strip().partition("\n")[0][:HEADLINE]
    facts = read_facts(headline, lang, reader.gazetteer)
    return Seen(whole, whole if lead is None else lead, signature(text), facts, len(text))


def compare(a: Seen | None, b: Seen | None) -> Verdict:
    """Compare two posts; one without words is like nothing.

    Words count in short posts, of which meaning alone keeps too little; two long posts of one kind (weather,
    releases, match reports) share most words whatever they tell.
    """
    if a is None or b is None:
        return Verdict(same=False, similarity=0.0)
    long = _long(min(a.length, b.length))
    meant = float(a.whole @ b.whole + a.lead @ b.lead) / 2
    score = meant + (1.0 - long) * overlap(a.words, b.words)
    bar = SHORT_BAR + long * (LONG_BAR - SHORT_BAR)
    why = veto(a.facts, b.facts) or ""
    similarity = min(1.0, max(0.0, score / (2.0 - long)))
    return Verdict(same=score >= bar and not why, similarity=round(similarity, 4), why=why)


def _long(length: int) -> float:
    """Say how much a post of so many characters is a long one, 0..1."""
    return min(1.0, max(0.0, (length - SHORT) / (LONG - SHORT)))
