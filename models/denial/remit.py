"""Tell whether an office may speak for a claim: a term of its remit must occur in the claim's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from models.facts.fold import Word, skeleton, words
from models.facts.matching import Part, Pattern, pattern
from models.facts.places import PlaceName, place_names
from models.officials import Office, Registry

SHARE: Final = 3
"""One in so many wordings must hold a term: what one of six mentions, the claim is not about."""
ABBREVIATION: Final = 4
"""Letters up to which a term in capitals is an abbreviation, and matches in capitals only."""
OPENING: Final = 3
"""Letters with which a word must begin like the term."""
LOOK_AT: Final = 4_000
"""Characters of a post in which a subject is looked for."""
MOST_SUBJECTS: Final = 8
"""Subjects of a post that are carried on."""
_REMEMBERED: Final = 20_000
"""Words of which it is remembered what terms begin with them."""
PLURAL_STEM: Final = 4
"""Letters of a stem that may stand bare, as Slavic nouns do: granica, granic."""


def in_remit(office: Office, wordings: Sequence[str]) -> bool:
    """Tell whether the claim is an office's business.

    True where its ``about`` terms occur, in any inflection or script, in every third wording at least. Never
    for an office without such terms.
    """
    held = sum(any(holds(term, wording) for term in office.about) for wording in wordings)
    return held > 0 and held * SHARE >= len(wordings)


class Subjects:
    """Finds what a post is about beside the one sentence that tells the claim.

    "An explosion in Velmar. Twelve dead, as they say": who may speak for Velmar may speak for the twelve.
    """

    def __init__(self, registry: Registry) -> None:
        self._offices = registry.offices
        self._speaking: dict[str, list[int]] = {}
        """Term -> the places of the offices that speak for it: most posts name no term of any."""
        self._opening: dict[str, list[tuple[str, Pattern]]] = {}
        for at, office in enumerate(registry.offices):
            for term in dict.fromkeys(office.about):
                self._speaking.setdefault(term, []).append(at)
        for term in self._speaking:
            for sought in _patterns(term):
                self._opening.setdefault(_opening(sought.parts[0]), []).append((term, sought))
        self._begun = lru_cache(maxsize=_REMEMBERED)(self._begun_with)

    def beside(self, sentence: str, text: str) -> tuple[str, ...]:
        """Give a term of each remit that the text names and its sentence does not, in the offices' order."""
        named = set(self._terms(words(text[:LOOK_AT])))
        speaking = sorted({at for term in named for at in self._speaking[term]})
        found = (self._named(self._offices[at], named, sentence) for at in speaking)
        return tuple(dict.fromkeys(filter(None, found)))[:MOST_SUBJECTS]

    def _terms(self, spoken: Sequence[Word]) -> Iterator[str]:
        for at, begun in enumerate(map(self._begun, (word.text for word in spoken))):
            yield from (term for term, sought in begun if _stands(sought, spoken, at))

    def _begun_with(self, text: str) -> tuple[tuple[str, Pattern], ...]:
        """Give the terms that may begin with a word."""
        word = Word(text, skeleton(text), 0, len(text))
        known = self._opening.get(word.skeleton[:OPENING], ())
        return tuple((term, sought) for term, sought in known if _fits(sought.parts[0], word))

    def _named(self, office: Office, named: set[str], sentence: str) -> str | None:
        term = next((term for term in office.about if term in named), None)
        return None if term is None or any(holds(one, sentence) for one in office.about) else term


def _opening(part: Part) -> str:
    return part.stem[:OPENING]


@lru_cache(maxsize=20_000)
def holds(term: str, text: str) -> bool:
    """Tell whether a term occurs in a text: inflected, transliterated, or as another name of its place."""
    spoken = _spoken(text)
    return any(_occurs(sought, spoken) for sought in _patterns(term))


@lru_cache(maxsize=2_000)
def _spoken(text: str) -> list[Word]:
    return words(text)


@lru_cache(maxsize=5_000)
def _patterns(term: str) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(filter(None, _made(term))))


def _made(term: str) -> Iterator[Pattern | None]:
    yield _exact(term) if _abbreviates(term) else pattern(term, term)
    for key in _keys().get(_folded(term), ()):
        for place in _names().get(key, ()):
            if _abbreviates(place.text):
                yield _exact(place.text)
            else:
                yield pattern(key, place.text, demonym=place.kind == "demonym", langs=place.langs)


def _abbreviates(term: str) -> bool:
    return term.isupper() and term.isalpha() and len(term) <= ABBREVIATION


def _exact(term: str) -> Pattern:
    return Pattern(term, (Part(skeleton(term), exact=term),), length=len(term))


def _occurs(sought: Pattern, spoken: Sequence[Word]) -> bool:
    return any(_stands(sought, spoken, at) for at in range(len(spoken) - len(sought.parts) + 1))


def _stands(sought: Pattern, spoken: Sequence[Word], at: int) -> bool:
    here = spoken[at : at + len(sought.parts)]
    return len(here) == len(sought.parts) and all(map(_fits, sought.parts, here))


def _fits(part: Part, word: Word) -> bool:
    """Fit a word whose language is not known; short names keep their capitals."""
    if part.exact:
        return part.fits(word, "und")
    if word.skeleton[:OPENING] != part.stem[:OPENING]:
        return False
    bare = len(part.stem) >= PLURAL_STEM and word.skeleton == part.stem
    return bare or part.fits(word, "und") or _adjective(part).fits(word, "de")


@lru_cache(maxsize=5_000)
def _adjective(part: Part) -> Part:
    return replace(part, adjective=True)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def _keys() -> dict[str, frozenset[str]]:
    """Map a place's name to the keys of all places that have it."""
    keys: dict[str, set[str]] = {}
    for place in place_names():
        if place.kind != "demonym":
            keys.setdefault(_folded(place.text), set()).add(place.key)
    return {name: frozenset(found) for name, found in keys.items()}


@cache
def _names() -> dict[str, list[PlaceName]]:
    names: dict[str, list[PlaceName]] = {}
    for place in place_names():
        names.setdefault(place.key, []).append(place)
    return names
