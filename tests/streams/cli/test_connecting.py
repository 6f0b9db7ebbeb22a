"""``rumor connect`` and ``rumor sources``, run as a person would. All sources are synthetic."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.coverage_board import CoverageBoard
from streams.topics import TopicNames, create_topics

ROOT = Path(__file__).parents[3]
HERALD = '[[telegram]]\nchannel = "synthetic_herald"\n'


def environment(**given: str) -> dict[str, str]:
    """Give the environment without any secret of whoever runs the tests."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith("RUMOR_")}
    return usual | given


def rumor(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "streams", *words], cwd=ROOT, env=environment(COLUMNS="160", **given),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.toml"
    path.write_text(HERALD, encoding="utf-8")
    return path


def test_the_plan_needs_neither_secret_nor_kafka(watchlist: Path) -> None:
    answer = rumor("connect", "telegram", "--plan", RUMOR_WATCHLIST=str(watchlist))
    assert answer.returncode == 0
    assert "look-ups of usernames" in answer.stdout


@pytest.mark.integration
def test_one_connector_alone_ends_with_what_is_missing(broker: str, watchlist: Path) -> None:
    answer = rumor("connect", "telegram", RUMOR_BROKER=broker, RUMOR_WATCHLIST=str(watchlist))
    assert answer.returncode == 1
    assert "rumor: RUMOR_TELEGRAM_API_ID is not set" in answer.stderr


@pytest.mark.integration
def test_of_all_connectors_one_without_secret_is_told_and_the_rest_waits_for_work(
    broker: str, watchlist: Path, tmp_path: Path
) -> None:
    """Without a word more ``rumor connect`` is all of them; an empty part of the list needs no secret."""
    wanted = {
        "telegram is not read: RUMOR_TELEGRAM_API_ID is not set",
        f"twitter: nothing to read in {watchlist} yet",
        f"feeds: nothing to read in {watchlist} yet",
    }
    told = tmp_path / "told"
    with told.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-m", "streams", "connect"], cwd=ROOT, stderr=file,
            env=environment(RUMOR_BROKER=broker, RUMOR_WATCHLIST=str(watchlist)),
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and not all(words in told.read_text() for words in wanted):
            assert running.poll() is None, told.read_text()
            time.sleep(0.1)
        assert [words for words in wanted if words not in told.read_text()] == []
    finally:
        running.terminate()
    assert running.wait(30) == 0
    assert "Traceback" not in told.read_text()


@pytest.mark.integration
def test_sources_are_listed_as_their_connectors_tell_them(broker: str) -> None:
    """One line each where nobody looks at a terminal."""
    names = TopicNames("test-sources.", 1)

    async def tell() -> None:
        await create_topics(broker, names.all(1))
        async with CoverageBoard(broker, names.of("coverage"), lambda: datetime.now(UTC)) as board:
            coverage = board.coverage("telegram")
            coverage.of("telegram:synthetic_herald").resume(datetime.now(UTC), bridged=True)

    given = {"RUMOR_BROKER": broker, "RUMOR_PREFIX": names.prefix, "RUMOR_PARTITIONS": "1"}
    assert rumor("sources", **given).stdout == "no source has been read yet: start `rumor connect`\n"
    asyncio.run(tell())
    answer = rumor("sources", **given)
    assert answer.stdout.startswith("telegram:synthetic_herald: not read, last post – ago, lag ")
    assert "its connector was stopped" in answer.stdout


@pytest.mark.integration
def test_sources_are_followed_line_by_line_where_nobody_looks_at_a_terminal(
    broker: str, tmp_path: Path
) -> None:
    """A line for each change of a source's state, and none for the rest."""
    names, told = TopicNames("test-watch.", 1), tmp_path / "told"

    async def until_told(words: str) -> None:
        async with asyncio.timeout(60):
            while words not in told.read_text():  # noqa: ASYNC110  # another process writes it
                await asyncio.sleep(0.05)

    async def live() -> None:
        await create_topics(broker, names.all(1))
        async with CoverageBoard(broker, names.of("coverage"), lambda: datetime.now(UTC)) as board:
            state = board.coverage("telegram").of("telegram:synthetic_herald")
            state.resume(datetime.now(UTC), bridged=True)
            await board.tell()
            await until_told(": read,")
            state.floods += 1  # told on the topic, but no change of its state
            await board.tell()
            state.interrupt(datetime.now(UTC), "line cut")
            await board.tell()
            await until_told("line cut")

    given = environment(RUMOR_BROKER=broker, RUMOR_PREFIX=names.prefix, RUMOR_PARTITIONS="1", COLUMNS="160")
    with told.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-u", "-m", "streams", "sources", "--watch"], cwd=ROOT, stdout=file, env=given
        )
    try:
        asyncio.run(live())
    finally:
        running.terminate()
        running.wait(30)
    lines = [line.partition(",")[0] for line in told.read_text().splitlines()]
    assert lines == ["telegram:synthetic_herald: read", "telegram:synthetic_herald: not read"]
