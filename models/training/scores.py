"""Precision, recall and F1 by class, and their mean over the classes that occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.mention import Stance
from models.stance import STANCES


@dataclass(frozen=True, slots=True)
class Score:
    """How well one class was found, each 0..1."""

    precision: float
    recall: float
    f1: float
    count: int
    """Posts that have the class."""


def scores(gold: Sequence[Stance], found: Sequence[Stance]) -> dict[Stance, Score]:
    """Score every class that occurs in the gold."""
    pairs = list(zip(gold, found, strict=True))
    return {stance: _score(pairs, stance) for stance in STANCES if stance in gold}


def macro(by_class: dict[Stance, Score]) -> float:
    """Give the mean F1 over the classes."""
    return sum(score.f1 for score in by_class.values()) / len(by_class)


def table_row(name: str, by_class: dict[Stance, Score]) -> str:
    """Write one set's scores on a line."""
    classes = "  ".join(
        f"{stance} P {score.precision:.2f} R {score.recall:.2f} F1 {score.f1:.3f} (n={score.count})"
        for stance, score in by_class.items()
    )
    return f"{name:15} macro F1 {macro(by_class):.3f}  {classes}"


def _score(pairs: list[tuple[Stance, Stance]], stance: Stance) -> Score:
    right = sum(gold == found == stance for gold, found in pairs)
    claimed = sum(found == stance for _, found in pairs)
    count = sum(gold == stance for gold, _ in pairs)
    both = claimed + count
    return Score(right / claimed if claimed else 0.0, right / count, 2 * right / both if both else 0.0, count)
