"""``rumor demo`` and ``rumor replay``."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from connectors.recording import RecordingError
from connectors.screen import LiveScreen, PlainScreen, Screen, closing_summary
from models.errors import RumorError
from streams.cli.broker_of import Running, broker_of
from streams.collect import Gathered
from streams.feed import Fed
from streams.metrics import serve
from streams.parts import Parts, load_parts
from streams.replay import Summary, replay, write_out
from streams.settings import Settings, from_env
from streams.worker import run_to_end

PANEL: Final = "See it work"
STORY: Final = Path(__file__).parents[2] / "seeds" / "story"
DEMO_SPEED: Final = 1_500.0
"""Seconds of the seed story, which lasts fifteen hours, per second: it plays for about 36 seconds."""
FILES: Final = {
    "claims.jsonl": "a line per claim",
    "mentions.jsonl": "a line per post and claim it speaks of",
    "alerts.jsonl": "a line per alert",
    "rejected.jsonl": "lines that could not be taken, with the reason",
}


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("demo", rich_help_panel=PANEL)(demo)
    app.command("replay", rich_help_panel=PANEL)(replay_recording)


def demo(
    speed: Annotated[str, typer.Option(help="Seconds of the story per second, or max.")] = str(DEMO_SPEED),
    out: Annotated[Path, typer.Option(help="Folder for what comes out.")] = Path("out/demo"),
) -> None:
    """Replay the seed story: a rumour crosses four languages, and is denied.

    Example: rumor demo --speed max
    """
    settings = replace(from_env(), officials=STORY / "officials.toml")
    _replay(STORY / "posts.jsonl", settings, out, speed, "the seed story (synthetic)")


def replay_recording(
    posts: Annotated[
        Path, typer.Argument(help="Posts of the contract, one JSON object a line, maybe gzipped.")
    ],
    officials: Annotated[Path | None, typer.Option(help="Registry of officials.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for what comes out.")] = Path("out"),
    speed: Annotated[str, typer.Option(help="Seconds of the recording per second, or max.")] = "max",
) -> None:
    """Send a recording through the whole system and write what comes out.

    Example: rumor replay posts.jsonl --officials officials.toml --out out
    """
    settings = from_env()
    if officials is not None:
        settings = replace(settings, officials=officials)
    _replay(posts, settings, out, speed, posts.name)


def _replay(posts: Path, settings: Settings, out: Path, speed: str, title: str) -> None:
    pace, size = parse_speed(speed), _size(posts)
    serve(settings.metrics_port)
    console = Console(soft_wrap=False)
    with console.status("loading the model") if console.is_terminal else nullcontext():
        parts = load_parts(settings)
    with ExitStack() as stack:
        with console.status("starting Kafka") if console.is_terminal else nullcontext():
            running = stack.enter_context(broker_of(settings, lasting=False))
        summary, seconds = _replayed(posts, running, parts, pace, out, _screen(console, title, size))
    console.print(closing_summary(asdict(summary), seconds, out, FILES))
    _judge(summary, posts)


def _replayed(
    posts: Path,
    running: Running,
    parts: Parts,
    pace: float | None,
    out: Path,
    screen: AbstractContextManager[Screen],
) -> tuple[Summary, float]:
    fed, gathered = Fed(), Gathered()
    began = time.monotonic()

    async def main() -> None:
        with screen as face:

            def listen(topic: str, record: dict[str, Any]) -> None:
                gathered.take(topic, record)
                face.take(topic, record)

            async with asyncio.TaskGroup() as tasks:
                beside = [tasks.create_task(_progress(face, fed)), tasks.create_task(running.watch())]
                await replay(posts, running.settings, parts, listen, speed=pace, fed=fed)
                for task in beside:
                    task.cancel()

    run_to_end(main())
    return write_out(out, fed, gathered), time.monotonic() - began


async def _progress(screen: Screen, fed: Fed) -> None:
    while True:
        screen.advance(fed.position)
        await asyncio.sleep(0.1)


def _screen(console: Console, title: str, size: int) -> AbstractContextManager[Screen]:
    if console.is_terminal:
        return LiveScreen(console, title, size)
    return nullcontext(PlainScreen(console))


def _size(posts: Path) -> int:
    """Give the recording's size before anything slow starts, so that a wrong name is told at once."""
    if posts.is_dir():
        raise RecordingError(f"{posts} is a folder: name a file of posts, one JSON object a line")
    try:
        return posts.stat().st_size
    except OSError as error:
        raise RecordingError(f"{posts} cannot be read: {error.strerror}") from None


def parse_speed(speed: str) -> float | None:
    """Read ``max`` (None) or a positive number of seconds per second."""
    if speed == "max":
        return None
    try:
        pace = float(speed)
    except ValueError:
        pace = 0.0
    if not 0 < pace < float("inf"):
        raise RumorError(f"--speed {speed!r} must be max, or how many seconds of the recording pass in one")
    return pace


def _judge(summary: Summary, posts: Path) -> None:
    if summary.lines == summary.rejected:
        raise RecordingError(f"{posts}: no line could be taken; rejected.jsonl tells why")
    if not summary.balanced:
        raise RumorError(f"{posts}: {summary.lost} posts are in no output; the books above do not balance")
