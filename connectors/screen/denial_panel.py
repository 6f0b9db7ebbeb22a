"""The card of a denial: who said what, of which standing, how late, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from connectors.screen.card import RUMOURS_END, quoted
from connectors.screen.words import day_clock, span
from models.text import one_line

MOST: Final = 400
STANDING: Final = {
    3: "the highest standing: head of state, government, ministry, or the company itself",
    2: "the standing of a parliament, an agency or a region",
    1: "the standing of a single member",
}
CAUTIONS: Final = {
    "stale": "said before the rumour began",
    "scope": "denies something wider or narrower",
    "second_hand": "second-hand",
    "unnamed": "the speaker is not named",
}

Denial = dict[str, Any]


def denial_panel(denial: Denial) -> Panel:
    """Draw a denial of a claim's record; every word of a post is shown as text, never as markup."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", justify="right", no_wrap=True)
    grid.add_column(ratio=1)
    for name, value in _rows(denial):
        grid.add_row(name, value)
    title, style = _title(denial)
    return Panel(grid, title=Text(f" {title} "), border_style=style)


def _title(denial: Denial) -> tuple[str, str]:
    if denial.get("withdrawn_at"):
        return "DENIAL WITHDRAWN", "magenta"
    return ("WEAK DENIAL", "yellow") if denial["weak"] else ("DENIED", "red")


def _rows(denial: Denial) -> Iterator[tuple[str, Text]]:
    yield "quote", Text(quoted(denial["quote"]), style="italic")
    yield "who", Text(one_line(speaker(denial), MOST), style="bold")
    yield "standing", Text(STANDING.get(denial["standing"], str(denial["standing"])))
    hand = "read at the source" if denial["first_hand"] else f"quoted by {denial['post'].partition('/')[0]}"
    yield "hand", Text(one_line(f"{'first-hand' if denial['first_hand'] else 'second-hand'}, {hand}", MOST))
    yield "when", Text(one_line(_when(denial), MOST))
    yield "delay", Text(_delay(denial["delay_seconds"]))
    for caution, reason in zip_longest(denial["cautions"], denial["reasons"]):
        if caution is not None:
            said = CAUTIONS.get(caution, caution)
            yield "beware", Text(one_line(f"{said}: {reason}" if reason else said, MOST), style="yellow")
    if relays := denial.get("relays"):
        yield "carried on", Text(f"by {relays} later {'post' if relays == 1 else 'posts'}")
    yield "link", Text(one_line(denial["url"] or denial["post"], MOST))


def speaker(denial: Denial) -> str:
    """Name who denies: the person and the office, by its name and not its id."""
    office = str(denial.get("office_name") or denial["office"])
    return f"{denial['official']}, {office}" if denial.get("official") else office


def _when(denial: Denial) -> str:
    told = [f"published {day_clock(denial['published_at'])}"]
    if said := denial.get("said_at"):
        told.insert(0, f"said {said}")
    if (read := denial.get("read_at")) and read != denial["published_at"]:
        told.append(f"read {day_clock(read)}")
    if gone := denial.get("withdrawn_at"):
        told.append(f"withdrawn {day_clock(gone)}")
    return ", ".join(told)


def _delay(seconds: int) -> str:
    if seconds < 0:
        return f"{span(seconds)} before the claim began"
    return f"{span(seconds)} after the claim began; {RUMOURS_END}"
