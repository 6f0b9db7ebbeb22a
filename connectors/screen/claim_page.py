"""One claim as a person wants it: wording, state and how it came to it, origin, growth, path, denials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from connectors.screen.chart import chart
from connectors.screen.denial_panel import denial_panel
from connectors.screen.growth_words import growth_rows
from connectors.screen.history import history
from connectors.screen.path_words import path_rows
from connectors.screen.words import (
    STATUS_STYLE,
    between,
    counted,
    day_clock,
    interval,
    moment,
    number,
    span,
    wording,
)
from models.text import one_line

MOST: Final = 400
MOST_FIRSTS: Final = 8
MOST_GAPS: Final = 5
MOST_WORDINGS: Final = 4
WIDEST: Final = 64
"""Characters of the curve: as many as it has buckets at most."""
_FRAME: Final = 22
"""Characters that the panel, its padding and the names of the rows take."""
_PLATFORM: Final = {"telegram": "Telegram", "twitter": "X", "feed": "the web", "bluesky": "Bluesky"}

Claim = dict[str, Any]
Row = tuple[str, Text]


def claim_page(
    claim: Claim, width: int, alerts: Iterable[Claim] = (), unwatched: Sequence[str] | None = None
) -> RenderableType:
    """Draw a claim, and a card for each denial of it.

    ``alerts`` are the claim's, for how it came to its state; ``unwatched`` says what was not read while it
    spread, a sentence each: the numbers are of what was read. None: nothing is known of that.
    """
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", justify="right", no_wrap=True)
    grid.add_column(ratio=1)
    for name, value in _rows(claim, width, alerts, unwatched):
        grid.add_row(name, value)
    head = Panel(grid, title=Text(f" claim {claim['claim']} "), border_style="cyan")
    return Group(head, *(denial_panel(denial) for denial in claim["denials"]))


def _rows(
    claim: Claim, width: int, alerts: Iterable[Claim], unwatched: Sequence[str] | None
) -> Iterator[Row]:
    yield from _said(claim)
    yield from _state(claim, alerts)
    yield from _origin(claim)
    yield from _spread(claim, width)
    yield from _lines("path", path_rows(claim))
    yield from _after_denial(claim)
    for page in claim["own_pages"]:
        yield "our page", Text(one_line(_page(page), MOST), style="bold red")
    yield from _coverage(claim, unwatched)


def _said(claim: Claim) -> Iterator[Row]:
    yield "wording", Text(one_line(wording(claim), MOST), style="bold")
    yield "language", Text(one_line(claim["lang"], MOST))
    told = {claim["lang"]}
    for other in claim.get("wordings") or ():
        if other["lang"] not in told and len(told) <= MOST_WORDINGS:
            told.add(other["lang"])
            yield f"in {one_line(other['lang'], 12)}", Text(one_line(other["text"], MOST))


def _state(claim: Claim, alerts: Iterable[Claim]) -> Iterator[Row]:
    since = claim.get("status_since")
    state = Text(claim["status"], style=STATUS_STYLE.get(claim["status"], ""))
    if since and not claim.get("pinned"):
        state.append(f" since {day_clock(since)}", style="default not bold not italic")
    yield "state", state
    if pin := claim.get("pinned"):
        yield "set by", Text(one_line(_set_by(pin, claim), MOST), style="yellow")
    yield from _lines("how", history(claim, alerts))


def _set_by(pin: Claim, claim: Claim) -> str:
    reason = f": {pin['reason']}" if pin["reason"] else ""
    return f"{pin['by']}, {day_clock(pin['at'])}{reason} (the machine says {claim['machine_status']})"


def _origin(claim: Claim) -> Iterator[Row]:
    told = f"{day_clock(claim['first_seen'])} by {claim['origin']}, the earliest post read"
    yield "origin", Text(one_line(told, MOST))
    if claim["origin_unread"]:
        yield (
            "older, unread",
            Text(one_line(f"{claim['origin_unread']}: it was never read", MOST), style="yellow"),
        )


def _spread(claim: Claim, width: int) -> Iterator[Row]:
    yield "posts", Text(_posts(claim))
    yield "reach", Text(_reach(claim))
    drawn = chart(claim["series"], claim["denials"], min(WIDEST, max(8, width - _FRAME)))
    for at, line in enumerate(drawn):
        yield "" if at else "since birth", line
    for name, words in growth_rows(claim):
        yield name, Text(words)
    yield from _lines("platforms", _jumps(claim["first_by_platform"], claim, _PLATFORM))
    yield from _lines("languages", _jumps(claim["first_by_language"], claim, {}))


_STANCES: Final = (
    ("support", "assert it"), ("deny", "deny it"), ("query", "ask"), ("comment", "comment"),
)  # fmt: skip


def _posts(claim: Claim) -> str:
    stances = claim.get("stances") or {}
    said = ", ".join(f"{number(stances[key])} {word}" for key, word in _STANCES if stances.get(key))
    deleted = f"; {number(claim['deleted'])} deleted since" if claim.get("deleted") else ""
    return f"{number(claim['posts'])} ({said}){deleted}" if said else f"{number(claim['posts'])}{deleted}"


def _reach(claim: Claim) -> str:
    views = f", {number(claim['views'])} views" if claim.get("views") else ""
    return (
        f"{number(claim['independent_sources'])} independent sources, {number(claim['channels'])} channels "
        f"with {number(claim['audience'])} followers{views}"
    )


def _jumps(groups: dict[str, Claim], claim: Claim, names: dict[str, str]) -> Iterator[str]:
    """Say when the claim came where, the earliest first: after how long, by which post, how many since."""
    began = datetime.fromisoformat(claim["first_seen"])
    firsts = sorted(groups.items(), key=lambda item: str(item[1]["at"]))
    for name, first in firsts[:MOST_FIRSTS]:
        late = (datetime.fromisoformat(first["at"]) - began).total_seconds()
        after = f", {span(late)} later" if late >= 1 else ""
        by = f", by {first['post']}" if first.get("post") and late >= 1 else ""
        yield one_line(
            f"{moment(first['at'])}  {names.get(name, name)}: {counted(first['posts'])}{after}{by}", MOST
        )
    if len(firsts) > MOST_FIRSTS:
        yield f"and {len(firsts) - MOST_FIRSTS} more"


def _after_denial(claim: Claim) -> Iterator[Row]:
    after = claim.get("after_denial")
    if not after:
        return
    told = f"{number(after['asserting_before'])} posts asserted it before"
    still = f"{number(after['asserting_after'])} of {number(after['posts_after'])} posts still assert it"
    yield "after denial", Text(f"{still} ({told})")
    before, since = after.get("per_minute_before"), after.get("per_minute_after")
    if before and since:
        told = f"{interval(before)} assertions a minute in the hour before the denial"
        yield "rates", Text(f"{told}, {interval(since)} in the last hour")
    if fell := after["half_life_minutes"]:
        yield (
            "half-life",
            Text(f"{span(60 * fell['value'])} ({between(60 * fell['low'], 60 * fell['high'])})"),
        )
    knowing = ", ".join(f"{one['channel']} ({one['posts']})" for one in after["knowing"])
    if knowing:
        yield "knowing", Text(one_line(f"the denial had reached them: {knowing}", MOST), style="yellow")


def _page(page: Claim) -> str:
    again = f", read again {day_clock(page['read_again_at'])}" if page.get("read_again_at") else ""
    return f"{page['url'] or page['post']} ({page['state']}{again}): {page['sentence']}"


def _coverage(claim: Claim, unwatched: Sequence[str] | None) -> Iterator[Row]:
    """Say what was not watched: it stands beside the numbers, since they are of what was read."""
    if unwatched is None:
        yield "not watched", Text("nothing was recorded of what was not read", style="dim")
        return
    until = moment(claim.get("shown_at") or claim.get("last_at"))
    if not unwatched:
        told = f"no gap is on record from {moment(claim['first_seen'])} to {until}"
        yield "not watched", Text(told, style="dim")
    more = len(unwatched) - MOST_GAPS
    gaps = [*unwatched[:MOST_GAPS], *([f"and {more} more: `rumor sources` tells"] if more > 0 else [])]
    for at, gap in enumerate(gaps):
        yield "" if at else "not watched", Text(one_line(gap, MOST), style="yellow")


def _lines(name: str, lines: Iterable[str]) -> Iterator[Row]:
    for at, line in enumerate(lines):
        yield "" if at else name, Text(line)
