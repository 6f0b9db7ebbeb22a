"""What a rule is: conditions on a claim's figures, and which claims it is for."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from models.denial.remit import holds
from models.rules.figures import FIGURES

Operator = Literal["<", "<=", ">", ">=", "=="]
OPERATORS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}
Figures = Callable[[str], float | None]
"""Gives a figure of a claim by its name; None where it cannot be told yet."""


class Condition(NamedTuple):
    """One comparison, like ``doubling_minutes < 30``."""

    figure: str
    operator: Operator
    bound: float

    def met(self, value: float | None) -> bool:
        """Tell whether a value meets it; a figure that cannot be told meets nothing."""
        return value is not None and OPERATORS[self.operator](value, self.bound)

    @property
    def limit(self) -> str:
        """The comparison as the file has it: ``>= 50_000``."""
        return f"{self.operator} {number(self.bound)}"

    def __str__(self) -> str:
        return f"{self.figure} {self.limit}"


def number(value: float) -> str:
    """Write a number, of any size without exponent, so that it is read as the same: ``50_000``, ``0.2``."""
    return f"{Decimal(repr(value)):,f}".removesuffix(".0").replace(",", "_")


class Subject(NamedTuple):
    """What a claim is about, and where it is told."""

    langs: frozenset[str]
    platforms: frozenset[str]
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires where all its conditions are met by a claim that it is for."""

    name: str
    conditions: tuple[Condition, ...]
    langs: frozenset[str] = frozenset()
    """Languages of which the claim must have one; none: any will do. So with the other two."""
    platforms: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()
    """Terms of which one must occur in what the claim says, in any inflection or script."""
    cheapest: tuple[Condition, ...] = field(init=False, repr=False, compare=False)
    """Its conditions in the order in which they are looked at."""

    def __post_init__(self) -> None:
        in_order = sorted(self.conditions, key=lambda condition: FIGURES[condition.figure].cost)
        object.__setattr__(self, "cheapest", tuple(in_order))

    def fires(self, figures: Figures, subject: Callable[[], Subject]) -> bool:
        """Tell whether it fires; figures are asked for, the cheapest first, until one does not do."""
        if not all(condition.met(figures(condition.figure)) for condition in self.cheapest):
            return False
        return not (self.langs or self.platforms or self.about) or self.is_for(subject())

    def is_for(self, subject: Subject) -> bool:
        """Tell whether it is for a claim: by languages, platforms and what the claim says."""
        return (
            (not self.langs or not self.langs.isdisjoint(subject.langs))
            and (not self.platforms or not self.platforms.isdisjoint(subject.platforms))
            and (not self.about or any(_says(term, subject.wordings) for term in self.about))
        )


def _says(term: str, wordings: Sequence[str]) -> bool:
    return any(holds(term, wording) for wording in wordings)


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules in their order; without any, nobody is told that a claim spreads."""

    rules: tuple[Rule, ...] = ()

    def first(self, figures: Figures, subject: Callable[[], Subject]) -> Rule | None:
        """Give the first rule that fires."""
        return next((rule for rule in self.rules if rule.fires(figures, subject)), None)


def widely_told(name: str, posts: int, sources: int) -> Rules:
    """Give the one rule that so many posts of so many independent sources assert a claim."""
    least = (Condition("asserting_posts", ">=", posts), Condition("independent_sources", ">=", sources))
    return Rules((Rule(name, least),))


USUAL: Final = widely_told("five posts, three sources", posts=5, sources=3)
"""The rules where a newsroom has none of its own; `seeds/rules.toml` says the same."""
