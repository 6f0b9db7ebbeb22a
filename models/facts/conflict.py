"""Tell what speaks against two wordings being one claim, short of excluding it.

Each names something of one kind that the other does not: another country beside a shared one, diesel for
petrol, a town no table knows, another model's number. It tells nothing that only one of them names more,
since posts add where they heard it; and nothing that some other post of the claim has named already.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Final, Literal

from models.facts.agreement import by_kind
from models.facts.things import group_of
from models.reading import Facts

Kind = Literal["country", "city", "org", "thing", "number", "date", "name"]
_ENTITIES: Final[tuple[Kind, ...]] = ("country", "city", "org")


def conflicts(said: Facts, core: Facts, told: Container[str]) -> Iterator[tuple[Kind, str]]:
    """Name each kind in which a post and a claim part, with what the post says instead.

    ``core`` is what most of the claim's posts name, ``told`` holds all that any of them named, as the claim
    tallies it (``entities country:KZ``).
    """
    if said.entities and core.entities:
        yield from _of_entities(by_kind(said.entities), by_kind(core.entities), told)
    yield from _other("number", said.numbers, core.numbers, "numbers", told)
    yield from _other("date", _days(said), _days(core), "dates", told)
    yield from _other("name", said.names, core.names, "names", told)


def _of_entities(
    ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]], told: Container[str]
) -> Iterator[tuple[Kind, str]]:
    for kind in _ENTITIES:
        if kind in ours and kind in theirs:
            yield from _exclusive(kind, ours[kind], theirs[kind], told)
    if "thing" in ours and "thing" in theirs:
        one, other = ours["thing"], theirs["thing"]
        for group in sorted(set(map(group_of, one)) & set(map(group_of, other))):
            yield from _exclusive("thing", _within(one, group), _within(other, group), told)


def _exclusive(
    kind: Kind, ours: frozenset[str], theirs: frozenset[str], told: Container[str]
) -> Iterator[tuple[Kind, str]]:
    """Tell whether each names some that the other does not, new to the claim."""
    new = ours - theirs
    if new and theirs - ours and not any(f"entities {name}" in told for name in new):
        yield kind, min(new)


def _other(
    kind: Kind, ours: frozenset[str], theirs: frozenset[str], field: str, told: Container[str]
) -> Iterator[tuple[Kind, str]]:
    """Tell whether both name some, and none in common, nor any that the claim ever had."""
    if ours and theirs and not ours & theirs and not any(f"{field} {one}" in told for one in ours):
        yield kind, min(ours)


def _within(things: frozenset[str], group: str) -> frozenset[str]:
    return frozenset(thing for thing in things if group_of(thing) == group)


def _days(facts: Facts) -> frozenset[str]:
    """Leave out weekdays and months: they say too little."""
    return frozenset(day for day in facts.dates if "-" in day)
