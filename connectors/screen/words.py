"""Say times, spans and numbers as a person would."""

from __future__ import annotations

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


def number(value: float) -> str:
    """Write a number with its thousands apart: ``50,000``, ``1.5``."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def doubling(claim: dict[str, Any]) -> str:
    """Say a claim's doubling time with its interval; a dash where there is no telling."""
    found = claim["spread"]["doubling_minutes"]
    if not found:
        return "–"
    return f"{span(60 * found['value'])} ({span(60 * found['low'])}–{span(60 * found['high'])})"
