"""Countries, cities, organisations, offices and persons a newsroom meets, found in a text of any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.facts.aliases import Names
from models.facts.fold import Word, readable, skeleton, words
from models.facts.kinds import named_by_kind
from models.facts.matching import Found, Index, Pattern, bare_arabic, pattern
from models.facts.names import proper_names
from models.facts.places import PlaceName, elsewhere, place_names
from models.facts.things import things

_TOKEN: Final = re.compile(r"(?<![^\W_])[^\W_]{2,12}(?![^\W_])\+?")
_BARE_TOKEN: Final = re.compile(r"(?<![^\W_])[^\W_]{2,12}(?![^\W_])")
_DOTTED: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){2,4}")
_HAN: Final = re.compile("[\u3400-\u9fff\u30a0-\u30ff\u00b7]{2,}")
_LONGEST_HAN: Final = 12
_ARABIC: Final = re.compile("[\u0620-\u06ff]")
_TITLED: Final = 4
"""Letters from which an abbreviation is also told as a word: Nato, Unesco."""
_SHOUTED: Final = 0.5
"""Share of words in capitals from which a short abbreviation cannot be told from a word (WHO from who)."""
_CITY_ADJECTIVE: Final = "ск"
"""What makes Одеса, Киев an adjective: одесский, киевский."""
_CHANNEL: Final = re.compile(r"[\s-]\d{1,2}(?!\d)")
"""What makes a country's name a television channel: Russia 24, Россия-1."""
_NEAR: Final = 24
_MEDIA: Final = (
    "media", "medii", "smi", "zmi", "press", "pres", "kanal", "channel", "outlet", "newspaper", "gazet",
    "zhurnal", "bloger", "basilim", "akparat", "telekanal", "telegram", "language", "speaking", "iazich",
    "movn", "tildi", "agency", "agentstv", "agentsii", "izdan", "vidan", "zeitung", "sender",
)  # fmt: skip
"""Beginnings of words that make a country's adjective a source and not what is spoken of: Russian media."""


