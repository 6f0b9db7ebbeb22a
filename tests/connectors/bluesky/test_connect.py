"""``rumor connect bluesky`` on a real Kafka, killed in between: every change is in the topic."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer

from models.post import Post, parse_post
from streams.topics import TopicNames, create_topics, delete_topics

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[3]
NAMES = TopicNames("bluesky-kill.", 2)
EVENTS = 240


def connect(broker: str, server: Any, watchlist: Path) -> subprocess.Popen[bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RUMOR_")}
    environ |= {
        "RUMOR_BROKER": broker,
        "RUMOR_PREFIX": NAMES.prefix,
        "RUMOR_PARTITIONS": str(NAMES.partitions),
        "RUMOR_WATCHLIST": str(watchlist),
        "RUMOR_BLUESKY_STREAMS": server.stream,
        "RUMOR_BLUESKY_API": server.api,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "streams", "connect", "bluesky"],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.DEVNULL,
    )


def changes(double: ModuleType, clock: Any) -> Any:
    """Give posts of a watched account and of others, with the word or not, some changed or deleted later."""
    choose = random.Random(7)
    for number in range(EVENTS):
        did = choose.choice([double.HARBOUR, double.READER])
        text = choose.choice(["The Velmar ferry stops.", "The bridge is open."])
        rkey = f"3lk{number}"
        yield lambda d=did, r=rkey, t=text: double.commit(d, r, double.post(t), clock())
        if choose.random() < 0.2:
            yield lambda d=did, r=rkey: double.commit(d, r, double.post("Other words."), clock(), "update")
        if choose.random() < 0.2:
            yield lambda d=did, r=rkey: double.commit(d, r, None, clock(), "delete")


def expected(events: list[dict[str, Any]], double: ModuleType) -> set[tuple[str, str, str]]:
    """Give the key, kind and text of each change that must be in the topic."""
    kinds, found, kept = {"create": "post", "update": "edit", "delete": "delete"}, set(), set()
    for event in events:
        commit, did = event["commit"], event["did"]
        text = commit.get("record", {}).get("text", "")
        key = f"bluesky:{'harbour.example' if did == double.HARBOUR else did}/{commit['rkey']}"
        if did == double.HARBOUR or "ferry" in text or key in kept:
            kept.add(key)
            found.add((key, kinds[commit["operation"]], text))
    return found


async def posts_of(broker: str, until: Any) -> list[Post]:
    consumer = AIOKafkaConsumer(NAMES.of("posts"), bootstrap_servers=broker, auto_offset_reset="earliest")
    await consumer.start()
    found: list[Post] = []
    try:
        async with asyncio.timeout(120):
            while not until(found):
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += [parse_post(orjson.loads(record.value)) for record in records]
    finally:
        await consumer.stop()
    return found


async def test_every_change_is_in_the_topic_through_kills_and_cut_wires(
    broker: str, server: Any, double: ModuleType, tmp_path: Path
) -> None:
    """Once after repeats are folded; in the order in which they happened to their post."""
    watchlist = tmp_path / "watch.toml"
    watchlist.write_text('[[bluesky]]\nhandle = "harbour.example"\n[[bluesky]]\nkeyword = "ferry"\n')
    await create_topics(broker, NAMES.all(1))
    loop, start = asyncio.get_running_loop(), 0

    def clock() -> int:
        nonlocal start
        start = max(start + 1, time.time_ns() // 1_000)
        return start

    process = connect(broker, server, watchlist)
    try:
        await server.line(0)
        for number, change in enumerate(changes(double, clock)):
            await server.happen(change())
            await asyncio.sleep(0.002)
            if number in (60, 170):
                process.send_signal(signal.SIGKILL)
                await loop.run_in_executor(None, process.wait)
                process = connect(broker, server, watchlist)
            if number in (110, 230):
                server.cut()
        wanted = expected(server.events, double)
        found = await posts_of(
            broker, lambda posts: wanted <= {(one.key, one.kind, one.text) for one in posts}
        )
    finally:
        process.terminate()
        await loop.run_in_executor(None, process.wait)
    assert {(one.key, one.kind, one.text) for one in found} == wanted
    first: dict[str, list[str]] = {}
    for one in found:
        kinds = first.setdefault(one.key, [])
        if one.kind not in kinds:
            kinds.append(one.kind)
    order = ["post", "edit", "delete"]
    assert all(kinds == sorted(kinds, key=order.index) for kinds in first.values())
    await delete_topics(broker, [topic.name for topic in NAMES.all(1)])
