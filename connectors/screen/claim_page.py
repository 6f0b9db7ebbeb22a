"""One claim as a person wants it: wording, state, origin, growth, where it jumped, who denied it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from connectors.screen.card import RUMOURS_END, quoted
from connectors.screen.spark import sparkline
from connectors.screen.words import STATUS_STYLE, clock, day_clock, doubling, span, wording
from models.text import one_line

MOST: Final = 400

Claim = dict[str, Any]


def claim_page(claim: Claim, width: int) -> RenderableType:
    """Draw a claim, and a card for each denial of it."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", justify="right", no_wrap=True)
    grid.add_column(ratio=1)
    for name, value in _rows(claim, width):
        grid.add_row(name, value)
    head = Panel(grid, title=Text(f" claim {claim['claim']} "), border_style="cyan")
    return Group(head, *(_denial(denial) for denial in claim["denials"]))


def _rows(claim: Claim, width: int) -> Iterator[tuple[str, Text]]:
    yield "wording", Text(one_line(wording(claim), MOST), style="bold")
    yield "state", Text(claim["status"], style=STATUS_STYLE.get(claim["status"], ""))
    if pin := claim.get("pinned"):
        yield "set by", Text(one_line(_set_by(pin, claim), MOST), style="yellow")
    yield "first seen", Text(one_line(f"{day_clock(claim['first_seen'])} by {claim['origin']}", MOST))
    if claim["origin_unread"]:
        yield "older, unread", Text(one_line(claim["origin_unread"], MOST), style="yellow")
    yield "posts", Text(_counts(claim))
    yield "since birth", Text(sparkline(claim["series"]["posts"], min(64, width - 24)), style="green")
    yield "doubles in", Text(doubling(claim))
    yield "each brings", Text(_estimate(claim, "reproduction_number", "more"))
    yield "may reach", Text(_estimate(claim, "predicted_posts", "posts"))
    yield "on", Text(_firsts(claim["first_by_platform"]))
    yield "in", Text(_firsts(claim["first_by_language"]))
    if after := claim.get("after_denial"):
        yield "after denial", Text(one_line(_after_denial(after), MOST))
    for page in claim["own_pages"]:
        again = f", read again {day_clock(page['read_again_at'])}" if page.get("read_again_at") else ""
        told = f"{page['url'] or page['post']} ({page['state']}{again}): {page['sentence']}"
        yield "our page", Text(one_line(told, MOST), style="bold red")


def _set_by(pin: dict[str, Any], claim: Claim) -> str:
    reason = f": {pin['reason']}" if pin["reason"] else ""
    return f"{pin['by']}, {day_clock(pin['at'])}{reason} (the machine says {claim['machine_status']})"


def _after_denial(after: dict[str, Any]) -> str:
    told = f"{after['asserting_after']} of {after['posts_after']} posts still assert it"
    if fell := after["half_life_minutes"]:
        low, high = span(60 * fell["low"]), span(60 * fell["high"])
        told += f", half as many every {span(60 * fell['value'])} ({low}–{high})"
    knowing = ", ".join(f"{one['channel']} ({one['posts']})" for one in after["knowing"])
    return f"{told}; though the denial had reached them: {knowing}" if knowing else told


def _counts(claim: Claim) -> str:
    stances = ", ".join(f"{count} {stance}" for stance, count in claim["stances"].items() if count)
    return (
        f"{claim['posts']} ({stances}) by {claim['channels']} channels, "
        f"{claim['independent_sources']} independent sources, audience {claim['audience']}"
    )


def _estimate(claim: Claim, name: str, unit: str) -> str:
    found = claim["spread"][name]
    return f"{found['value']:g} {unit} ({found['low']:g}–{found['high']:g})" if found else "–"


def _firsts(groups: dict[str, dict[str, Any]]) -> str:
    firsts = sorted(groups.items(), key=lambda item: item[1]["at"])
    return " → ".join(f"{name} {clock(first['at'])} ({first['posts']})" for name, first in firsts)


def _delay(denial: dict[str, Any]) -> str:
    seconds, at = denial["delay_seconds"], day_clock(denial["published_at"])
    if seconds < 0:
        return f"{at}, {span(seconds)} before the claim began"
    return f"{at}, {span(seconds)} after the claim began; {RUMOURS_END}"


def _denial(denial: dict[str, Any]) -> Panel:
    hand = "first-hand" if denial["first_hand"] else "second-hand"
    office = denial.get("office_name") or denial["office"]
    who = f"{denial['official']}, {office}" if denial["official"] else office
    lines = [
        Text(quoted(denial["quote"]), style="italic"),
        Text(one_line(f"{who} · standing {denial['standing']} · {hand}", MOST)),
        Text(_delay(denial)),
        Text(one_line(denial["url"] or denial["post"], MOST)),
    ]
    if denial["cautions"]:
        reasons = "; ".join(denial["reasons"]) or ", ".join(denial["cautions"])
        lines.append(Text(one_line(f"cautions: {reasons}", MOST), style="yellow"))
    title = "withdrawn" if denial["withdrawn_at"] else "weak denial" if denial["weak"] else "denied"
    return Panel(Group(*lines), title=Text(f" {title} "), border_style="yellow" if denial["weak"] else "red")
