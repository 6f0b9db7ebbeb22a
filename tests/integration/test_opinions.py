"""A second opinion through a real Kafka, and a replay that repeats it. All posts and offices are invented."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.opinion import Budget, Desk, run_opinions
from connectors.recorder import Recording, record
from connectors.recording import read_recording, reading_times
from models.judge import Question, Verdict
from models.mention import Stance
from models.post import show_time
from streams.app import create_app
from streams.collect import Gathered, gather
from streams.feed import Fed, feed
from streams.parts import Parts, load_parts
from streams.replay import replay, topics_of, write_out
from streams.settings import Settings
from streams.topics import TopicNames
from streams.worker import working

pytestmark = pytest.mark.integration

OFFICIALS = """
[[office]]
id = "roads"
name = "Almaty Road Agency"
standing = 3
about = ["Almaty"]
accounts = ["twitter:almaty_roads"]
"""
TOLD = (
    ("telegram", "invented_0", "Almaty will close its Velmar bridge to all lorries from 15 October"),
    ("telegram", "invented_1", "From 15 October no lorry may cross the Velmar bridge in Almaty, drivers say"),
    (
        "twitter",
        "almaty_roads",
        "No closing of the Velmar bridge in Almaty to lorries on 15 October is planned.",
    ),
)


class Neighbour:
    """A judge that finds a denial in what the road agency says, and has no opinion of others."""

    name = "oracle:neighbour"

    async def ask(self, question: Question) -> Verdict | None:
        """Answer."""
        return Verdict("deny", 0.9) if question.mention.channel == "twitter:almaty_roads" else None


def unsure_parts(settings: Settings) -> Parts:
    """Give parts whose model takes no side, and is never sure."""

    def judge(*_: Any, **__: Any) -> Stance:
        return "comment"

    return replace(load_parts(settings), judge=judge, unsure=lambda *_: True)


@pytest.fixture
def settings(broker: str, cache: Path, tmp_path: Path) -> Settings:
    """Give settings of a run of its own."""
    officials = tmp_path / "officials.toml"
    officials.write_text(OFFICIALS)
    return Settings(
        broker=broker, cache=cache, data=tmp_path, officials=officials, partitions=1,
        prefix=f"opinions-{secrets.token_hex(4)}.",
    )  # fmt: skip


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Give a recording of posts that come now: a question is asked while it is fresh."""
    at, file = show_time(datetime.now(UTC)), tmp_path / "posts.jsonl"
    lines = [
        {
            "platform": platform,
            "channel": channel,
            "post_id": "1",
            "published_at": at,
            "text": text,
            "lang": "en",
        }
        for platform, channel, text in TOLD
    ]
    file.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return file


async def put(settings: Settings, names: TopicNames, recording: Path, end: bool) -> None:
    """Feed a recording, or no more than its end."""
    lines = [] if end else list(reading_times(read_recording(recording)))
    await feed(lines, settings.broker, names, None, Fed(clock=datetime.now(UTC)), end=end)


async def until(found: Callable[[], bool]) -> None:
    """Wait for something that comes by Kafka."""
    while not found():  # noqa: ASYNC110  Kafka tells nobody
        await asyncio.sleep(0.1)


def told(found: Gathered) -> tuple[Any, ...]:
    """Give what a run ended with."""
    alerts = sorted((a["alert"], a["kind"], a["denial"]["post"]) for a in found.alerts.values())
    return alerts, sorted((line["post"], line["claim"], line.get("stance_now")) for line in found.lines())


async def test_an_opinion_fires_the_late_alert_live_and_in_a_replay(settings, recording, tmp_path):
    """Asked, answered and heeded beside the stream; what `rumor record` kept repeats it without a judge."""
    parts, kept, live = unsure_parts(settings), tmp_path / "recorded.jsonl", Gathered()
    async with topics_of(settings) as names, working(create_app(settings, parts), 60):
        clock = partial(datetime.now, UTC)
        desk = Desk(Neighbour(), Budget(100, 100), clock)
        listening = asyncio.create_task(gather(settings.broker, names, live.take))
        topics = names.of("questions"), names.of("posts"), f"{names.prefix}opinions"
        asking = asyncio.create_task(run_opinions(settings.broker, *topics, desk))
        await put(settings, names, recording, end=False)
        await asyncio.wait_for(until(lambda: bool(live.alerts)), 60)
        asking.cancel()
        await record(settings.broker, names.of("posts"), kept, Recording(), start="beginning", seconds=3)
        await put(settings, names, recording, end=True)
        await asyncio.wait_for(listening, 60)
    ((_, kind, post),) = told(live)[0]
    assert (kind, post) == ("denied", "twitter:almaty_roads/1")
    assert [line[2] for line in told(live)[1]] == [None, None, "deny"]

    replayed, silent = Gathered(), Gathered()
    fed = await replay(kept, settings, parts, replayed.take)
    assert told(replayed) == told(live)
    summary = write_out(tmp_path / "out", fed, replayed)
    assert (summary.balanced, summary.lines, summary.folded) == (True, 4, 1)
    await replay(recording, settings, parts, silent.take)
    assert silent.alerts == {}
