"""Find who is named in a sentence: offices and persons of the registry, inflected and transliterated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from models.facts.fold import Word, readable, skeleton, words
from models.facts.matching import Index, Pattern, bare_arabic, pattern
from models.officials import Office, Person, Registry

SURNAME: Final = 5
"""Letters from which the last word of a person's name is looked for alone, where it is nobody else's."""
DISTINCT: Final = 3
"""Letters of a word that alone tells an office after "a source in"."""
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
_ARABIC: Final = re.compile("[\u0620-\u06ff]")
_JOINED: Final = re.compile("[\u0620-\u06ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts that write what stands beside a name together with it."""
_COUNTRY_ADJECTIVE: Final = re.compile(r"(?:ск|цк|ськ|цьк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ого|е|а|ої|ій)$")
_HANDLE: Final = re.compile(r"(?<![\w/])@(\w{2,64})")


@dataclass(frozen=True, slots=True)
class Speaker:
    """An office, or a person of one."""

    office: Office
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A speaker's name in a sentence; words are counted from 0."""

    speaker: Speaker
    first: int
    last: int


class Sentence:
    """A sentence with its words and the names in them."""

    def __init__(self, text: str, lang: str, names: Names, platform: str = "") -> None:
        self.text, self.lang = text, lang
        self.shown = readable(names.handles_named(text, platform))
        self.words = words(self.shown)
        self.names = names

    @cached_property
    def low(self) -> list[str]:
        """The words in lower case."""
        return [word.text.lower() for word in self.words]

    @cached_property
    def hits(self) -> list[Hit]:
        """The names, from left to right."""
        return sorted(set(self.names.find(self)), key=lambda hit: (hit.first, -hit.last))

    def between(self, first: int, last: int) -> str:
        """Give what stands from the end of word ``first`` to the beginning of word ``last``."""
        start = self.words[first].end if first >= 0 else 0
        end = self.words[last].start if last < len(self.words) else len(self.shown)
        return self.shown[start:end]


class Names:
    """All names of a registry, ready to be looked for."""

    def __init__(self, registry: Registry) -> None:
        self._speakers: list[Speaker] = []
        self._unspaced: list[tuple[str, int]] = []
        self._short: set[int] = set()
        self._handles: dict[str, str] = {}
        self._index = Index(self._patterns(registry))
        self._distinct = Index(_distinct(registry))
        self._offices = {office.id: office for office in registry.offices}
        for office in registry.offices:
            for account in office.accounts:
                self._handles.setdefault(account.channel, office.name)

    def handles_named(self, text: str, platform: str) -> str:
        """Put an office's name in the place of its handle: ``@MFA_KZ`` is as good as a name."""

        def named(match: re.Match[str]) -> str:
            return self._handles.get(f"{platform}:{match[1].lower()}", match[0])

        return _HANDLE.sub(named, text) if "@" in text else text

    def may_be_in(self, text: str, lang: str) -> bool:
        """Tell whether a name may stand in a text: one begins at a word, or no space parts it off."""
        joined = not text.isascii() and _JOINED.search(text) is not None
        return joined or any(self._index.starting(words(text), lang))

    def find(self, sentence: Sentence) -> Iterator[Hit]:
        """Give the names in a sentence."""
        if any(self._index.starting(sentence.words, sentence.lang)):
            yield from self._in(sentence.words, sentence)
        if sentence.shown.isascii():
            return
        if _ARABIC.search(sentence.shown):
            bare = [next(bare_arabic(word), word) for word in sentence.words]
            yield from self._in(bare, sentence)
        for name, number in self._unspaced:
            if (at := sentence.shown.find(name)) >= 0:
                word = next((i for i, w in enumerate(sentence.words) if w.end > at), None)
                if word is not None:
                    yield Hit(self._speakers[number], word, word)

    def office_after(self, sentence: Sentence, at: int, most: int) -> Office | None:
        """Give the one office that the words after ``at`` can mean, by a word only its names have."""
        found = self._distinct.find(sentence.words[at + 1 : at + 1 + most], sentence.lang)
        offices = {hit.key for hit in found}
        return self._offices.get(offices.pop()) if len(offices) == 1 else None

    def _in(self, spoken: list[Word], sentence: Sentence) -> Iterator[Hit]:
        lower_style = not any(map(str.isupper, sentence.shown))
        starts = {word.start: i for i, word in enumerate(spoken)}
        ends = {word.end: i for i, word in enumerate(spoken)}
        for found in self._index.find(spoken, sentence.lang, lower_style):
            first, last = starts[found.start], ends[found.end]
            if int(found.key) not in self._short or not _of_another(sentence, first, last):
                yield Hit(self._speakers[int(found.key)], first, last)

    def _patterns(self, registry: Registry) -> Iterator[Pattern]:
        surnames, shorts = _surnames(registry), Counter(s for o in registry.offices for s in _shorts(o))
        for office in registry.offices:
            yield from self._named(Speaker(office), (*office.all_names, *_turned(office)))
            yield from self._shortened(office, shorts)
            for person in office.persons:
                own = (last for last in map(_last_word, person.all_names) if surnames[last.lower()] == 1)
                yield from self._named(Speaker(office, person), (*person.all_names, *filter(None, own)))

    def _shortened(self, office: Office, shorts: Counter[str]) -> Iterator[Pattern]:
        """Give abbreviations without the country, where only one office has them."""
        own = [short for short in _shorts(office) if shorts[short] == 1 and short not in office.all_names]
        if own:
            yield from self._named(Speaker(office), tuple(own))
            self._short.add(len(self._speakers) - 1)

    def _named(self, speaker: Speaker, names: tuple[str, ...]) -> Iterator[Pattern]:
        self._speakers.append(speaker)
        number = len(self._speakers) - 1
        for name in dict.fromkeys(map(_without_article, names)):
            if _UNSPACED.search(name):
                self._unspaced.append((name, number))
            elif made := pattern(str(number), name):
                yield _inflected(made)


