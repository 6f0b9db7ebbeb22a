"""Faust's restart with a backlog loses events; the mend in `streams.faust_guard` closes the window."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from models.post import show_time

pytestmark = pytest.mark.integration

POSTS = 300
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def backlog(tmp_path):
    """Give a recording of short synthetic posts of one channel."""
    path = tmp_path / "backlog.jsonl"
    rows = (
        {
            "platform": "telegram", "channel": "velmar_news", "post_id": str(n), "kind": "post",
            "published_at": show_time(NOON + timedelta(seconds=n)), "text": "ok",
        }
        for n in range(POSTS)
    )  # fmt: skip
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


@asynccontextmanager
async def restarted(play, broker, cache, folder, backlog, **told):
    """Kill the only worker with the backlog before it, and start the next one."""
    async with play.stage(broker, cache, folder, batch=8) as stage:
        await stage.feed(backlog)
        first = await stage.worker(crash=("embed:after-outputs", 3))
        await first.wait()
        await stage.worker(seek_delay=0.5, **told)
        yield stage


async def test_without_the_guard_a_restart_loses_events(play, broker, cache, tmp_path, backlog):
    """The hazard is real: what is fetched before the seek is dropped, often with all that comes after it."""
    async with restarted(play, broker, cache, tmp_path, backlog, bare_restart=True) as stage:
        assert len((await stage.left(after=20)).mentions) < POSTS


async def test_with_the_guard_a_restart_loses_none(play, broker, cache, tmp_path, backlog):
    """The very same death, with the mend."""
    async with restarted(play, broker, cache, tmp_path, backlog) as stage:
        try:
            assert len((await stage.gathered(60)).mentions) == POSTS
        except TimeoutError:
            pytest.fail(stage.logs())
