"""``rumor import``: exports that a newsroom has, as posts of the contract."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.text import Text

from connectors.exports import FORMATS, ExportError, Options, import_posts

PANEL: Final = "Read the world"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import", rich_help_panel=PANEL)(import_export)


def import_export(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help=", ".join(FORMATS))],
    file: Annotated[Path, typer.Argument(help="The export, maybe gzipped.")],
    rejected: Annotated[Path, typer.Option(help="Where bad rows go, with line and reason.")] = Path(
        "rejected.jsonl"
    ),
    channel: Annotated[
        str | None, typer.Option(help="Username of the channel or account, where the export has none.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="Zone of times without one, like Europe/Kyiv.")] = None,
) -> None:
    """Turn an export into posts of the contract on standard output, oldest first; `rumor replay` takes them.

    Example: rumor import telegram-desktop result.json --channel yellow_folder > posts.jsonl
    """
    options = Options(file, channel.strip().lstrip("@") if channel else None, _zone(zone))
    counts = import_posts(format_, options, sys.stdout.buffer, rejected)
    told = f"{counts.posts} posts, {counts.rejected} rows rejected, {counts.skipped} left out as no posts"
    where = f"; {rejected} tells why" if counts.rejected else ""
    Console(stderr=True).print(Text(told + where), soft_wrap=True)


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ExportError(f"--zone {name!r} is not known: give one like Europe/Kyiv or UTC") from None