@lru_cache(maxsize=8)
def names_of(registry: Registry) -> Names:
    """Give the names of a registry; they are made ready once."""
    return Names(registry)


def _inflected(name: Pattern) -> Pattern:
    """Let every word of a longer name be inflected: Narodowego Banku Polskiego, der Deutschen Bahn."""
    if len(name.parts) == 1:
        return name
    return replace(name, parts=tuple(p if p.exact else replace(p, adjective=True) for p in name.parts))


def _without_article(name: str) -> str:
    return re.sub(r"^(?:the|die|der|das|la|le|el|il|o|a)\s+(?=\S)", "", name.strip(), flags=re.IGNORECASE)


def _turned(office: Office) -> Iterator[str]:
    """Give "Kazakhstan's Border Service" of "Border Service of Kazakhstan"."""
    for name in office.all_names:
        what, of, whose = name.partition(" of ")
        if of and " of " not in whose and " and " not in whose:
            whose = _without_article(whose)
            yield f"{whose}'s {what}"
            yield f"{whose} {what}"


def _shorts(office: Office) -> frozenset[str]:
    """Give the abbreviations that are left of an office's names without the place: МИД of МИД Казахстана."""
    places = {word.text for term in office.about for word in words(term) if word.capital}
    found = ([word for word in words(name) if word.text not in places] for name in office.all_names)
    stems = {skeleton(place)[:SURNAME] for place in places if len(place) > SURNAME}
    rest = ([w for w in left if w.skeleton[:SURNAME] not in stems] for left in found)
    return frozenset(left[0].text for left in rest if len(left) == 1 and left[0].upper)


def _of_another(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the word beside an abbreviation says that it is another country's: МИД России."""
    if not sentence.words[first].upper:
        return True
    after = sentence.words[last + 1] if last + 1 < len(sentence.words) else None
    if after and after.capital and not after.upper and sentence.between(last, last + 1) in (" ", "-"):
        return True
    if not first or sentence.between(first - 1, first) not in (" ", "-"):
        return False
    before = sentence.words[first - 1]
    return before.capital or bool(_COUNTRY_ADJECTIVE.search(before.text.lower()))


def _last_word(name: str) -> str:
    found = words(name)
    return found[-1].text if len(found) > 1 and len(found[-1].skeleton) >= SURNAME else ""


def _surnames(registry: Registry) -> Counter[str]:
    """Count the persons and offices that have a word in their names."""
    count: Counter[str] = Counter()
    for office in registry.offices:
        for names in (office.all_names, *(person.all_names for person in office.persons)):
            count.update({word.text.lower() for name in names for word in words(name)})
    return count


def _distinct(registry: Registry) -> Iterator[Pattern]:
    """Give the words that only one office's names have and that do not say where or what it is for."""
    owners: dict[str, set[str]] = {}
    subjects = {w.skeleton for office in registry.offices for term in office.about for w in words(term)}
    for office in registry.offices:
        for name in office.all_names:
            for word in words(name):
                if len(word.skeleton) >= DISTINCT and word.skeleton not in subjects:
                    owners.setdefault(word.text, set()).add(office.id)
    for text, offices in owners.items():
        telling = len(offices) == 1 and (text.isupper() or len(text) > DISTINCT + 1)
        if telling and (made := pattern(next(iter(offices)), text)):
            yield made
