"""Rule phrases out by the first letters of a text's words, before any of them is looked for.

A post is read for some thousands of phrases and holds a handful. Trying them one after the other at each of
its words was most of what reading cost; that none of them begins like any of its words is seen at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final

LETTERS: Final = 4
"""Letters of a word that are looked at."""
ANY: Final = "*"
"""Stands where a word may go on."""

_OPENING: Final = re.compile(rf"(?<!\w)\w{{1,{LETTERS}}}")
_ODD_CASE: Final = {
    "İ": "i", "ı": "i", "ſ": "s", "ᲀ": "в", "ᲁ": "д", "ᲂ": "о", "ᲃ": "с", "ᲄ": "т", "ᲅ": "т", "ᲆ": "ъ",
    "ᲇ": "ѣ", "ᲈ": "ꙋ",
}  # fmt: skip
"""Letters that a search without case holds for variants of others, and `str.lower` does not."""
_ODD: Final = re.compile(f"[{''.join(_ODD_CASE)}]")
_MEND: Final = str.maketrans(_ODD_CASE)


@lru_cache(maxsize=64)
def lowered(text: str) -> str:
    """Give a text in lower case, letter for letter, as a search that ignores case sees it."""
    if text.isascii() or not _ODD.search(text):
        return text.lower()
    return text.translate(_MEND).lower()


@lru_cache(maxsize=64)
def openings(text: str) -> frozenset[str]:
    """Give the first four letters of each word of a text; a shorter word is given whole."""
    return frozenset(_OPENING.findall(text))


class Phrases:
    """Many phrases in one pattern, which is tried only on a text that can hold one of them."""

    def __init__(self, pattern: str, words: Iterable[str]) -> None:
        """Take a pattern and words of its phrases in lower case, without any of which none can stand.

        A word begins at a seam; `ANY` behind it says that it may go on, before it that it may stand within.
        """
        self._written = pattern
        known = set(words)
        within = {word for word in known if word[0] == ANY or (word[-1] == ANY and len(word) <= LETTERS)}
        self._openings = frozenset(word.rstrip(ANY)[:LETTERS] for word in known - within)
        self._within = tuple(word.strip(ANY) for word in within)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrases to be searched for, made ready when a text may hold one: it takes milliseconds."""
        return re.compile(self._written)

    def search(self, text: str) -> bool:
        """Tell whether one of the phrases stands in a text."""
        return self._may_hold(text, openings(text)) and self.pattern.search(text) is not None

    def match(self, text: str) -> re.Match[str] | None:
        """Find the phrase that a text begins with."""
        head = _OPENING.match(text)
        return self.pattern.match(text) if head and self._may_hold(text, (head[0],)) else None

    def blank(self, text: str) -> str:
        """Put a comma in the place of each of the phrases."""
        return self.pattern.sub(" , ", text) if self._may_hold(text, openings(text)) else text

    def _may_hold(self, text: str, seen: Iterable[str]) -> bool:
        if self._openings.isdisjoint(seen):
            return bool(self._within) and any(part in text for part in self._within)
        return True
