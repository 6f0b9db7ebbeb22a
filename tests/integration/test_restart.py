"""Faust's restart with a backlog loses events; the mend in `streams.faust_guard` closes the window."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from models.post import show_time
from streams.lag import lag

pytestmark = pytest.mark.integration

BEFORE, AFTER = 200, 1000
ATTEMPTS = 8
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def row(number: int) -> dict[str, str]:
    """Make a short synthetic post of one channel."""
    at = show_time(NOON + timedelta(seconds=number))
    return {
        "platform": "telegram",
        "channel": "velmar_news",
        "post_id": str(number),
        "kind": "post",
        "published_at": at,
        "read_at": at,
        "text": "ok",
    }


@pytest.fixture
def backlog(tmp_path):
    """Give a recording of the posts that come while nobody works."""
    path = tmp_path / "backlog.jsonl"
    path.write_text("\n".join(json.dumps(row(n)) for n in range(BEFORE, BEFORE + AFTER)))
    return path


async def work_off(stage):
    """Send the first posts, and wait until all stages have acknowledged them."""
    producer = AIOKafkaProducer(bootstrap_servers=stage.settings.broker)
    await producer.start()
    for number in range(BEFORE):
        key = b"telegram:velmar_news"
        await producer.send_and_wait(stage.names.of("posts"), orjson.dumps(row(number)), key=key, partition=0)
    await producer.stop()
    watcher = AIOKafkaConsumer(bootstrap_servers=stage.settings.broker, group_id=stage.names.app)
    await watcher.start()
    try:
        async with asyncio.timeout(60):
            while (await lag(watcher, stage.names)).total():  # noqa: ASYNC110  Kafka tells nobody
                await asyncio.sleep(0.2)
    finally:
        await watcher.stop()


@asynccontextmanager
async def restarted(play, broker, cache, folder, backlog, **told):
    """Kill the only worker when all is acknowledged, let posts pile up, and start the next one."""
    async with play.stage(broker, cache, folder, batch=8) as stage:
        first = await stage.worker()
        await work_off(stage)
        first.kill()
        await first.wait()
        await stage.feed(backlog)
        await stage.worker(**told)
        yield stage


@pytest.mark.faults
async def test_without_the_guard_a_restart_loses_events(play, broker, cache, tmp_path, backlog):
    """The hazard is real: it takes chance, so a few restarts are tried until one loses something."""
    for attempt in range(ATTEMPTS):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        async with restarted(play, broker, cache, folder, backlog, bare_restart=True) as stage:
            if len((await stage.left(after=25)).mentions) < BEFORE + AFTER:
                return
    pytest.fail(f"{ATTEMPTS} restarts without the guard lost nothing: is it still needed?")


async def test_with_the_guard_a_restart_loses_none(play, broker, cache, tmp_path, backlog):
    """The very same death, with the mend, and a seek slowed down to widen the window it closes."""
    async with restarted(play, broker, cache, tmp_path, backlog, seek_delay=0.5) as stage:
        try:
            assert len((await stage.gathered(60)).mentions) == BEFORE + AFTER
        except TimeoutError:
            pytest.fail(stage.logs())
