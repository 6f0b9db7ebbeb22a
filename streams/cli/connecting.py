"""``rumor connect telegram`` and ``rumor connect twitter``: posts from the outside into Kafka."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from connectors.cursors import Cursors, TopicCursors
from connectors.posting import PostProducer
from connectors.telegram import login, run_telegram
from connectors.twitter import run_twitter
from connectors.watchlist import load_watchlist
from streams.cli.broker_of import Running, broker_of
from streams.settings import Settings, from_env
from streams.topics import TopicNames, create_topics
from streams.worker import run_to_end

PANEL: Final = "Read the world"
connect = typer.Typer(no_args_is_help=True, help="Read posts from a platform into Kafka, until Ctrl-C.")

Connector = Callable[[Path, PostProducer, Cursors, Callable[[], datetime]], Awaitable[object]]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(connect, name="connect", rich_help_panel=PANEL)


@connect.command("telegram")
def telegram(
    make_session: Annotated[bool, typer.Option("--login", help="Log in and make a session.")] = False,
) -> None:
    """Read the watched public channels with one account: new, edited and deleted posts.

    Example: rumor connect telegram --login
    """
    if make_session:
        session = run_to_end(login())
        Console(stderr=True).print("Put this line into RUMOR_TELEGRAM_SESSION or its file; keep it secret:")
        typer.echo(session)
    else:
        _run(run_telegram)


@connect.command("twitter")
def twitter() -> None:
    """Read X's filtered stream by the rules of the watchlist.

    Example: RUMOR_BROKER=kafka:9092 rumor connect twitter
    """
    _run(run_twitter)


def _run(connector: Connector) -> None:
    settings = from_env()
    load_watchlist(settings.watchlist)
    with broker_of(settings, lasting=True) as running:
        told = f"writing to Kafka at {running.settings.broker}; Ctrl-C stops it"
        Console(stderr=True).print(told, highlight=False)
        run_to_end(_watched(running, _connected(running.settings, connector)))


async def _watched(running: Running, work: Coroutine[None, None, None]) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(running.watch())
        tasks.create_task(work)


async def _connected(settings: Settings, connector: Connector) -> None:
    names = TopicNames(settings.prefix, settings.partitions)
    await create_topics(settings.broker, names.all(settings.replication))
    clock = partial(datetime.now, UTC)
    async with (
        PostProducer(settings.broker, names.of("posts")) as sink,
        TopicCursors(settings.broker, names.of("cursors")) as cursors,
    ):
        await connector(settings.watchlist, sink, cursors, clock)
