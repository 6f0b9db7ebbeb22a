"""Tell by their facts that two wordings cannot be one claim, and how much they share.

Vectors see neither a swapped country nor a changed number. A veto must be rare and right: a denial names its
office's country, a comment names bystanders, so it takes two things that exclude each other, and nothing in
common that would hold the two wordings together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from models.facts.kinds import KINDS
from models.facts.number_words import SOFT
from models.facts.places import area_of, country_of
from models.reading import Facts

NEAR: Final = 0.05
"""Share by which two large numbers differ that are one number told roughly: 138,000 and almost 140,000."""
LARGE: Final = 1_000
NEIGHBOURS: Final = 1
"""Days by which two dates differ that time zones and "from midnight on" explain."""
_LEAP_YEAR: Final = 2024
_HALF_YEAR: Final = 183
_NONE: Final[frozenset[str]] = frozenset()
_WEIGHTS: Final = {
    "org": 3.0, "office": 1.0, "person": 3.0, "city": 3.0, "country": 1.5, "number": 2.0,
    "date": 1.5, "month": 0.5,
}  # fmt: skip
"""How telling a shared fact is: many claims name Russia, few an organisation, a city and a number."""


def veto(a: Facts, b: Facts) -> str | None:
    """Give the reason why two wordings cannot be one claim, in words for a person; None where they may be."""
    checks = (*_OF_ENTITIES, *_OF_THE_REST) if a.entities and b.entities else _OF_THE_REST
    return next((reason for check in checks if (reason := check(a, b))), None)


def joins(a: Facts, b: Facts) -> float:
    """Weigh what two wordings share, 0 for nothing to 1 for all: Jaccard's index of their weighted facts."""
    one, other = _weighted(a), _weighted(b)
    union = sum({**one, **other}.values())
    return sum(one[fact] for fact in one.keys() & other.keys()) / union if union else 0.0


def _countries(a: Facts, b: Facts) -> str | None:
    one, other = _lands(a), _lands(b)
    if one and other and not one & other and not _of(a, "person") & _of(b, "person"):
        return f"speaks of {_shown(one)}, not {_shown(other)}"
    return None


def _cities(a: Facts, b: Facts) -> str | None:
    one, other = _areas(a), _areas(b)
    if not one or not other or one & other:
        return None
    held = _of(a, "country") & _of(b, "country") or _of(a, "org") & _of(b, "org")
    return None if held else f"speaks of {_shown(one)}, not {_shown(other)}"


def _organisations(a: Facts, b: Facts) -> str | None:
    one, other = _of(a, "org"), _of(b, "org")
    if not one or not other or one & other:
        return None
    held = _lands(a) & _lands(b) or _of(a, "person") & _of(b, "person")
    return None if held else f"speaks of {_shown(one)}, not {_shown(other)}"


def _kinds(a: Facts, b: Facts) -> str | None:
    ours, theirs = by_kind(a.entities), by_kind(b.entities)
    for kind in KINDS:
        if kind in ours and kind in theirs and not ours[kind] & theirs[kind]:
            return f"speaks of the {kind} {_shown(ours[kind])}, not {_shown(theirs[kind])}"
    return None


def _numbers(a: Facts, b: Facts) -> str | None:
    if not (a.numbers and b.numbers):
        return None
    ours_by_unit, theirs_by_unit = _by_unit(a), _by_unit(b)
    for unit in sorted(ours_by_unit.keys() & theirs_by_unit.keys() - SOFT):
        ours, theirs = ours_by_unit[unit], theirs_by_unit[unit]
        if len(ours) == len(theirs) == 1 and not _same(one := ours.pop(), other := theirs.pop()):
            return f"says {one:.10g} {unit}, not {other:.10g}"
    return None


def _dates(a: Facts, b: Facts) -> str | None:
    if not (a.dates and b.dates):
        return None
    one, other = _plain_days(a), _plain_days(b)
    if len(one) != 1 or len(other) != 1 or a.dates & b.dates:
        return None
    days = abs(_ordinal(next(iter(one))) - _ordinal(next(iter(other))))
    if min(days, 2 * _HALF_YEAR - days) <= NEIGHBOURS:
        return None
    return f"names {_shown(one)}, not {_shown(other)}"


_Check = Callable[[Facts, Facts], str | None]
_OF_ENTITIES: Final[tuple[_Check, ...]] = (_countries, _cities, _organisations, _kinds)
_OF_THE_REST: Final[tuple[_Check, ...]] = (_numbers, _dates)


@lru_cache(4096)
def by_kind(entities: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Sort entities by what stands before their colon."""
    kinds: dict[str, set[str]] = {}
    for entity in entities:
        kinds.setdefault(entity.partition(":")[0], set()).add(entity)
    return {kind: frozenset(found) for kind, found in kinds.items()}


def _of(facts: Facts, kind: str) -> frozenset[str]:
    return by_kind(facts.entities).get(kind, _NONE)


def _lands(facts: Facts) -> frozenset[str]:
    """Give the countries named, and those of the cities named: Astana decides what Kazakhstan does."""
    return _lands_among(facts.entities)


@lru_cache(4096)
def _lands_among(entities: frozenset[str]) -> frozenset[str]:
    known, kinds = country_of(), by_kind(entities)
    cities = kinds.get("city", _NONE)
    lands = {known[city] for city in cities.union(map(area_of, cities)) if city in known}
    return kinds.get("country", _NONE) | lands


def _areas(facts: Facts) -> set[str]:
    """Give the cities named; a town beside a city of the table stands for it."""
    return set(map(area_of, _of(facts, "city")))


def _by_unit(facts: Facts) -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for number in facts.numbers:
        value, _, unit = number.replace("%", " %").partition(" ")
        if unit:
            found.setdefault(unit, set()).add(float(value))
    return found


def _same(one: float, other: float) -> bool:
    return one == other or (min(one, other) >= LARGE and abs(one - other) <= NEAR * max(one, other))


def _plain_days(facts: Facts) -> set[str]:
    """Give the days named, without their years."""
    return {day[-5:] for day in facts.dates if day.count("-") and day[-3] == "-" and day[-6:-5] in ("", "-")}


def _ordinal(day: str) -> int:
    month, _, number = day.partition("-")
    return date(_LEAP_YEAR, int(month), int(number)).toordinal()


@lru_cache(4096)
def _weighted(facts: Facts) -> Mapping[str, float]:
    weights = {entity: _WEIGHTS.get(entity.partition(":")[0], 1.0) for entity in facts.entities}
    weights |= {f"#{number.partition(' ')[0]}": _WEIGHTS["number"] for number in facts.numbers}
    for day in facts.dates:
        plain = day[-5:] if len(day) > len("10-15") and day.count("-") > 1 else day
        weights[f"@{plain}"] = _WEIGHTS["date" if "-" in plain else "month"]
    return weights


def _shown(facts: Iterable[str]) -> str:
    return " and ".join(sorted(fact.partition(":")[2] or fact for fact in facts))
