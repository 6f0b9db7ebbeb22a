"""Say times, spans and numbers as a person would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

HOUR: Final = 60
DAY: Final = 24 * HOUR

STATUS_STYLE: Final = {
    "emerging": "dim",
    "spreading": "bold yellow",
    "denied": "bold red",
    "confirmed": "bold green",
    "dormant": "dim italic",
    "reignited": "bold magenta",
}
PLATFORM_SIGN: Final = {"telegram": "TG", "twitter": "X", "feed": "web", "bluesky": "BS"}


def wording(claim: dict[str, Any]) -> str:
    """Give a claim's wording; where its posts took it with them, say so."""
    return claim["text"] or ("[deleted]" if claim.get("deleted") else "–")


def clock(time: str | None) -> str:
    """Give the hour and minute of a time as written by the contract."""
    return datetime.fromisoformat(time).strftime("%H:%M") if time else "–"


def day_clock(time: str | None) -> str:
    """Give a time with its day."""
    return datetime.fromisoformat(time).strftime("%d %b %Y %H:%MZ") if time else "–"


def moment(time: str | None) -> str:
    """Give a time with its day and without its year."""
    return datetime.fromisoformat(time).strftime("%d %b %H:%M") if time else "–"


def span(seconds: float) -> str:
    """Say how long: ``45 s``, ``12 min``, ``3 h 20 min``, ``4 days``."""
    minutes = round(abs(seconds) / 60)
    if abs(seconds) < 60:
        return f"{abs(seconds):.0f} s"
    if minutes < HOUR:
        return f"{minutes} min"
    if minutes < 2 * DAY:
        return f"{minutes // HOUR} h {minutes % HOUR} min" if minutes % HOUR else f"{minutes // HOUR} h"
    return f"{minutes // DAY} days"


def briefly(seconds: float) -> str:
    """Say how long in one unit: ``45 s``, ``12 min``, ``3.3 h``, ``4 d``."""
    minutes = abs(seconds) / 60
    if minutes < 1:
        return f"{abs(seconds):.0f} s"
    if minutes < HOUR:
        return f"{minutes:.0f} min"
    return f"{significant(minutes / HOUR)} h" if minutes < 2 * DAY else f"{minutes / DAY:.0f} d"


def between(low: float, high: float, said: Callable[[float], str] = span) -> str:
    """Say an interval of seconds, the unit once where both have the same: ``20–34 min``."""
    shorter, longer = said(min(low, high)), said(max(low, high))
    digits, _, unit = shorter.partition(" ")
    same = longer.partition(" ")[2] == unit
    return f"{digits}–{longer}" if same and " " not in unit else f"{shorter}–{longer}"


def number(value: float) -> str:
    """Write a number with its thousands apart: ``50,000``, ``1.5``."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def counted(posts: int) -> str:
    """Count posts: ``1 post``, ``1,200 posts``."""
    return f"{number(posts)} {'post' if posts == 1 else 'posts'}"


def significant(value: float, digits: int = 2) -> str:
    """Write a number to so many significant digits, without exponent."""
    return number(float(f"{value:.{digits}g}")) if value else "0"


def interval(found: dict[str, float]) -> str:
    """Write a figure with its interval: ``0.5 (0.2–0.9)``."""
    return f"{significant(found['value'])} ({significant(found['low'])}–{significant(found['high'])})"


def doubling_briefly(claim: dict[str, Any]) -> str:
    """Say a claim's doubling time alone."""
    found = claim["spread"]["doubling_minutes"]
    return briefly(60 * found["value"]) if found else _falls(claim)


def doubling(claim: dict[str, Any]) -> str:
    """Say a claim's doubling time with its interval, or that it falls; a dash where there is no telling."""
    found = claim["spread"]["doubling_minutes"]
    if not found:
        return _falls(claim)
    return f"{briefly(60 * found['value'])} ({between(60 * found['low'], 60 * found['high'], briefly)})"


def _falls(claim: dict[str, Any]) -> str:
    rate = claim["spread"].get("growth_per_hour")
    return "falls" if rate and rate["high"] < 0 else "–"
