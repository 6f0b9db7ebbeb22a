"""The table of what a watchlist asks of Telegram."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from connectors.telegram.plan import Cost


def plan_table(costs: Sequence[Cost]) -> Table:
    """Draw the costs of a watchlist, those beyond a known limit in red."""
    table = Table(box=None, padding=(0, 1), header_style="bold cyan")
    table.add_column("what")
    table.add_column("how many", justify="right", no_wrap=True)
    table.add_column("let through", justify="right")
    table.add_column("so")
    for cost in costs:
        style = "" if cost.fits else "bold red"
        limit = "–" if cost.limit is None else f"{cost.limit:,.0f}"
        table.add_row(
            cost.what, Text(f"{_number(cost.number)} {cost.unit}".strip(), style=style), limit, cost.note
        )
    return table


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"
