"""The card of an alert: what a journalist on call must know before acting on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from connectors.screen.words import day_clock, span
from models.text import one_line

STYLE: Final = {
    "denied": ("DENIED", "red"),
    "denial_update": ("DENIED AGAIN, BY MORE", "red"),
    "unconfirmed_denial": ("DENIAL, UNCONFIRMED", "yellow"),
    "denial_withdrawn": ("DENIAL WITHDRAWN", "magenta"),
    "our_page": ("OUR OWN PAGE SAYS THIS", "bright_white on red"),
    "spreading": ("SPREADING", "yellow"),
    "confirmed": ("CONFIRMED", "green"),
    "reignited": ("IT IS BACK", "magenta"),
}
MOST: Final = 300
RUMOURS_END: Final = "false rumours take about 14 h to be resolved, true ones 2 h (Zubiaga et al. 2016)"
"""Medians of Zubiaga, Liakata, Procter, Wong Sak Hoi, Tolmie 2016, "Analysing how people orient to and spread
rumours in social media by looking at conversational threads"."""

Alert = dict[str, Any]


def alert_card(alert: Alert, wording: str) -> Panel:
    """Draw an alert; every word of a post is shown as text, never as markup."""
    title, style = STYLE[alert["kind"]]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", justify="right", no_wrap=True)
    grid.add_column(ratio=1)
    for name, value in _rows(alert, wording):
        grid.add_row(name, value)
    return Panel(
        grid,
        title=Text(f" {title} "),
        border_style=style,
        subtitle=Text(f" alert {alert['alert']} · {day_clock(alert['fired_at'])} "),
    )


def alert_line(alert: Alert) -> Text:
    """Say an alert in one line."""
    title, style = STYLE[alert["kind"]]
    return Text.assemble((f" {title} ", f"bold {style}"), " ", one_line(alert["text"], 2 * MOST))


def _rows(alert: Alert, wording: str) -> Iterator[tuple[str, Text]]:
    yield "claim", Text(one_line(wording, MOST), style="bold")
    if said := alert["denial"] or alert.get("confirmation"):
        yield from _denial_rows(said)
        yield "delay", Text(_delay(alert["delay_seconds"]))
    for page in alert["own_pages"]:
        told = f"{page['url'] or page['post']}, {day_clock(page['published_at'])}: {page['sentence']}"
        yield "our page", Text(one_line(told, MOST), style="bold red")
    if alert.get("update_line"):
        yield "draft", Text(one_line(alert["update_line"], 2 * MOST), style="italic")
    if alert.get("rule"):
        yield "rule", Text(one_line(alert["rule"], MOST))
    yield (
        "spread",
        Text(
            f"{alert['posts']} posts, {alert['channels']} channels, "
            f"{alert['independent_sources']} independent sources"
        ),
    )
    yield "first seen", Text(one_line(f"{day_clock(alert['first_seen'])} by {alert['origin']}", MOST))


def _denial_rows(denial: dict[str, Any]) -> Iterator[tuple[str, Text]]:
    yield "quote", Text(quoted(denial["quote"]), style="italic")
    office = denial.get("office_name") or denial["office"]
    who = f"{denial['official']}, {office}" if denial["official"] else office
    hand = "first-hand" if denial["first_hand"] else "second-hand"
    yield "who", Text(f"{one_line(who, MOST)} · standing {denial['standing']} · {hand}")
    said = denial["said_at"]
    yield "said", Text(one_line(f"{said} (reported {day_clock(denial['published_at'])})", MOST) if said
                       else day_clock(denial["published_at"]))  # fmt: skip
    if denial["cautions"]:
        told = zip_longest(denial["cautions"], denial["reasons"])
        shown = "; ".join(
            f"{caution}: {reason}" if reason else caution for caution, reason in told if caution
        )
        yield "cautions", Text(one_line(shown, 2 * MOST), style="yellow")
    yield "link", Text(one_line(denial["url"] or denial["post"], MOST))


def quoted(words: str) -> str:
    """Put words in quotation marks unless they have some."""
    line = one_line(words, MOST)
    return line if line[:1] in '«„“"' else f"«{line}»"


def _delay(seconds: int) -> str:
    if seconds < 0:
        return f"said {span(seconds)} before the claim was first seen"
    return f"{span(seconds)} after the claim was first seen; {RUMOURS_END}"
