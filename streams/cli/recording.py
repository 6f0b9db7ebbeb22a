"""``rumor record``: what comes in, to a file that ``rumor replay`` takes."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, cast

import typer
from rich.console import Console
from rich.text import Text

from connectors.recorder import Recording, record
from connectors.recorder.run import From
from connectors.recording import RecordingError
from connectors.together import together
from streams.cli.broker_of import Running, broker_of
from streams.settings import from_env
from streams.topics import TopicNames
from streams.worker import run_to_end

PANEL: Final = "Read the world"
_DURATION: Final = re.compile(r"(\d{1,6})(s|m|h|d)")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("record", rich_help_panel=PANEL)(record_posts)


def record_posts(
    out: Annotated[Path, typer.Option(help="File of posts, one JSON object a line; .gz packs it.")],
    start: Annotated[str, typer.Option("--from", help="beginning (all that Kafka holds) or now.")] = "now",
    duration: Annotated[
        str | None, typer.Option("--for", help="How long, like 90s, 10m, 2h, 1d; else until Ctrl-C.")
    ] = None,
) -> None:
    """Write the posts that come in to a recording; one that exists goes on where it ends.

    Example: rumor record --out monday.jsonl.gz --for 8h
    """
    seconds = parse_duration(duration)
    if start not in ("beginning", "now"):
        raise RecordingError(f"--from {start!r} must be beginning or now")
    settings, told = from_env(), Recording()
    names = TopicNames(settings.prefix, settings.partitions)

    def started() -> None:
        since = f"goes on after {told.resumed_at} posts" if told.resumed_at else f"begins at {start}"
        _say(f"{out} {since}; Ctrl-C ends it")

    async def main(running: Running) -> None:
        work = record(
            running.settings.broker,
            names.of("posts"),
            out,
            told,
            start=cast(From, start),
            seconds=seconds,
            started=started,
        )
        await together(running.watch(), work)

    with broker_of(settings, lasting=True) as running, suppress(KeyboardInterrupt, asyncio.CancelledError):
        run_to_end(main(running))
    left = f", {told.left_out} records that are no posts left out" if told.left_out else ""
    _say(f"{told.posts} posts written to {out}{left}")


def parse_duration(given: str | None) -> float | None:
    """Read ``10m`` as seconds; None is no end."""
    if given is None:
        return None
    match = _DURATION.fullmatch(given.strip().lower())
    if match is None or not int(match[1]):
        raise RecordingError(f"--for {given!r} must be a time like 90s, 10m, 2h or 1d")
    return float(int(match[1]) * _SECONDS[match[2]])


def _say(sentence: str) -> None:
    Console(stderr=True).print(Text(sentence), soft_wrap=True)
