"""Say how fast a claim grows and how far it will, with what is not known said as well."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

from connectors.screen.words import between, counted, interval, number, significant, span

BURST: Final = (
    "its usual pace",
    "twice its usual pace",
    "four times its usual pace",
    "eight times its usual pace",
)
UNUSUAL: Final = 3.5
"""Robust deviations from which a count is out of the ordinary (Iglewicz and Hoaglin 1993, "How to Detect and
Handle Outliers")."""

Claim = dict[str, Any]
Found = dict[str, float]


def growth_rows(claim: Claim) -> Iterator[tuple[str, str]]:
    """Give name and words of each figure that the claim's record has."""
    spread = claim["spread"]
    yield "now", _now(claim)
    yield "growth", _growth(spread)
    if found := spread.get("reproduction_number"):
        tree = spread.get("reproduction_number_tree")
        passed = f"; {interval(tree)} of them say from where" if tree else ""
        yield "each brings", f"{interval(found)} more posts: {_lives(found)}{passed}"
    if pace := _pace(spread):
        yield "pace", pace
    yield "forecast", _forecast(claim)


def _now(claim: Claim) -> str:
    windows = claim.get("windows") or {}
    told = [
        f"{counted(windows[key]['posts'])} in the last {name}" for key, name in _WINDOWS if key in windows
    ]
    if rate := claim["spread"].get("per_minute"):
        told.insert(0, f"{interval(rate)} posts a minute assert it")
    return ", ".join(told) or "–"


_WINDOWS: Final = (("10", "10 min"), ("60", "hour"))


def _growth(spread: dict[str, Any]) -> str:
    if found := spread.get("doubling_minutes"):
        return f"doubles every {span(60 * found['value'])} ({between(60 * found['low'], 60 * found['high'])})"
    rate = spread.get("growth_per_hour")
    if not rate:
        return "too few posts for a trend"
    if rate["high"] < 0:
        value, low, high = (60 * math.log(2) / -rate[key] for key in ("value", "low", "high"))
        return f"falls: half as many every {span(60 * value)} ({between(60 * low, 60 * high)})"
    return "neither grows nor falls beyond doubt"


def _lives(found: Found) -> str:
    if found["high"] < 1:
        return "it dies out"
    return "it keeps itself going" if found["low"] > 1 else "it may go on or die out"


def _pace(spread: dict[str, Any]) -> str:
    told = []
    if found := spread.get("acceleration"):
        word = "gathers pace" if found["low"] > 0 else "slows down" if found["high"] < 0 else ""
        told += [word] if word else []
    if level := spread.get("burst_level"):
        told.append(f"bursts at {BURST[min(int(level), len(BURST) - 1)]}")
    for key, beside in (("robust_z", "its own median"), ("robust_z_hour", "what is usual at this hour")):
        z = spread.get(key)
        if z is not None and z >= UNUSUAL:
            told.append(f"{significant(z)} deviations above {beside}")
    return ", ".join(told)


def _forecast(claim: Claim) -> str:
    found = claim["spread"].get("predicted_posts")
    if not found:
        return "too few posts for one"
    low, high = number(round(found["low"])), number(round(found["high"]))
    return f"{number(round(found['value']))} posts in the end; four times of five between {low} and {high}"
