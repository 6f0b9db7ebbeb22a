"""What was recorded while it came in replays to the same claims as the recording it came from."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from connectors.posting import PostProducer
from connectors.recording import Recorded, RecordingError, read_recording, reading_times
from streams.topics import TopicNames, create_topics, delete_topics

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[3]
STORY = ROOT / "seeds" / "story"
LINES = 120
"""Of the story: it grows, and a denial is among them."""


def rumor(*words: str, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "streams", *words],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def replayed(posts: Path, out: Path, **environ: str) -> dict[str, list[dict[str, Any]]]:
    officials = str(STORY / "officials.toml")
    process = rumor("replay", str(posts), "--officials", officials, "--out", str(out), **environ)
    _, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors
    names = ("claims", "mentions", "alerts", "rejected")
    return {n: [json.loads(row) for row in (out / f"{n}.jsonl").read_text().splitlines()] for n in names}


def lines_of(path: Path) -> int:
    """Count the posts that are in a recording so far."""
    with suppress(RecordingError):
        return sum(isinstance(line, Recorded) for line in read_recording(path))
    return 0


async def came_in(broker: str, names: TopicNames, story: Path) -> int:
    """Send a story as connectors do: one post after the other, each stamped with its time of reading."""
    await create_topics(broker, names.all(1))
    sent = 0
    async with PostProducer(broker, names.of("posts")) as sink:
        for line in reading_times(read_recording(story)):
            if isinstance(line, Recorded):
                await sink.send(line.post)
                await asyncio.sleep(0.002)  # Kafka tells milliseconds: of two in one nobody knows the first
                sent += 1
    return sent


def test_a_recording_replays_to_the_same_claims_and_ctrl_c_ends_it_cleanly(
    broker: str, cache: Path, tmp_path: Path
) -> None:
    environ = {"RUMOR_BROKER": broker, "RUMOR_CACHE": str(cache), "RUMOR_PREFIX": "record-replay."}
    names, path = TopicNames("record-replay.", 4), tmp_path / "rec.jsonl.gz"
    story = tmp_path / "story.jsonl"
    story.write_bytes(b"".join((STORY / "posts.jsonl").read_bytes().splitlines(keepends=True)[:LINES]))
    sent = asyncio.run(came_in(broker, names, story))
    process = rumor("record", "--out", str(path), "--from", "beginning", **environ)
    deadline = time.monotonic() + 60
    while lines_of(path) < sent and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert f"{sent} posts written to" in told.replace("\n", " "), told
    original = replayed(story, tmp_path / "a", **environ)
    recorded = replayed(path, tmp_path / "b", **environ)
    assert recorded == original
    asyncio.run(delete_topics(broker, [topic.name for topic in names.all(1)]))
