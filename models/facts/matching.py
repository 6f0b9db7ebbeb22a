"""Find names in a text, whatever their script and case ending, in time proportional to the text.

Names lie in an index by the stem of their first word. Each word of the text is tried with the few letters
at its end cut off that an ending may have, so a text is read once however many names there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Final

from models.facts.endings import OF_PERSONS, may_follow, stem_of
from models.facts.fold import Word, skeleton, word_set, words

LONGEST_ENDING: Final = 7
"""Letters of the longest ending looked for behind a stem."""
SHORT_STEM: Final = 3
"""Letters of a stem that takes only the shortest endings: куб- is more often a cube than Cuba."""
SHORT_DEMONYM: Final = 4
"""Letters of a Latin adjective (tr Rus, fr turc) that means other things elsewhere."""
_SHORT_IN: Final = frozenset(("tr", "az", "fr", "es", "it", "pt", "ro", "pl", "cs"))
FUNCTION_WORD: Final = 3
"""Letters of a word inside a name (of, de, и) that is never inflected."""
_LOWER_ALLOWED: Final = 7
"""Letters from which a name is told in lower case too; turkey and china are other things."""
_LOWER_STYLE: Final = 5
"""The same in a text that has no capitals at all."""
_OPENING: Final = 2
"""Letters by which most words are seen to begin no name."""
_LEAST_WRITTEN: Final = 3
_REMEMBERED: Final = 20_000
_SHORT_ENDING: Final = 2
_LONG_STEM: Final = 4
_PLURAL: Final = word_set("i am ami ah ov ev iv iam iami iah ei")
"""Endings of a place whose name ends in -и or -ы: it is a plural (Черновцы) or never declined (Дели)."""
_NOUNS: Final = frozenset(["Уральск"])
"""Cities whose adjective means another place: the Urals."""
_ADJECTIVE_ENDING: Final = ("ий", "ый", "ая", "ое")
_AGGLUTINATING: Final = frozenset(("kk", "ky", "tt", "ba", "uz", "az", "tr", "und"))
"""Languages that keep a name's last vowel before the ending: Алматыда."""
_ARABIC_PREFIXES: Final = ("وال", "بال", "لل", "و", "ب", "ل", "ف", "ك")
"""Conjunctions and prepositions written together with the name."""
_ADJECTIVE: Final = re.compile(r"(?:с|з|ц)ь?к$|(?:ий|ый|ая|ое)$")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a name."""

    stem: str
    own: str = ""
    adjective: bool = False
    exact: str = ""
    """Set where the word stands in capitals only and has no endings."""
    written: str = ""
    """What the word begins with as written, for names that have a spelling of their own in each language:
    a skeleton alone makes Beijing of being."""

    def fits(self, word: Word, lang: str) -> bool:
        """Tell whether a word of a text is this one in some form."""
        if self.exact:
            return word.text == self.exact
        if not word.skeleton.startswith(self.stem) or not plain_letters(word.text).startswith(self.written):
            return False
        rest = word.skeleton[len(self.stem) :]
        if len(self.stem) <= FUNCTION_WORD and not self.own:
            short = len(self.stem) == SHORT_STEM and len(rest) <= _SHORT_ENDING
            return not rest or (short and self._ends(rest, word, lang))
        if len(self.stem) <= SHORT_STEM and len(rest) > 1:
            return False
        return self._ends(rest, word, lang)

    def _declines(self, word: Word, lang: str) -> bool:
        return bool(self.written) and not self.adjective and word.cyrillic and lang not in _AGGLUTINATING

    def _ends(self, rest: str, word: Word, lang: str) -> bool:
        """Allow for a letter doubled at the seam (folded to one), and for endings behind the name's vowel."""
        if self._declines(word, lang) and not _declined(rest, self.own, self.stem):
            return False
        if may_follow(rest, self.own, word, lang, self.adjective) or (not rest and self.own == "i"):
            return True
        if may_follow(self.stem[-1:] + rest, self.own, word, lang, self.adjective):
            return True
        if lang not in _AGGLUTINATING or not self.own or not rest.startswith(self.own) or rest == self.own:
            return False
        return may_follow(rest[len(self.own) :], "", word, lang, self.adjective)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A name as it is looked for."""

    key: str
    parts: tuple[Part, ...]
    demonym: bool = False
    langs: frozenset[str] = frozenset()
    """Languages the name belongs to; empty for all."""
    length: int = 0
    """Letters of all its words: of two names at one place the longer one is meant."""

    def allows(self, first: Word, lang: str, lower_style: bool) -> bool:
        """Tell whether a name may be written like this, in capitals or not, in this language."""
        if self.langs and lang != "und" and not self.langs & {lang, "en"}:
            return False
        if self.demonym and self.length <= SHORT_DEMONYM and lang not in _SHORT_IN and not first.cyrillic:
            return False
        if first.capital or (self.demonym and (first.cyrillic or lang != "en")):
            return len(first.text) > FUNCTION_WORD or first.capital
        return self.length >= (_LOWER_STYLE if lower_style else _LOWER_ALLOWED)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text."""

    key: str
    start: int
    end: int
    demonym: bool = False


