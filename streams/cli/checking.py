"""``rumor officials check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.text import Text

from models.officials import parse_officials, warnings
from streams.parts import read_text
from streams.settings import from_env

PANEL: Final = "Keep its lists"
officials = typer.Typer(no_args_is_help=True, help="The registry of officials.")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(officials, name="officials", rich_help_panel=PANEL)


@officials.callback()
def _group() -> None:
    """Look after the registry of officials."""


@officials.command("check")
def check(path: Annotated[Path | None, typer.Argument(help="officials.toml")] = None) -> None:
    """Check a registry: errors with line and mend, and warnings on hosts, look-alikes and remits.

    Example: rumor officials check seeds/officials.toml
    """
    path = path or from_env().officials
    registry = parse_officials(read_text(path), str(path))
    console = Console()
    for warning in warnings(registry):
        console.print(Text.assemble(("warning ", "yellow"), warning), soft_wrap=True)
    console.print(Text(f"{path}: {len(registry.offices)} offices"), soft_wrap=True)
