"""``rumor sources``: what is read, and what was missed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live
from rich.text import Text

from connectors.broker.error import BrokerError
from connectors.compacted import Record, follow_compacted, read_compacted
from connectors.coverage import SourceState
from connectors.coverage_record import read_coverage
from connectors.screen.sources_table import ordered, source_line, sources_table, state_word
from models.errors import RumorError
from streams.cli.broker_of import broker_of
from streams.settings import Settings, from_env
from streams.topics import TopicNames, create_topics
from streams.worker import run_to_end


def sources(
    watch: Annotated[bool, typer.Option("--watch", help="Go on, and show changes as they come.")] = False,
) -> None:
    """Show every source that is watched: read or not, last post, lag, gaps, waits, budget, problem.

    Example: rumor sources --watch
    """
    console, settings = Console(), from_env()
    try:
        with broker_of(settings, lasting=True) as running:
            show = (_follow if console.is_terminal else _log) if watch else _show
            with suppress(asyncio.CancelledError):  # a polite kill
                run_to_end(show(running.settings, console))
    except BrokerError as error:
        if settings.broker:
            raise
        raise SourcesError(f"{error}; to look at what runs, set RUMOR_BROKER to what it printed") from None


class SourcesError(RumorError):
    """The coverage of sources cannot be read; the message says why and what to do."""


async def _show(settings: Settings, console: Console) -> None:
    states = _states(await read_compacted(settings.broker, await _topic(settings)))
    now = datetime.now(UTC)
    if not states:
        console.print("no source has been read yet: start `rumor connect`")
    elif console.is_terminal:
        console.print(sources_table(states, now, console.width))
    else:
        for state in ordered(states, now):
            _line(console, state, now)


async def _follow(settings: Settings, console: Console) -> None:
    with Live(console=console, auto_refresh=False, vertical_overflow="visible") as live:
        async with aclosing(follow_compacted(settings.broker, await _topic(settings))) as changes:
            async for records in changes:
                table = sources_table(_states(records), datetime.now(UTC), console.width)
                live.update(table, refresh=True)


async def _log(settings: Settings, console: Console) -> None:
    told: dict[str, tuple[str, str | None]] = {}
    async with aclosing(follow_compacted(settings.broker, await _topic(settings))) as changes:
        async for records in changes:
            now = datetime.now(UTC)
            for state in ordered(_states(records), now):
                said = state_word(state, now), state.problem
                if told.get(state.source) != said:
                    told[state.source] = said
                    _line(console, state, now)


def _line(console: Console, state: SourceState, now: datetime) -> None:
    console.print(Text(source_line(state, now)), soft_wrap=True)


async def _topic(settings: Settings) -> str:
    names = TopicNames(settings.prefix, settings.partitions)
    await create_topics(settings.broker, names.all(settings.replication))
    return names.of("coverage")


def _states(records: Mapping[str, Record]) -> list[SourceState]:
    return [state for record in records.values() if (state := read_coverage(record))]
