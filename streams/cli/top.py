"""``rumor top``: the claims that grow fastest, as they grow."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, Final, cast

import typer
from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from connectors.screen.top_page import ALERTS, FRAME, top_page
from connectors.store import Store, StoreError
from connectors.store.errors import StoreBusyError
from connectors.store.reads import ORDERS, Order
from models.order import STATUSES
from streams.cli.following import existing
from streams.settings import from_env

EVERY: Final = 2.0
"""Seconds between two looks at the read model."""

PANEL: Final = "Follow claims"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Look:
    """How often the read model is looked at, and whether a new alert rings."""

    every: float = EVERY
    bell: bool = False
    sleep: Callable[[float], None] = time.sleep


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("top", rich_help_panel=PANEL)(top)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which claims are wanted, and in which order."""

    sort: Order = "growth"
    lang: str | None = None
    state: str | None = None
    limit: int = 20

    def told(self) -> str:
        """Say it for the heading."""
        lang = f" in {self.lang}" if self.lang else ""
        state = f", {self.state}" if self.state else ""
        return f" by {self.sort}{state}{lang}"


def top(
    sort: Annotated[str, typer.Option("--sort", "--order", help=f"{', '.join(ORDERS)}.")] = "growth",
    lang: Annotated[str | None, typer.Option(help="Only claims told in this language, like uk.")] = None,
    state: Annotated[str | None, typer.Option(help=f"Only claims that are {', '.join(STATUSES)}.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=1000)] = 20,
    once: Annotated[bool, typer.Option("--once", help="Show them once, and end.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.2)] = EVERY,
    bell: Annotated[bool, typer.Option("--bell", help="Ring the terminal's bell at a new alert.")] = False,
) -> None:
    """Show the claims that grow fastest, and new alerts below them, until Ctrl-C.

    Example: rumor top --sort posts --lang uk --state spreading
    """
    choice, console = _choice(sort, lang, state, limit), Console()
    clock = partial(datetime.now, UTC)
    look = Look(every, bell)
    with existing(from_env()) as store:
        if once or not console.is_terminal:
            console.print(page(store, choice, clock(), console.width))
            return
        try:
            follow(store, choice, console, look, clock)
        except KeyboardInterrupt:
            return


def _choice(sort: str, lang: str | None, state: str | None, limit: int) -> Choice:
    if sort not in ORDERS:
        raise StoreError(f"--sort {sort!r} must be one of {', '.join(ORDERS)}")
    if state is not None and state not in STATUSES:
        raise StoreError(f"--state {state!r} must be one of {', '.join(STATUSES)}")
    return Choice(cast(Order, sort), lang.strip().lower() if lang else None, state, limit)


def page(
    store: Store, choice: Choice, now: datetime, width: int, since: datetime | None = None
) -> RenderableType:
    """Draw what the read model holds now."""
    claims = store.claims(choice.sort, choice.limit, choice.state, choice.lang)
    return top_page(claims, store.alerts(limit=ALERTS), now, width, chosen=choice.told(), since=since)


def follow(store: Store, choice: Choice, console: Console, look: Look, clock: Clock) -> None:
    """Look again and again until interrupted; a read model that is busy is looked at a little later."""
    since, newest = clock(), _newest(store)
    with Live(console=console, auto_refresh=False, vertical_overflow="ellipsis") as live:
        while True:
            try:
                live.update(_fitting(store, choice, console, clock(), since), refresh=True)
                if look.bell and (latest := _newest(store)) != newest:
                    newest = latest
                    console.bell()
            except StoreBusyError as error:
                live.update(Text(f"{error}; trying again", style="yellow"), refresh=True)
            look.sleep(look.every)


def _fitting(
    store: Store, choice: Choice, console: Console, now: datetime, since: datetime
) -> RenderableType:
    """Draw as many claims as the terminal has lines for."""
    rows = max(1, min(choice.limit, console.height - FRAME - ALERTS))
    fitting = Choice(choice.sort, choice.lang, choice.state, rows)
    return page(store, fitting, now, console.width, since)


def _newest(store: Store) -> Any:
    return [alert["alert"] for alert in store.alerts(limit=1)]
