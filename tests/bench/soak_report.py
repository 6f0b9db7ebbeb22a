"""The closing tables of a soak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from soak_ledger import Ledger
from soak_process import FLAT, Connectors

MOST_TOLD: Final = 10
"""Posts that are named where something is wrong with them."""


@dataclass
class Report:
    """What came of a soak."""

    ledger: Ledger
    faults: Counter[str]
    coverage: Mapping[str, Mapping[str, Any]]
    connectors: Connectors
    start: float
    end: float
    """Seconds of the clock between which the script played."""
    wall: float
    settled: float
    """Seconds of its own time until all was read."""
    late: float
    """The most seconds of its own time by which the servers were late to show something."""
    cpu: Mapping[str, float]

    @property
    def good(self) -> bool:
        """Tell whether nothing was lost, duplicated or left wrong."""
        return not (self.ledger.lost() or self.ledger.duplicated() or self.ledger.wrong())

    def gaps(self) -> Counter[str]:
        """Count the gaps told in coverage, by kind of source."""
        told = Counter[str]()
        for record in self.coverage.values():
            lasting = sum(gap["until"] is None for gap in record["gaps"])
            told[f"{record['platform']} {record['kind']}"] += record["gaps_total"] + lasting
        return told


def show(report: Report, console: Console) -> None:
    """Print it all."""
    console.print(_counts(report))
    console.print(_faults(report))
    console.print(_costs(report))
    for name, keys in (("lost", report.ledger.lost()), ("duplicated", report.ledger.duplicated())):
        for key in keys[:MOST_TOLD]:
            console.print(f"{name}: {key[1]} {key[0]} {key[2][-60:]!r}", highlight=False, markup=False)
    for uid in report.ledger.wrong()[:MOST_TOLD]:
        console.print(f"wrong: {uid}", highlight=False, markup=False)


def _counts(report: Report) -> Table:
    ledger = report.ledger
    table = Table("server", "posts", "edits", "deletions", "lost", title="shown, and lost")
    lost = Counter(ledger.shown[key] for key in ledger.lost())
    for server, kinds in sorted(ledger.counts.items()):
        row = (kinds["post"], kinds["edit"], kinds["delete"], lost[server])
        table.add_row(server, *(f"{one:,}" for one in row))
    all_kinds = sum(ledger.counts.values(), Counter[str]())
    table.add_section()
    row = (all_kinds["post"], all_kinds["edit"], all_kinds["delete"], len(ledger.lost()))
    table.add_row("all", *(f"{one:,}" for one in row))
    return table


def _faults(report: Report) -> Table:
    table = Table("fault", "times", title=f"{report.faults.total():,} faults")
    for name, times in sorted(report.faults.items()):
        table.add_row(name, str(times))
    return table


def _costs(report: Report) -> Table:
    ledger, hours = report.ledger, (report.end - report.start) / 3600
    table = Table(show_header=False, title=f"{60 * hours:.0f} minutes of their time in {report.wall:.0f} s")
    table.add_row("shown: posts, edits, deletions", f"{len(ledger.shown):,}")
    table.add_row("  of these in Kafka", f"{len(ledger.shown) - len(ledger.lost()):,}")
    table.add_row("lost", f"{len(ledger.lost()):,}")
    table.add_row("duplicated after dedup by uid, kind, text", f"{len(ledger.duplicated()):,}")
    table.add_row("posts that end otherwise than they stand", f"{len(ledger.wrong()):,}")
    told = ", ".join(f"{platform} {times:,}" for platform, times in sorted(ledger.redelivered.items()))
    table.add_row("records in Kafka", f"{ledger.raw:,}")
    table.add_row("  of these redelivered", f"{ledger.redelivered.total():,} ({told or 'none'})")
    gaps = ", ".join(f"{kind} {times}" for kind, times in sorted(report.gaps().items()) if times)
    table.add_row("gaps told in coverage that stay", gaps or "none")
    table.add_row("servers late by at most", f"{report.late:.0f} s of their time")
    table.add_row("all read after the end within", f"{report.settled / 60:.1f} min of their time")
    tenths = report.connectors.at_tenths(report.start, report.end)
    weights = " ".join("dead" if mb is None else f"{mb:.0f}" for mb in tenths)
    table.add_row("memory at each tenth, MB", weights)
    table.add_row("memory's slope since the last kill", _slope(report))
    for name, seconds in report.cpu.items():
        each = 1e3 * seconds / max(1, ledger.raw)
        table.add_row(f"CPU of {name}", f"{seconds:.0f} s, {each:.2f} ms a record")
    return table


def _slope(report: Report) -> str:
    found = report.connectors.growth(report.end)
    if found is None:
        return "too short a life to tell"
    slope, grown, middle = found
    word = "flat" if grown <= FLAT * middle else "NOT flat"
    return f"{slope:+.1f} MB an hour, {grown:+.1f} MB in all of {middle:.0f}: {word}"
