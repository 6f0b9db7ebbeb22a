"""Say who has a claim from whom, as far as its record tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from connectors.screen.words import counted
from models.text import one_line

MOST: Final = 200
MOST_BRANCHES: Final = 5

Claim = dict[str, Any]


def path_rows(claim: Claim) -> Iterator[str]:
    """Give a line for each post that most others have it from, and for channels that cite in a circle."""
    branches = sorted(claim.get("branches") or (), key=lambda branch: -branch["shares"])
    for branch in branches[:MOST_BRANCHES]:
        above = f", which has it from {branch['parent']}" if branch.get("parent") else ""
        told = f"{counted(branch['shares'])} have it from {branch['post']}{above}"
        yield one_line(told, MOST)
    for circle in claim.get("circles") or ():
        yield one_line(f"{circle['channel']} and {circle['cites']} cite each other", MOST)
