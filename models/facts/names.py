"""Names that no table knows: a town, a company, a surname by their capitals, a model or a road by its code.

They are no more than a hint. A capital inside a sentence makes a name in most scripts that have capitals;
where every noun has one (German), or where all is written in capitals, only codes are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.facts.calendar_words import month_of, weekday_of
from models.facts.fold import Word
from models.facts.matching import Found

STEM: Final = 6
"""Letters of the skeleton in which two spellings and cases of one name agree."""
SHORTEST: Final = 4
MOST: Final = 12
"""Names kept of one text."""
NOUNS_HAVE_CAPITALS: Final = frozenset({"de"})
SHOUTED: Final = 0.6
"""Share of words with a capital from which a capital says nothing."""
_INSIDE: Final = ",#@(-–—'\"«„“/&"
"""Signs after which a sentence goes on."""


_CODE: Final = re.compile(r"(?<![\w.])[^\W\d_a-z]{1,4}-?\d{1,4}[A-Za-z]?(?!\w)")
"""Capitals and a number: the phone Z4, the road A2, a Boeing's MAX-8."""


def proper_names(shown: str, spoken: Sequence[Word], known: Sequence[Found], lang: str) -> frozenset[str]:
    """Name what has a capital of its own and is in no table, as stems of skeletons: ``marion``, ``z4``."""
    found = dict.fromkeys(code[0].casefold().replace("-", "") for code in _CODE.finditer(shown))
    capitals = [word for word in spoken if word.text[0].isupper()]
    if capitals and lang not in NOUNS_HAVE_CAPITALS and len(capitals) <= SHOUTED * len(spoken):
        found |= dict.fromkeys(_names(shown, capitals, [(hit.start, hit.end) for hit in known]))
    return frozenset(list(found)[:MOST])


def _names(shown: str, capitals: Sequence[Word], known: Sequence[tuple[int, int]]) -> Iterator[str]:
    for word in capitals:
        if _named(word, shown, known) and not (month_of(lower := word.text.lower()) or weekday_of(lower)):
            yield word.skeleton[:STEM]


def _named(word: Word, shown: str, known: Sequence[tuple[int, int]]) -> bool:
    return (
        len(word.text) >= SHORTEST
        and _inside(word, shown)
        and not any(start <= word.start < end for start, end in known)
    )


def _inside(word: Word, shown: str) -> bool:
    """Tell whether a sentence is under way before the word."""
    before = shown[: word.start].rstrip(" ")
    return bool(before) and (before[-1].isalnum() or before[-1] in _INSIDE)
