"""Say who has a claim from whom, as far as its record tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from connectors.screen.words import counted, number
from models.text import one_line

MOST: Final = 300
MOST_BRANCHES: Final = 6
FEWEST: Final = 2
"""Posts that must have it from one for it to be worth a line."""

Claim = dict[str, Any]


def path_rows(claim: Claim) -> Iterator[str]:
    """Give the tree of the posts most others have it from, a line each, and channels that cite in a circle.

    What has it from another of them stands below it, indented.
    """
    branches = [branch for branch in claim.get("branches") or () if branch["shares"] >= FEWEST]
    for depth, branch in _tree(branches[:MOST_BRANCHES]):
        yield one_line(f"{_indent(depth)}{_branch(branch, depth)}", MOST)
    for circle in claim.get("circular") or ():
        posts = counted(circle["posts"])
        yield one_line(
            f"in a circle: {circle['channel']} and {circle['cites']} cite each other ({posts})", MOST
        )


def _tree(branches: Sequence[Claim]) -> Iterator[tuple[int, Claim]]:
    """Give branches with their depth, each below the one that it has the claim from."""
    known = {branch["post"]: branch for branch in branches}
    below: dict[str | None, list[Claim]] = {}
    for branch in branches:
        above = branch.get("has_it_from")
        below.setdefault(above if above in known and above != branch["post"] else None, []).append(branch)
    seen = set[str]()
    waiting = [(0, branch) for branch in below.get(None, [])]
    while waiting:
        depth, branch = waiting.pop(0)
        seen.add(branch["post"])
        yield depth, branch
        waiting[:0] = [(depth + 1, one) for one in below.get(branch["post"], []) if one["post"] not in seen]
    # A circle has no beginning: what is in one stands by itself.
    yield from ((0, branch) for branch in branches if branch["post"] not in seen)


def _indent(depth: int) -> str:
    return f"{'· ' * (depth - 1)}└ " if depth else ""


def _branch(branch: Claim, depth: int) -> str:
    followers = f" ({number(branch['audience'])} followers)" if branch.get("audience") else ""
    about = "" if branch.get("exact", True) else "at least "
    told = f"{branch['post']}{followers}: {about}{counted(branch['shares'])} have it from there"
    if branch.get("reach"):
        told += f", reaching {number(branch['reach'])}"
    if found := branch.get("predicted_shares"):
        low, high = number(round(found["low"])), number(round(found["high"]))
        told += f"; {number(round(found['value']))} in the end, four times of five {low}–{high}"
    above = branch.get("has_it_from")
    return f"{told}; it has it from {above}" if above and not depth else told
