"""The command ``rumor``: its groups of commands, and how errors are told."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from models.errors import RumorError
from streams.cli import (
    checking,
    claims,
    connecting,
    drafting,
    explaining,
    following,
    importing,
    lab,
    operating,
    opinions,
    recording,
    replaying,
    ruling,
    top,
    watching,
)

app = typer.Typer(
    help="Follows rumours across Telegram, X and feeds; tells a newsroom the moment an office denies one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for commands in (
    replaying,
    following,
    top,
    explaining,
    drafting,
    claims,
    connecting,
    recording,
    importing,
    operating,
    opinions,
    checking,
    ruling,
    watching,
    lab,
):
    commands.add_to(app)


@app.callback()
def configure(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what the stream does.")] = False,
) -> None:
    """Set up logging before any command."""
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )


def main() -> None:
    """Run a command; what a person can mend is one sentence on the error output, and exit code 1."""
    try:
        app()
    except RumorError as error:
        fail(str(error))
    except ExceptionGroup as group:
        mendable, rest = group.split(RumorError)
        if rest is not None or mendable is None:
            raise
        fail(str(_first(mendable)))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)


def _first(group: BaseException) -> BaseException:
    return _first(group.exceptions[0]) if isinstance(group, BaseExceptionGroup) else group


def fail(sentence: str) -> None:
    """Say what went wrong and end with 1."""
    Console(stderr=True).print(Text.assemble(("rumor: ", "bold red"), sentence), soft_wrap=True)
    sys.exit(1)
