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
        self._opening: dict[str, set[str]] = {}
        for term in {term for office in registry.offices for term in office.about}:
            for sought in _patterns(term):
                self._opening.setdefault(_opening(sought.parts[0]), set()).add(term)

    def beside(self, sentence: str, text: str) -> tuple[str, ...]:
        """Give a term of each remit that the text names and its sentence does not, in the offices' order."""
        if not self._opening:
            return ()
        spoken = words(text[:LOOK_AT])
        near = set().union(*(self._opening.get(word.skeleton[:OPENING], ()) for word in spoken))
        named = {term for term in near if any(_occurs(sought, spoken) for sought in _patterns(term))}
        found = (self._named(office, named, sentence) for office in self._offices)
        return tuple(dict.fromkeys(filter(None, found)))[:MOST_SUBJECTS]

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
    parts = sought.parts
    return any(
        all(_fits(part, word) for part, word in zip(parts, spoken[at : at + len(parts)], strict=True))
        for at in range(len(spoken) - len(parts) + 1)
    )


def _fits(part: Part, word: Word) -> bool:
    """Fit a word whose language is not known; short names keep their capitals."""
    if part.exact:
        return part.fits(word, "und")
    if word.skeleton[:OPENING] != part.stem[:OPENING]:
        return False
    bare = len(part.stem) >= PLURAL_STEM and word.skeleton == part.stem
    return bare or part.fits(word, "und") or replace(part, adjective=True).fits(word, "de")


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
