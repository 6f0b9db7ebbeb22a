"""The table of claims as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import Any, Final, Literal, NamedTuple

from rich.table import Table
from rich.text import Text

from connectors.screen.spark import sparkline
from connectors.screen.words import (
    PLATFORM_SIGN,
    STATUS_STYLE,
    doubling,
    doubling_briefly,
    number,
    significant,
    wording,
)
from models.text import one_line

MOST_WORDING: Final = 200
SPARK: Final = 16
OURS: Final = "! "
"""Before the wording of a claim that one of our own pages asserts and an office denies."""

Claim = dict[str, Any]
Draw = Callable[[Claim], Text]


class Column(NamedTuple):
    """A column, and from which width of the terminal on there is room for it."""

    name: str
    draw: Draw
    width: int
    needs: int = 0
    """Characters the terminal must have."""
    until: int = 10_000
    """Characters from which another column tells more."""
    justify: Literal["left", "right"] = "left"


def largest(claims: Iterable[Claim], most: int) -> list[Claim]:
    """Give the claims with most posts; of equals the one seen first."""
    return nsmallest(most, claims, key=lambda claim: (-claim["posts"], claim["first_seen"]))


def claims_table(claims: Iterable[Claim], width: int) -> Table:
    """Draw claims, a row each, as wide as the terminal has room for."""
    table = Table(expand=True, box=None, padding=(0, 1), header_style="bold cyan")
    table.add_column("claim", ratio=1, no_wrap=True, overflow="ellipsis")
    columns = [column for column in COLUMNS if column.needs <= width < column.until]
    for column in columns:
        table.add_column(column.name, width=column.width, justify=column.justify, no_wrap=True)
    for claim in claims:
        table.add_row(_wording(claim), *(column.draw(claim) for column in columns))
    return table


def _wording(claim: Claim) -> Text:
    words = one_line(wording(claim), MOST_WORDING)
    if claim.get("denied_at") and any(page["state"] == "standing" for page in claim.get("own_pages") or ()):
        return Text.assemble((OURS, "bold red"), words)
    return Text(words)


def _state(claim: Claim) -> Text:
    status = claim["status"]
    return Text(one_line(status, 20), style=STATUS_STYLE.get(status, ""))


def _rate(claim: Claim) -> Text:
    found = claim["spread"].get("per_minute")
    return Text(significant(found["value"]) if found and found["value"] else "–")


COLUMNS: Final = (
    Column("state", _state, 10),
    Column("posts", lambda claim: Text(number(claim["posts"]), style="bold"), 6, justify="right"),
    Column("channels", lambda claim: Text(number(claim["channels"])), 8, 120, justify="right"),
    Column("sources", lambda claim: Text(number(claim["independent_sources"])), 7, 110, justify="right"),
    Column(
        "on",
        lambda claim: Text(" ".join(PLATFORM_SIGN.get(p, p) for p in claim["first_by_platform"])),
        9,
        132,
    ),
    Column("in", lambda claim: Text(" ".join(claim["first_by_language"])), 12, 156),
    Column(
        "since birth",
        lambda claim: Text(sparkline(claim["series"]["posts"], SPARK), style="green"),
        SPARK,
        72,
    ),
    Column("/min", _rate, 6, 64, justify="right"),
    Column("doubles in", lambda claim: Text(doubling_briefly(claim)), 10, 80, 100),
    Column("doubles in", lambda claim: Text(doubling(claim)), 20, 100),
)
"""From left to right; a narrow terminal shows the wording and what changes fastest."""
