"""Tell whether a denial is wider or narrower than the claim, by words; where in doubt it is neither."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from models.denial.remit import holds
from models.facts.gazetteer import Gazetteer
from models.facts.places import country_of
from models.officials import Office, Registry

WORDS: Final = Path(__file__).parent.parent / "data" / "scope.toml"
NAME: Final = 5
"""Letters from which a word in an office's name tells it from others."""
NEAR: Final = 3
"""Words between "any" and what it is any of."""
_WORD: Final = re.compile(r"[^\W_]+")
_PLACES: Final = ("city:", "country:")


def out_of_scope(
    quote: str, wordings: Sequence[str], office: Office, registry: Registry | None = None
) -> str | None:
    """Give in words how a denial misses the claim's scope; None where it answers it, or nothing tells.

    A denial that names the claim's own step, or its place, beside others is exact. Companies and towns that
    other offices of the registry speak for are known by these.
    """
    if not wordings:
        return None
    return (
        _other_measure(quote, wordings)
        or _narrower(quote, wordings, office)
        or _wider(quote, wordings, office, registry)
    )


def _other_measure(quote: str, wordings: Sequence[str]) -> str | None:
    """Tell of a denial of leaving where the claim is of suspending, and the like."""
    for steps in _data()["measures"].values():
        denied = {step for step, words in steps.items() if _has(quote, words)}
        told = Counter(step for wording in wordings for step, words in steps.items() if _has(wording, words))
        if not denied or not told:
            continue
        most = max(told.values())
        claimed = {step for step, times in told.items() if times == most}
        if not denied & claimed:
            return (
                f"it speaks of {' and '.join(sorted(denied))}, the claim of {' and '.join(sorted(claimed))}"
            )
    return None


def _narrower(quote: str, wordings: Sequence[str], office: Office) -> str | None:
    """Tell of a denial for one place where the claim names others, and not that one."""
    here = _places(quote, office)
    elsewhere = set().union(*(_places(wording, office) for wording in wordings))
    parts = {place for place in here if not place.startswith("country:") and not _kin(place, elsewhere)}
    if not parts or here & elsewhere or parts & _within(elsewhere):
        return None
    return f"it speaks of {_shown(parts)} only, which the claim does not name"


def _wider(quote: str, wordings: Sequence[str], office: Office, registry: Registry | None) -> str | None:
    """Tell of a denial for all of a kind that leaves out the one the claim is about."""
    if not _sweeping(quote):
        return None
    told = Counter(place for wording in wordings for place in _named(wording, office, registry))
    claimed = {place for place, times in told.items() if 2 * times >= len(wordings)}
    missing = claimed - _named(quote, office, registry)
    return f"it speaks of all, and does not name {_shown(missing)} as the claim does" if missing else None


def _named(text: str, office: Office, registry: Registry | None) -> set[str]:
    """Name the places of a text, and those that other offices are called after: a company, a town."""
    others = (other for other in registry.offices if other != office) if registry else ()
    names = {term for other in others for term in _called(other) if holds(term, text)}
    return _places(text, office) | {f"about:{term}" for term in names}


def _called(office: Office) -> Iterator[str]:
    """Give the names of a remit that stand in the office's own name too."""
    for term in _proper(office):
        if len(term) >= NAME and any(term in name for name in office.all_names):
            yield term


def _kin(place: str, others: set[str]) -> bool:
    """Tell whether a name begins with another one: VelmarOS and Velmar part no two places."""
    return place.startswith("about:") and any(_bare(place).startswith(_bare(other)) for other in others)


def _bare(place: str) -> str:
    return place.replace(" ", "").casefold()


def _within(places: set[str]) -> set[str]:
    """Give the cities that are also named where only their country is the claim's other word for them."""
    capitals = country_of()
    return {city for city, country in capitals.items() if city in places and country in places}


def _sweeping(quote: str) -> bool:
    words = [match[0].lower() for match in _WORD.finditer(quote)]
    wide = _data()["wide"]
    if any(_in(word, wide["everywhere"]) for word in words):
        return True
    whole = [i for i, word in enumerate(words) if _in(word, wide["all"])]
    return any(_in(word, wide["kinds"]) for i in whole for word in words[i + 1 : i + 2 + NEAR])


def _places(text: str, office: Office) -> set[str]:
    """Name the places of a text: cities and countries, and proper names of the office's remit."""
    found = {key for key in _gazetteer().entities(text, "und") if key.startswith(_PLACES)}
    return found | {f"about:{term}" for term in _proper(office) if holds(term, text)}


def _proper(office: Office) -> Iterator[str]:
    """Give the terms of a remit that are names and no known places, where others are common nouns."""
    nouns = {term for term in office.about if term.islower()}
    for term in office.about:
        named = term[:1].isupper() and not term.isupper() and term.lower() not in nouns
        if named and not _known(term):
            yield term


def _known(term: str) -> bool:
    return any(key.startswith(_PLACES) for key in _gazetteer().entities(term, "und"))


def _shown(places: set[str]) -> str:
    return ", ".join(sorted(place.partition(":")[2] for place in places))


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer({}, {})


Measure = tuple[frozenset[str], tuple[str, ...]]


def _has(text: str, measure: Measure) -> bool:
    return any(_in(match[0].lower(), measure) for match in _WORD.finditer(text))


def _in(word: str, measure: Measure) -> bool:
    return word in measure[0] or word.startswith(measure[1])


@cache
def _data() -> Mapping[str, Any]:
    tables = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    measures = {
        name: {step: _measure(text) for step, text in steps.items()}
        for name, steps in tables["measures"].items()
    }
    return {"measures": measures, "wide": {name: _measure(text) for name, text in tables["wide"].items()}}


def _measure(text: str) -> Measure:
    found = text.split()
    begins = tuple(sorted({word[:-1] for word in found if word.endswith("*")}))
    return frozenset(word for word in found if not word.endswith("*")), begins
