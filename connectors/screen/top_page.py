"""The live table of claims: what grows, what is new, and whether the stream still moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from connectors.screen.card import STYLE
from connectors.screen.claims_table import claims_table
from connectors.screen.words import moment, span
from models.post import show_time
from models.text import one_line

ALERTS: Final = 4
"""Newest alerts below the table."""
MOST: Final = 400
BEHIND: Final = timedelta(minutes=5)
"""Stream time may be so far behind: a tick comes every second."""
FRAME: Final = 5
"""Lines besides claims and alerts: heading, warning, table header, blanks."""

Record = dict[str, Any]


def top_page(
    claims: Sequence[Record],
    alerts: Iterable[Record],
    now: datetime,
    width: int,
    *,
    chosen: str = "",
    since: datetime | None = None,
) -> RenderableType:
    """Draw claims and the newest alerts; ``chosen`` says which claims they are, ``now`` is the clock's time.

    Alerts that fired after ``since`` are marked as new.
    """
    parts: list[RenderableType] = [*_head(claims, now, chosen)]
    parts.append(claims_table(claims, width) if claims else Text("no claims yet", style="dim"))
    newest = list(alerts)[:ALERTS]
    if newest:
        parts.append(Text(""))
    parts += [_alert(alert, since) for alert in newest]
    return Group(*parts)


def _head(claims: Sequence[Record], now: datetime, chosen: str) -> Iterator[Text]:
    told = f"{now:%d %b %H:%M:%S}Z · {len(claims)} {'claim' if len(claims) == 1 else 'claims'}{chosen}"
    yield Text(one_line(told, 200), style="bold", no_wrap=True, overflow="ellipsis")
    shown = max((str(claim["shown_at"]) for claim in claims if claim.get("shown_at")), default="")
    if shown and now - datetime.fromisoformat(shown) > BEHIND:
        late = span((now - datetime.fromisoformat(shown)).total_seconds())
        yield Text(f"nothing new for {late}: does `rumor run` still run?", style="yellow", no_wrap=True)


def _alert(alert: Record, since: datetime | None) -> Text:
    new = since is not None and str(alert["fired_at"]) > show_time(since)
    _, style = STYLE[alert["kind"]]
    line = Text.assemble(
        (moment(alert["fired_at"]), "bold" if new else "dim"), "  ", (one_line(alert["text"], MOST), style)
    )
    line.no_wrap, line.overflow = True, "ellipsis"
    return line
