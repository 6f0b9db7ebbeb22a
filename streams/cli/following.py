"""``rumor show``, ``rumor subscribe``: what a journalist on call asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.text import Text

from connectors.screen import claim_page
from connectors.store import Store, StoreError, UnknownClaimError, default_url
from connectors.subscriptions import subscribe as follow
from streams.cli.unread import unread
from streams.settings import Settings, from_env

PANEL: Final = "Follow claims"


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("show", rich_help_panel=PANEL)(show)
    app.command("subscribe", rich_help_panel=PANEL)(subscribe)
    app.command("subscriptions", rich_help_panel=PANEL)(subscriptions)


def store_of(settings: Settings) -> Store:
    """Open the read model that the settings name."""
    return Store(settings.sql or default_url(settings.data))


def existing(settings: Settings) -> Store:
    """Open the read model for reading: one that is missing means a wrong folder, not an empty newsroom."""
    if (
        not settings.sql
        and not (file := Path(default_url(settings.data).removeprefix("sqlite:///"))).exists()
    ):
        raise StoreError(f"{file} does not exist: start `rumor run` first, or set RUMOR_DATA or RUMOR_SQL")
    return store_of(settings)


def show(
    claim: Annotated[str, typer.Argument(help="A claim's id, its beginning, or words of its wording.")],
) -> None:
    """Show a claim: wording, state and how it came to it, origin, spread, path, denials, what was not read.

    Example: rumor show 3f9a
    """
    settings, console = from_env(), Console()
    with existing(settings) as store:
        known = found(store, claim)
        alerts = store.alerts(known["claim"])
    console.print(claim_page(known, console.width, alerts, unread(settings, known)))


def found(store: Store, wanted: str) -> dict[str, Any]:
    """Give the claim with this id, else the largest one in which all these words occur."""
    try:
        return store.claim(wanted)
    except UnknownClaimError:
        matches = store.find(wanted, 1)
        if not matches:
            raise
        return matches[0]


def subscribe(
    what: Annotated[
        str, typer.Argument(help="A claim's id, or words that must all occur; * for everything.")
    ],
    to: Annotated[str, typer.Option(help="telegram:<chat>, https://host/path, or terminal.")],
) -> None:
    """Send the alerts of a claim, or of all claims with these words, to a person or a service.

    Example: rumor subscribe "CSTO Kazakhstan" --to telegram:@desk
    """
    with store_of(from_env()) as store:
        made = follow(store, what, to)
    said = "now gets" if made.new else "already gets"
    Console().print(Text(f"{made.target} {said} the alerts of {made.kind} {made.value!r}"), soft_wrap=True)


def subscriptions() -> None:
    """List who gets which alerts.

    Example: rumor subscriptions
    """
    with existing(from_env()) as store:
        for row in store.subscriptions():
            Console().print(Text(f"{row['kind']} {row['value']!r} -> {row['target']}"), soft_wrap=True)
