"""The books at the end of a replay, and where its files are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rich.panel import Panel
from rich.table import Table
from rich.text import Text


def closing_summary(books: Mapping[str, int], seconds: float, out: Path, files: Mapping[str, str]) -> Panel:
    """Draw the counts of a replay, its speed, and its files with a word on each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", justify="right")
    grid.add_column()
    parts = ("mentioned", "unclaimed", "folded", "rejected")
    said = " + ".join(f"{books[name]} {_SAID[name]}" for name in parts)
    grid.add_row("lines in", Text(f"{books['lines']} = {said}"))
    grid.add_row("out", Text(f"{books['claims']} claims, {books['alerts']} alerts"))
    grid.add_row("time", Text(f"{seconds:.1f} s, {books['lines'] / max(seconds, 0.001):.0f} lines a second"))
    for name, what in files.items():
        grid.add_row(name, Text(f"{out / name}  {what}"))
    return Panel(grid, title=" replayed ", border_style="green")


_SAID = {
    "mentioned": "in a claim",
    "unclaimed": "in no claim",
    "folded": "edits, deletions and repeats folded",
    "rejected": "rejected",
}
