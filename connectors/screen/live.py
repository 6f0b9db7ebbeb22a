"""The screen of a terminal: a table that lives at the bottom, and above it what happened."""

from __future__ import annotations

from collections import deque
from types import TracebackType
from typing import Any, Final, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from connectors.screen.card import alert_card, alert_line
from connectors.screen.claims_table import claims_table, largest
from connectors.screen.watch import Watch
from connectors.screen.words import day_clock

ROWS: Final = 8
JOURNAL: Final = 4
PER_SECOND: Final = 8
CARDS: Final = ("denied", "denial_update", "unconfirmed_denial", "denial_withdrawn", "confirmed")
"""Kinds of alert that get a card; the others get a line."""
MOST_CARDS: Final = 24
"""Cards drawn in one run; a recording with hundreds of denials gets a line for each further one."""


class LiveScreen:
    """Draws a run in a terminal that can be drawn on."""

    def __init__(self, console: Console, title: str, size: int) -> None:
        self._console, self._title = console, title
        self._watch, self._journal = Watch(), deque[Text](maxlen=JOURNAL)
        self._clock, self._posts, self._alerts, self._cards, self._dead = "", 0, 0, 0, 0
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(None), TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(), console=console, expand=True,
        )  # fmt: skip
        self._task = self._progress.add_task("recording", total=max(1, size))
        self._live = Live(
            get_renderable=self._draw, console=console, refresh_per_second=PER_SECOND, transient=True
        )

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last state on the screen."""
        self._live.stop()
        if error is None:
            self._console.print(self._table())

    def advance(self, position: int) -> None:
        """Move the bar to so many bytes read."""
        self._progress.update(self._task, completed=position)

    def take(self, topic: str, record: dict[str, Any]) -> None:
        """Show a record; alerts stay above the table."""
        if topic == "mentions":
            self._posts += bool(record["primary"])
            self._clock = max(self._clock, record["read_at"])
        elif topic == "claims":
            for jump in self._watch.see(record):
                self._journal.append(Text(jump.line()))
        elif topic == "alerts":
            self._alert(record)
        elif topic == "dead-letters":
            self._dead += 1

    def _alert(self, alert: dict[str, Any]) -> None:
        self._alerts += 1
        if alert["kind"] in CARDS and self._cards < MOST_CARDS:
            self._cards += 1
            self._live.console.print(alert_card(alert, self._watch.wording(alert["claim"])))
        else:
            self._live.console.print(alert_line(alert), no_wrap=True, overflow="ellipsis")

    def _table(self) -> RenderableType:
        claims = largest(self._watch.claims.values(), ROWS)
        return claims_table(claims, self._console.width)

    def _draw(self) -> RenderableType:
        dead = f" · {self._dead} dead letters" if self._dead else ""
        counts = f"{self._posts} posts · {len(self._watch.claims)} claims · {self._alerts} alerts{dead}"
        head = Text(f"{day_clock(self._clock or None)} · {counts}", style="bold")
        body = Group(head, self._table(), Text(""), *self._journal, self._progress)
        return Panel(body, title=Text(f" {self._title} "), border_style="cyan")
