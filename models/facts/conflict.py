"""Tell what speaks against two wordings being one claim, short of excluding it.

Each names something of one kind that the other does not: another country beside a shared one, diesel for
petrol, a town no table knows, another model's number. It tells nothing that only one of them names more,
since posts add where they heard it; and nothing that some other post of the claim has named already.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
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
    for kind in _ENTITIES:
        yield from _exclusive(kind, _of(said, kind), _of(core, kind), told)
    ours, theirs = _of(said, "thing"), _of(core, "thing")
    for group in sorted({group_of(thing) for thing in ours} & {group_of(thing) for thing in theirs}):
        yield from _exclusive("thing", _within(ours, group), _within(theirs, group), told)
    yield from _other("number", said.numbers, core.numbers, "numbers", told)
    yield from _other("date", _days(said), _days(core), "dates", told)
    yield from _other("name", said.names, core.names, "names", told)


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


def _of(facts: Facts, kind: str) -> frozenset[str]:
    return by_kind(facts.entities).get(kind, frozenset())


def _within(things: frozenset[str], group: str) -> frozenset[str]:
    return frozenset(thing for thing in things if group_of(thing) == group)


def _days(facts: Facts) -> frozenset[str]:
    """Leave out weekdays and months: they say too little."""
    return frozenset(day for day in facts.dates if "-" in day)
