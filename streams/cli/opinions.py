"""``rumor opinions``: ask a larger model about posts of whose stance the monitor is not sure."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

import typer
from rich.console import Console

from connectors.broker import reachable
from connectors.opinion import Budget, Desk, opened, run_opinions
from models.errors import RumorError
from streams.settings import Settings, from_env
from streams.topics import TopicNames, create_topics
from streams.worker import run_to_end

BUDGET = "opinions-budget.json"


class OpinionsSetError(RumorError):
    """Second opinions that nobody was named for."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("opinions", rich_help_panel="Run it")(opinions)


def opinions() -> None:
    """Give second opinions on stance until Ctrl-C, beside a running `rumor run` with the same settings.

    They go among the posts, so that `rumor record` has them and a replay repeats them.

    Example: RUMOR_OPINIONS=https://llm.example.org/v1 RUMOR_OPINIONS_MODEL=qwen3 rumor opinions
    """
    settings = from_env()
    if not settings.opinions:
        raise OpinionsSetError(
            "RUMOR_OPINIONS is not set: name a folder of an NLI model or the URL of an endpoint, for this "
            "command and for `rumor run`, which then writes the questions"
        )
    if not settings.broker:
        raise OpinionsSetError("RUMOR_BROKER is not set: `rumor run` prints its address when it starts")
    reachable(settings.broker)
    run_to_end(_answered(settings))


async def _answered(settings: Settings) -> None:
    names, clock = TopicNames(settings.prefix, settings.partitions), partial(datetime.now, UTC)
    budget = Budget(settings.opinions_minute, settings.opinions_day, settings.data / BUDGET)
    async with opened(settings.opinions, settings.opinions_model, settings.opinions_within, clock) as judge:
        await create_topics(settings.broker, names.all(settings.replication))
        told = f"second opinions of {judge.name} on questions of Kafka at {settings.broker}; Ctrl-C stops it"
        Console(stderr=True).print(told, highlight=False, markup=False, soft_wrap=True)
        desk = Desk(judge, budget, clock, asyncio.sleep)
        questions, posts = names.of("questions"), names.of("posts")
        await run_opinions(settings.broker, questions, posts, f"{settings.prefix}opinions", desk)
