"""Find words in texts of any script and inflection: what a query matches.

Words are folded by `models.facts.fold.skeleton`, so that scripts and spellings agree. Two words are one when
they share a stem and what follows it are endings: no dictionary, so a rare pair of different words matches
too (a newsroom is rather told once too often).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from models.facts.endings import CYRILLIC_ADJECTIVE
from models.facts.fold import LONGEST_WORD, skeleton

MOST_READ: Final = 4_000
"""Characters of a text that are read."""
MOST_WORDS: Final = 12
"""Words of a query."""
EVERYTHING: Final = "*"
"""The query that every alert matches."""

_WORD: Final = re.compile(r"[^\W_]+")
_STEM: Final = 4
"""Letters that two words must share to be one word in two forms; shorter ones must be equal."""
_OWN_ENDING: Final = 3
"""Letters of a query's word that may be its ending."""
_LATIN: Final = frozenset(
    ("s", "es", "e", "a", "u", "i", "o", "em", "om", "iem", "ie", "ovi", "ami", "ach", "im", "ii", "ia")
) | {"iu", "ei", "n", "en", "er"}
_NOT_ALONE: Final = frozenset(("ia", "iia"))
"""Endings that make another word of a bare stem (Niger, Nigeria), though not of a stem with an ending."""


def folded(text: str) -> tuple[str, ...]:
    """Give the words of a text as skeletons, each once, in order; Cyrillic ones begin with ``~``.

    The mark tells which endings may follow; `same_word` looks through it.
    """
    found = (match[0] for match in _WORD.finditer(text[:MOST_READ]) if len(match[0]) <= LONGEST_WORD)
    return tuple(dict.fromkeys(_marked(word) for word in found if skeleton(word)))


@lru_cache(maxsize=4_096)
def query_words(query: str) -> tuple[str, ...]:
    """Give the folded words of a query; empty where it has none."""
    return folded(query)[:MOST_WORDS]


def matches(query: Iterable[str], words: Iterable[str]) -> bool:
    """Tell whether all words of a query occur among the words of a text, in any form."""
    known = list(words)
    return all(any(same_word(wanted, word) for word in known) for wanted in query)


def same_word(wanted: str, word: str) -> bool:
    """Tell whether two folded words are forms of one."""
    one, other = wanted.lstrip("~"), word.lstrip("~")
    if one == other:
        return True
    shared = _shared(one, other)
    if one.isdigit() or shared < max(_STEM, len(one) - _OWN_ENDING):
        return False
    rest, rests = one[shared:], other[shared:]
    if "" in (rest, rests) and (rest in _NOT_ALONE or rests in _NOT_ALONE):
        return False
    return _ending(rest, wanted) and _ending(rests, word)


def prefix_of(wanted: str) -> tuple[str, bool]:
    """Give what every form of a folded word begins with, and whether that is the whole word."""
    bare = wanted.lstrip("~")
    return (bare, True) if len(bare) < _STEM else (bare[: max(_STEM, len(bare) - _OWN_ENDING)], False)


def _marked(word: str) -> str:
    if word.isdigit():
        return word  # the skeleton of 2022 has one 2 less
    return ("~" if "\u0400" <= word[0] <= "\u052f" else "") + skeleton(word)


def _shared(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _ending(rest: str, word: str) -> bool:
    return not rest or rest in (CYRILLIC_ADJECTIVE if word.startswith("~") else _LATIN)