class Gazetteer:
    """Names of places, of the alias table and of the registry of officials, in one index each.

    Offices and persons have an index of their own, since the country in an office's name (Foreign Ministry of
    Kazakhstan) is named too.
    """

    def __init__(self, aliases: Names, names: Names) -> None:
        self._abbreviations: dict[str, set[str]] = {}
        self._han: dict[str, str] = {}
        self._elsewhere = {
            key: frozenset(skeleton(word) for word in beside) for key, beside in elsewhere().items()
        }
        self._things = Index([*self._places(), *self._named(aliases)])
        self._indexes = (self._things, Index(self._named(names)))
        self._bare = frozenset(short.rstrip("+") for short in self._abbreviations)

    def entities(self, text: str, lang: str) -> frozenset[str]:
        """Name what a text speaks of: ``country:KZ``, ``city:kyiv``, ``org:csto``, ``office:kz-mfa``."""
        return self.read(text, lang)[0]

    def read(self, text: str, lang: str) -> tuple[frozenset[str], frozenset[str]]:
        """Give the `entities` of a text, and the names in it that no table knows."""
        shown = readable(text)
        spoken = words(shown)
        found = self._found(shown, spoken, lang)
        named = {hit.key for hit in found}
        return (
            frozenset(named.union(named_by_kind(spoken, shown), things(spoken, lang))),
            proper_names(shown, spoken, found, lang),
        )

    def find(self, text: str, lang: str) -> list[Found]:
        """Give each name in the first characters of a text, with its place there.

        A country that only says whose media or language it is (Russian media) is left out.
        """
        shown = readable(text)
        return self._found(shown, words(shown), lang)

    def _found(self, shown: str, spoken: list[Word], lang: str) -> list[Found]:
        lower_style = not any(map(str.isupper, shown))
        found = [hit for index in self._indexes for hit in index.find(spoken, lang, lower_style)]
        found += self._short(shown, spoken)
        if shown.isascii():
            return self._meant(found, shown, spoken)
        if _HAN.search(shown):
            found += self._in_han(shown)
        if _ARABIC.search(shown):
            for word in spoken:
                found += (hit for bare in bare_arabic(word) for hit in self._things.find([bare], lang))
        return self._meant(found, shown, spoken)

    def _meant(self, found: list[Found], shown: str, spoken: list[Word]) -> list[Found]:
        if not found:
            return []
        folded = {word.skeleton for word in spoken}
        return [
            hit
            for hit in found
            if not (hit.key.startswith("country:") and _of_media(hit, shown))
            and not (self._elsewhere.get(hit.key, frozenset()) & folded)
        ]

    def _short(self, shown: str, spoken: list[Word]) -> Iterator[Found]:
        # Few texts hold an abbreviation: where it stands, and whether all is shouted, is looked at in those.
        short = not self._bare.isdisjoint(_BARE_TOKEN.findall(shown))
        least = _TITLED if short and sum(word.upper for word in spoken) > _SHOUTED * len(spoken) else 1
        for match in _TOKEN.finditer(shown) if short else ():
            token = match[0] if match[0] in self._abbreviations else match[0].rstrip("+")
            if len(token) >= least:
                for key in self._abbreviations.get(token, ()):
                    yield Found(key, match.start(), match.end())
        for match in _DOTTED.finditer(shown) if shown.count(".") > 1 else ():
            token = "".join(filter(str.isalpha, match[0]))
            for key in self._abbreviations.get(token, ()):
                yield Found(key, match.start(), match.end())

    def _in_han(self, shown: str) -> Iterator[Found]:
        """Find Chinese and Japanese names, which no space parts from the words around them."""
        for run in _HAN.finditer(shown):
            at = run.start()
            while at < run.end():
                longest = min(_LONGEST_HAN, run.end() - at)
                name = next(
                    (shown[at : at + n] for n in range(longest, 1, -1) if shown[at : at + n] in self._han), ""
                )
                if name:
                    yield Found(self._han[name], at, at + len(name))
                at += len(name) or 1

    def _places(self) -> Iterator[Pattern]:
        for place in place_names():
            if place.kind == "abbreviation":
                self._abbreviate(place.key, place.text)
            else:
                yield from self._patterns(place, spelt=True)
                yield from _city_adjective(place)

    def _named(self, names: Names) -> Iterator[Pattern]:
        for key, known in names.items():
            for name in known:
                if (
                    " " not in name
                    and name.upper() == name
                    and not _HAN.search(name)
                    and name.lower() != name
                ):
                    self._abbreviate(key, name)
                else:
                    yield from self._patterns(PlaceName(key, name), spelt=False)

    def _patterns(self, name: PlaceName, spelt: bool) -> Iterator[Pattern]:
        if _HAN.search(name.text):
            self._han.setdefault(name.text, name.key)
        elif made := pattern(
            name.key, name.text, demonym=name.kind == "demonym", langs=name.langs, spelt=spelt
        ):
            yield made

    def _abbreviate(self, key: str, name: str) -> None:
        bare = "".join(c for c in name if c.isalnum() or c == "+")
        self._abbreviations.setdefault(bare, set()).add(key)
        if len(bare) >= _TITLED and bare.isalpha():
            self._abbreviations.setdefault(bare.capitalize(), set()).add(key)


def _city_adjective(place: PlaceName) -> Iterator[Pattern]:
    """Give the adjective of a city with a Cyrillic name: Одеса -> одеськ-, Киев -> киевск-."""
    name = place.text
    if not place.key.startswith("city:") or " " in name or not "\u0400" <= name[0] <= "\u052f":
        return
    stem = name.rstrip("аеиіїоуыьяйэюӘә")
    if len(stem) < _TITLED - 1 or stem.endswith(("ск", "ськ", "цк", "цьк", "щин", "ччин")):
        return
    if made := pattern(place.key, stem + _CITY_ADJECTIVE, demonym=True, spelt=True):
        yield made


def _of_media(hit: Found, shown: str) -> bool:
    """Tell whether a channel's number or a word for media follows, or a word for media stands before."""
    after = shown[hit.end : hit.end + _NEAR]
    if _CHANNEL.match(after):
        return True
    if after[:1] in (" ", "-", "\u2010", "\u2011") and _media_word(after[1:]):
        return True
    before = shown[max(0, hit.start - 16) : hit.start]
    return (
        before.endswith(" ") and bool(before.split()) and not hit.demonym and _media_word(before.split()[-1])
    )


def _media_word(text: str) -> bool:
    first = re.match(r"[^\W\d_]+", text)
    return first is not None and skeleton(first[0]).startswith(_MEDIA)
