"""What comes in on a real Kafka is recorded once, through kills and restarts."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.posting import PostProducer
from connectors.recorder import Recording, record
from connectors.recording import Recorded, RecordingError, read_recording
from models.post import Post

pytestmark = pytest.mark.integration
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def post(number: int, channel: str = "velmar_news", **given: Any) -> Post:
    time = NOON + timedelta(seconds=number)
    return Post("telegram", channel, str(number), time, text=f"Post {number}.", read_at=time, **given)


@asynccontextmanager
async def topic_of(broker: str, name: str, partitions: int = 3) -> AsyncIterator[str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1)])
        yield name
        await admin.delete_topics([name])
    finally:
        await admin.close()


async def send(broker: str, topic: str, *posts: Post) -> None:
    async with PostProducer(broker, topic) as producer:
        for one in posts:
            await producer.send(one)
            await asyncio.sleep(0.002)  # Kafka tells milliseconds: of two in one nobody knows the first


async def raw(broker: str, topic: str, *values: bytes | None) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    for value in values:
        await producer.send_and_wait(topic, value, key=b"", partition=0)
    await producer.stop()


async def recorded_until(done: Callable[[Recording], bool], *args: Any, **options: Any) -> Recording:
    told = Recording()
    task = asyncio.create_task(record(*args, told, **options))
    try:
        async with asyncio.timeout(60):
            while not done(told) and not task.done():  # noqa: ASYNC110  nobody tells when a post is written
                await asyncio.sleep(0.02)
        if task.done():
            await task
    finally:
        task.cancel()
        await asyncio.wait([task])
    return told


def posts_in(path: Path) -> list[Post]:
    return [line.post for line in read_recording(path) if isinstance(line, Recorded)]


@pytest.mark.parametrize("name", ["posts.jsonl", "posts.jsonl.gz"])
async def test_all_that_kafka_holds_is_recorded_in_order_and_goes_on_after_an_end(
    broker: str, tmp_path: Path, name: str
) -> None:
    """Edits and deletions too; ticks are no posts, rubbish is counted; an end in between costs nothing."""
    path, channels = tmp_path / name, ["velmar_news", "port_herald", "dala_dausy", "ferry_desk"]
    sent = [post(n, channels[n % 4]) for n in range(40)]
    sent += [post(41, kind="delete"), post(42, kind="edit")]
    async with topic_of(broker, f"record-{name}") as topic:
        await send(broker, topic, *sent)
        await raw(broker, topic, b'{"control":"tick","at":"2026-03-02T12:00:00Z"}', b"rubbish", None)
        told = await recorded_until(
            lambda told: told.posts == 42 and told.left_out == 2, broker, topic, path, start="beginning"
        )
        assert posts_in(path) == [*sent[:40], replace(sent[40], text=""), sent[41]]
        await send(broker, topic, post(50))
        told = await recorded_until(lambda told: told.posts == 1, broker, topic, path, start="now")
    assert (told.resumed_at, told.posts) == (42, 1)
    assert posts_in(path)[-1] == post(50)


async def test_from_now_begins_with_what_comes_next(broker: str, tmp_path: Path) -> None:
    async with topic_of(broker, "record-now") as topic:
        await send(broker, topic, post(1))
        begun = asyncio.Event()
        told = Recording()
        task = asyncio.create_task(
            record(broker, topic, tmp_path / "p.jsonl", told, seconds=20, started=begun.set)
        )
        async with asyncio.timeout(60):
            await begun.wait()
            await send(broker, topic, post(2, "other_channel"))
            while not told.posts:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.wait([task])
    assert posts_in(tmp_path / "p.jsonl") == [post(2, "other_channel")]


async def test_it_ends_by_itself_after_its_time(broker: str, tmp_path: Path) -> None:
    async with topic_of(broker, "record-for") as topic:
        await record(broker, topic, tmp_path / "p.jsonl", Recording(), seconds=0.5)
    assert posts_in(tmp_path / "p.jsonl") == []


async def test_a_topic_that_is_not_there_is_told(broker: str, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="topic nowhere does not exist yet"):
        await record(broker, "nowhere", tmp_path / "p.jsonl", Recording())


SCRIPT = """
import asyncio, sys
from pathlib import Path
from connectors.recorder import Recording, record
asyncio.run(record(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Recording(), start="beginning"))
"""


@pytest.mark.parametrize("name", ["posts.jsonl", "posts.jsonl.gz"])
async def test_every_post_is_recorded_once_however_often_the_recorder_is_killed(
    broker: str, tmp_path: Path, name: str
) -> None:
    """`kill -9` in the middle of writing; only whole lines are left, and the next one goes on after them."""
    path, sent = tmp_path / name, [post(n, f"channel_{n % 7}") for n in range(12_000)]
    path.touch()
    sizes = [0]
    async with topic_of(broker, f"record-kill-{name}") as topic:
        await send_fast(broker, topic, sent)
        for _ in range(6):
            process = subprocess.Popen([sys.executable, "-c", SCRIPT, broker, topic, str(path)])  # noqa: ASYNC220
            async with asyncio.timeout(60):
                while path.stat().st_size <= sizes[-1]:  # noqa: ASYNC110  a file tells nobody
                    await asyncio.sleep(0.001)
            process.send_signal(signal.SIGKILL)
            process.wait()
            sizes.append(path.stat().st_size)
        await recorded_until(
            lambda told: told.resumed_at + told.posts == len(sent), broker, topic, path, start="beginning"
        )
    assert sizes == sorted(set(sizes)), "each run has gone on"
    found = posts_in(path)
    assert sorted(found, key=lambda one: int(one.post_id)) == sent


async def send_fast(broker: str, topic: str, posts: list[Post]) -> None:
    async with PostProducer(broker, topic) as producer:
        for first in range(0, len(posts), 500):
            await asyncio.gather(*(producer.send(one) for one in posts[first : first + 500]))


def test_a_recording_says_of_each_line_where_it_was_read(broker: str, tmp_path: Path) -> None:
    """So the file itself tells how far it goes."""

    async def run() -> None:
        async with topic_of(broker, "record-origin", 1) as topic:
            await send(broker, topic, post(1))
            await recorded_until(
                lambda told: told.posts == 1, broker, topic, tmp_path / "p.jsonl", start="beginning"
            )

    asyncio.run(run())
    line = json.loads((tmp_path / "p.jsonl").read_text())
    assert (line["kafka"]["topic"], line["kafka"]["partition"], line["kafka"]["offset"]) == (
        "record-origin",
        0,
        0,
    )
