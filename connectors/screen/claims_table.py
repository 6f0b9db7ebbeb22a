"""The table of claims as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any, Final

from rich.table import Table
from rich.text import Text

from connectors.screen.spark import sparkline
from connectors.screen.words import PLATFORM_SIGN, STATUS_STYLE, doubling, wording
from models.text import one_line

MOST_WORDING: Final = 200
SPARK: Final = 16

Claim = dict[str, Any]


def largest(claims: Iterable[Claim], most: int) -> list[Claim]:
    """Give the claims with most posts; of equals the one seen first."""
    return nsmallest(most, claims, key=lambda claim: (-claim["posts"], claim["first_seen"]))


def claims_table(claims: Iterable[Claim], width: int) -> Table:
    """Draw claims, a row each, as wide as the terminal has room for."""
    table = Table(expand=True, box=None, padding=(0, 1), header_style="bold cyan")
    table.add_column("claim", ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column("state", width=10)
    table.add_column("posts", justify="right", width=5)
    table.add_column("channels", justify="right", width=8)
    wide, wider = width >= 90, width >= 120
    if wide:
        table.add_column("on", width=9)
        table.add_column("in", width=12)
    table.add_column("since birth", width=SPARK)
    if wider:
        table.add_column("doubles in", width=28)
    for claim in claims:
        table.add_row(*_cells(claim, wide=wide, wider=wider))
    return table


def _cells(claim: Claim, *, wide: bool, wider: bool) -> list[Text]:
    status = claim["status"]
    cells = [
        Text(one_line(wording(claim), MOST_WORDING)),
        Text(status, style=STATUS_STYLE.get(status, "")),
        Text(str(claim["posts"]), style="bold"),
        Text(str(claim["channels"])),
    ]
    if wide:
        cells.append(Text(" ".join(PLATFORM_SIGN.get(p, p) for p in claim["first_by_platform"])))
        cells.append(Text(" ".join(claim["first_by_language"])))
    cells.append(Text(sparkline(claim["series"]["posts"], SPARK), style="green"))
    if wider:
        cells.append(Text(doubling(claim)))
    return cells