class Index:
    """Names by the stem of their first word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns: dict[str, list[Pattern]] = {}
        for pattern in dict.fromkeys(patterns):
            self._patterns.setdefault(pattern.parts[0].stem, []).append(pattern)
        self._openings = frozenset(stem[:_OPENING] for stem in self._patterns)
        self._starting = lru_cache(maxsize=_REMEMBERED)(self._starting_with)

    def find(self, text_words: list[Word], lang: str, lower_style: bool = False) -> Iterator[Found]:
        """Give the names in a text's words from left to right, the longest at each place."""
        free = 0
        for at, starting in enumerate(self.starting(text_words, lang)):
            if starting and at >= free and (best := _best(starting, text_words, at, lang, lower_style)):
                free = at + len(best.parts)
                yield Found(best.key, text_words[at].start, text_words[free - 1].end, best.demonym)

    def starting(self, text_words: Iterable[Word], lang: str) -> Iterator[tuple[Pattern, ...]]:
        """Give for each word the names that may begin with it: none for most."""
        return map(self._starting, [word.text for word in text_words], repeat(lang))

    def _starting_with(self, text: str, lang: str) -> tuple[Pattern, ...]:
        """Give the names that may begin with a word, the longest first."""
        folded = skeleton(text)
        if folded[:_OPENING] not in self._openings:
            return ()
        word = Word(text, folded, 0, len(text))
        shortest = max(len(folded) - LONGEST_ENDING, 1)
        stems = (folded[:cut] for cut in range(len(folded), shortest - 1, -1))
        known = (pattern for stem in stems for pattern in self._patterns.get(stem, ()))
        fitting = [pattern for pattern in known if pattern.parts[0].fits(word, lang)]
        return tuple(sorted(fitting, key=lambda pattern: (-len(pattern.parts), -pattern.length, pattern.key)))


def _best(
    starting: tuple[Pattern, ...], text_words: list[Word], at: int, lang: str, lower_style: bool
) -> Pattern | None:
    for pattern in starting:
        found = text_words[at : at + len(pattern.parts)]
        if len(found) < len(pattern.parts) or not pattern.allows(found[0], lang, lower_style):
            continue
        if all(part.fits(word, lang) for part, word in zip(pattern.parts[1:], found[1:], strict=True)):
            return pattern
    return None


def pattern(
    key: str, name: str, *, demonym: bool = False, langs: frozenset[str] = frozenset(), spelt: bool = False
) -> Pattern | None:
    """Make a pattern of a name; None for one without letters.

    ``spelt`` names match as they are spelt, endings apart; others in any transliteration.
    """
    found = words(name)
    parts = tuple(_part(word, demonym, len(found) > 1, spelt) for word in found)
    length = sum(len(part.stem) + len(part.own) for part in parts)
    return Pattern(key, parts, demonym, langs, length) if parts else None


@lru_cache(maxsize=_REMEMBERED)
def plain_letters(word: str) -> str:
    """Give a word in lower case without diacritics, its script and spelling kept."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower().replace("ł", "l").replace("ı", "i"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _declined(rest: str, own: str, stem: str) -> bool:
    """Tell whether a place may take an ending: only a plural has those of plurals, only a person -ов."""
    if own == "i":
        return rest in _PLURAL or (not rest and len(stem) > _LONG_STEM)
    return rest not in OF_PERSONS


def bare_arabic(word: Word) -> Iterator[Word]:
    """Give an Arabic word without the conjunction or preposition written together with it."""
    for prefix in _ARABIC_PREFIXES:
        if word.text.startswith(prefix) and len(word.text) > len(prefix) + SHORT_STEM:
            rest = word.text[len(prefix) :]
            for text in (rest, f"ال{rest}") if prefix in ("وال", "بال", "لل") else (rest,):
                yield Word(text, skeleton(text), word.start, word.end)


def _part(word: Word, demonym: bool, several: bool, spelt: bool) -> Part:
    if word.upper and several:
        return Part(word.skeleton, exact=word.text)
    if len(word.skeleton) <= FUNCTION_WORD and several:
        return Part(word.skeleton)
    cut = len(word.text) - (2 if word.text.endswith(_ADJECTIVE_ENDING) else 1)
    written = plain_letters(word.text[: max(_LEAST_WRITTEN, cut)]) if spelt else ""
    stem, own = stem_of(word.skeleton)
    adjectival = bool(_ADJECTIVE.search(word.text.lower())) and word.text not in _NOUNS
    adjective = demonym or (word.cyrillic and (several or adjectival))
    return Part(stem, own, adjective, written=written)
