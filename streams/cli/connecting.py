"""``rumor connect``: posts from the outside into Kafka, one platform or all of them side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from connectors.bluesky import run_bluesky
from connectors.claim_posts import ClaimPosts
from connectors.coverage import Coverage
from connectors.coverage_board import CoverageBoard
from connectors.cursors import Cursors, TopicCursors
from connectors.feeds import DenialPages, run_feeds
from connectors.following import LOOK_EVERY
from connectors.posting import PostProducer
from connectors.preview import run_preview
from connectors.screen.plan_table import plan_table
from connectors.side_by_side import side_by_side
from connectors.telegram import Pace, login, run_telegram
from connectors.telegram.plan import plan
from connectors.together import together
from connectors.twitter import run_twitter
from connectors.watchlist import Watchlist, WatchlistError, load_watchlist
from models.errors import RumorError
from streams.cli.broker_of import Running, broker_of
from streams.cli.sourcing import sources
from streams.metrics import SOURCES, serve
from streams.settings import Settings, from_env
from streams.topics import TopicNames, create_topics
from streams.worker import run_to_end

PANEL: Final = "Read the world"
connect = typer.Typer(help="Read posts from the outside into Kafka, until Ctrl-C.")


@dataclass(frozen=True, slots=True)
class Connector:
    """One way of reading: what runs it, and what of the watchlist it is for."""

    name: str
    run: Callable[..., Awaitable[object]]
    part: Callable[[Watchlist], Sequence[object]]
    live: Callable[[str, str], object] | None = None
    """Makes what tells it which posts live claims stand on, of the broker and the topic of claims."""


TELEGRAM: Final = partial(ClaimPosts, platform="telegram")
TWITTER: Final = partial(ClaimPosts, platform="twitter")
CONNECTORS: Final = (
    Connector("telegram", run_telegram, lambda watchlist: watchlist.telegram_via("account"), TELEGRAM),
    Connector("twitter", run_twitter, lambda watchlist: watchlist.twitter, TWITTER),
    Connector("feeds", run_feeds, lambda watchlist: watchlist.feeds, DenialPages),
    Connector("preview", run_preview, lambda watchlist: watchlist.telegram_via("preview"), TELEGRAM),
    Connector("bluesky", run_bluesky, lambda watchlist: watchlist.bluesky),
)
"""All that ``rumor connect`` runs; each runs alone by ``rumor connect NAME``."""


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(connect, name="connect", rich_help_panel=PANEL)
    app.command("sources", rich_help_panel=PANEL)(sources)


@connect.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Read posts from the outside into Kafka, until Ctrl-C; without a platform: from all of them.

    Example: rumor connect
    """
    if context.invoked_subcommand is None:
        run_connectors()


@connect.command("all")
def everything() -> None:
    """Read all that the watchlist names and the secrets allow, side by side.

    Example: rumor connect all
    """
    run_connectors()


@connect.command("telegram")
def telegram(
    make_session: Annotated[bool, typer.Option("--login", help="Log in and make a session.")] = False,
    show_plan: Annotated[bool, typer.Option("--plan", help="Print what the watchlist asks for.")] = False,
) -> None:
    """Read the watched public channels with one account: new, edited and deleted posts.

    Example: rumor connect telegram --login
    """
    if show_plan:
        channels = load_watchlist(from_env().watchlist).telegram_via("account")
        Console().print(plan_table(plan(channels, Pace())))
    elif make_session:
        session = run_to_end(login())
        Console(stderr=True).print("Put this line into RUMOR_TELEGRAM_SESSION or its file; keep it secret:")
        typer.echo(session)
    else:
        run_connectors("telegram")


@connect.command("twitter")
def twitter() -> None:
    """Read X's filtered stream by the rules of the watchlist.

    Example: RUMOR_BROKER=kafka:9092 rumor connect twitter
    """
    run_connectors("twitter")


@connect.command("feeds")
def feeds() -> None:
    """Read RSS and Atom feeds, and the articles behind their teasers.

    RUMOR_CONTACT, an address of yours, is told to the hosts that are read.
    Example: rumor connect feeds
    """
    run_connectors("feeds")


@connect.command("preview")
def preview() -> None:
    """Read public channels of Telegram by their web pages, without an account.

    Which ones: those that the watchlist marks by via = "preview".
    Example: rumor watch add telegram:yellow_folder --via preview && rumor connect preview
    """
    run_connectors("preview")


@connect.command("bluesky")
def bluesky() -> None:
    """Read watched accounts of Bluesky whole, and posts of anybody that keywords find; no account is needed.

    Example: rumor connect bluesky
    """
    run_connectors("bluesky")


def run_connectors(only: str | None = None) -> None:
    """Run one connector, whose failure ends the command, or all, none of which stops another."""
    settings = from_env()
    load_watchlist(settings.watchlist)
    with broker_of(settings, lasting=True) as running:
        _say(f"writing to Kafka at {running.settings.broker}; Ctrl-C stops it")
        with suppress(asyncio.CancelledError):  # a polite kill
            run_to_end(_watched(running, _connected(running.settings, only)))


async def _watched(running: Running, work: Coroutine[None, None, None]) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(running.watch())
        tasks.create_task(work)


async def _connected(settings: Settings, only: str | None) -> None:
    names = TopicNames(settings.prefix, settings.partitions)
    serve(settings.metrics_port)
    await create_topics(settings.broker, names.all(settings.replication))
    clock = partial(datetime.now, UTC)
    async with (
        PostProducer(settings.broker, names.of("posts")) as sink,
        TopicCursors(settings.broker, names.of("cursors")) as cursors,
        CoverageBoard(settings.broker, names.of("coverage"), clock) as board,
    ):
        claims = (settings.broker, names.of("claims"))
        ways = {
            one.name: partial(_read, one, settings.watchlist, sink, cursors, clock, board, claims)
            for one in CONNECTORS
            if only in (None, one.name)
        }
        work = ways[only]() if only else side_by_side(ways, _tell)
        await together(work, board.run())


async def _read(
    connector: Connector,
    watchlist: Path,
    sink: PostProducer,
    cursors: Cursors,
    clock: Callable[[], datetime],
    board: CoverageBoard,
    claims: tuple[str, str],
) -> None:
    coverage = board.coverage(connector.name)
    SOURCES.show(coverage)
    await _wanted(connector, watchlist, coverage)
    try:
        more = {"live": connector.live(*claims)} if connector.live else {}
        await connector.run(watchlist, sink, cursors, clock, coverage=coverage, **more)
    except RumorError as error:
        coverage.leave(clock(), str(error))
        raise


async def _wanted(connector: Connector, path: Path, coverage: Coverage) -> None:
    """Wait until the watchlist names something to read: an empty part needs no secret."""
    told = False
    while not _names_some(connector, path):
        if not told:
            _say(f"{connector.name}: nothing to read in {path} yet")
            coverage.keep(())
            told = True
        await asyncio.sleep(LOOK_EVERY)


def _names_some(connector: Connector, path: Path) -> bool:
    try:
        return bool(connector.part(load_watchlist(path)))
    except WatchlistError:  # it was good at the start: whoever edits it will mend it
        return False


def _tell(name: str, why: str) -> None:
    _say(f"{name} is not read: {why}")


def _say(words: str) -> None:
    Console(stderr=True).print(words, highlight=False, markup=False, soft_wrap=True)
