"""A connector's own process, killed again and again: Kafka ends with every post, edit and deletion."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer
from rumor_test_telegram_actor import Actor, faults, repeats

from connectors.compacted import read_compacted
from models.post import Post, parse_post
from streams.topics import TopicNames, create_topics

pytestmark = [pytest.mark.integration, pytest.mark.faults]

CHANNELS, HISTORY, KILLS = 20, 60, 8
NAMES = TopicNames("test-kill.", 4)


@asynccontextmanager
async def tail(broker: str) -> AsyncIterator[list[Post]]:
    """Keep what comes into the topic of posts, in the order of each channel."""
    posts: list[Post] = []
    consumer = AIOKafkaConsumer(NAMES.of("posts"), bootstrap_servers=broker, auto_offset_reset="earliest")
    await consumer.start()

    async def take() -> None:
        async for record in consumer:
            posts.append(parse_post(orjson.loads(record.value)))  # noqa: PERF401  # seen while it grows

    taking = asyncio.create_task(take())
    try:
        yield posts
    finally:
        taking.cancel()
        with suppress(asyncio.CancelledError):
            await taking
        await consumer.stop()


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.toml"
    entries = (f'[[telegram]]\nchannel = "synthetic_{number}"\n' for number in range(CHANNELS))
    path.write_text("".join(entries), encoding="utf-8")
    return path


@pytest.fixture
def start(server: Any, broker: str, watchlist: Path, tmp_path: Path) -> Callable[[], Any]:
    """Give what starts the connector's process."""
    (tmp_path / "session").write_text(server.session().save())
    environ = {
        **os.environ,
        "RUMOR_TELEGRAM_SESSION_FILE": str(tmp_path / "session"),
        "RUMOR_TELEGRAM_API_ID": "12345",
        "RUMOR_TELEGRAM_API_HASH": "0123456789abcdef0123456789abcdef",
    }
    script = str(Path(__file__).with_name("connector.py"))
    return lambda: asyncio.create_subprocess_exec(
        sys.executable, script, broker, NAMES.prefix, str(watchlist), env=environ
    )


async def test_a_connector_killed_again_and_again_loses_nothing(
    server: Any, broker: str, start: Callable[[], Any], eventually: Any
) -> None:
    """Also what was posted, edited and deleted while it was dead; repeats are allowed, and told here."""
    await create_topics(broker, NAMES.all(1))
    actor, chance = Actor(server, CHANNELS, HISTORY, seed=11), random.Random(11)
    async with tail(broker) as posts:
        for number in range(KILLS):
            process = await start()
            async with asyncio.timeout(60):
                await (amid_the_history if number % 2 else amid_the_pushes)(actor, posts, chance)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            for _ in range(2 * CHANNELS):
                live(actor, posts, push=False)
        process = await start()
        try:
            await finished(server, actor, posts, eventually)
        finally:
            process.send_signal(signal.SIGKILL)
            await process.wait()
    assert faults(actor.channels, posts) == []
    assert len(repeats(posts)) < len(posts) / 2, "a kill costs what was read since the cursors were saved"
    told = await read_compacted(broker, NAMES.of("coverage"))
    assert len(told) == CHANNELS


def live(actor: Any, posts: list[Post], *, push: bool | None = None) -> None:
    actor.act({(post.channel, post.post_id) for post in posts}, push=push)


async def amid_the_history(actor: Any, posts: list[Post], chance: random.Random) -> None:
    """Return when some of it has been told: cursors are ahead of what was read before, or behind."""
    enough = len(posts) + chance.randrange(1, 250)
    while len(posts) < enough:
        live(actor, posts)
        await asyncio.sleep(0.01)


async def amid_the_pushes(actor: Any, posts: list[Post], chance: random.Random) -> None:
    """Return when all was told, and pushes after it that no cursor knows of."""
    marks = {(channel.name, str(channel.post("A mark", push=False))) for channel in actor.channels}
    while not marks <= {(post.channel, post.post_id) for post in posts}:  # noqa: ASYNC110  # nothing signals it
        await asyncio.sleep(0.05)
    for _ in range(chance.randrange(60, 120)):
        live(actor, posts, push=True)
        await asyncio.sleep(0.01)


async def finished(server: Any, actor: Any, posts: list[Post], eventually: Any) -> None:
    """Wait until each channel was read whole once more: what is behind its last post is compared then."""
    for channel in actor.channels:
        channel.post("The last one", push=False)
    asked = server.asked["GetHistory"]
    await server.until_asked("GetHistory", asked + 2 * CHANNELS, 60)
    with suppress(TimeoutError):  # what is missing then is told by the test
        await eventually(lambda: not faults(actor.channels, posts), 120, 0.5)
