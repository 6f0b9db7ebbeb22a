"""Which posts a keyword finds: all its words must occur, in any order and inflection."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from connectors.watchlist import BlueskyKeyword
from models.text.spelling import UNSPACED

STEM: Final = 4
"""Letters from which on a word also finds longer ones: ``Казахстан`` finds Казахстана, ``ban`` no banana."""
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Words as they are looked for."""

    parts: tuple[str, ...]
    lang: str | None = None

    @classmethod
    def of(cls, entry: BlueskyKeyword) -> Keyword:
        """Prepare an entry of the watchlist."""
        return cls(tuple(_part(word) for word in _words(entry.keyword)), entry.lang)

    def found_in(self, folded: str, langs: Sequence[str]) -> bool:
        """Tell whether it occurs in a text, folded by `fold`, that says it is in these languages."""
        if self.lang is not None and langs and self.lang not in langs:
            return False
        return bool(self.parts) and all(part in folded for part in self.parts)


def fold(text: str) -> str:
    """Write a text as words in lower case, each between blanks."""
    return f" {' '.join(_words(text))} "


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _WORD.findall(plain)


def _part(word: str) -> str:
    if UNSPACED.search(word):
        return word  # where words are not parted, it may stand anywhere
    return f" {word}" if len(word) >= STEM else f" {word} "
