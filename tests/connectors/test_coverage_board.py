"""The topic on which connectors tell what they read. All sources are synthetic."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from connectors.compacted import follow_compacted, read_compacted
from connectors.coverage import Coverage, Gap
from connectors.coverage_board import AGAIN, CoverageBoard, restored, to_tell

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HERALD, SECOND = "telegram:synthetic_herald", "telegram:second_herald"
STREAM = "twitter:#stream"


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def read(*sources: str) -> Coverage:
    coverage = Coverage()
    for source in sources:
        coverage.of(source).resume(NOON, bridged=True)
    return coverage


def told(coverage: Coverage, now: datetime = NOON, before: Any = None) -> dict[str, Any]:
    return to_tell({"telegram": coverage}, before or {}, now)


def test_a_change_is_told_at_once_and_sameness_now_and_then() -> None:
    """More posts are no change by themselves: else every post would be two records."""
    coverage = read(HERALD)
    first = told(coverage)
    coverage.of(HERALD).posts += 1
    assert told(coverage, later(1), first) == {}
    assert told(coverage, NOON + AGAIN, first)[HERALD]["posts"] == 1
    coverage.of(HERALD).interrupt(later(2), "line cut")
    assert told(coverage, later(2), first)[HERALD]["problem"] == "line cut"


def test_a_silence_beyond_habit_is_told_though_nothing_happened() -> None:
    coverage = read(HERALD)
    state = coverage.of(HERALD)
    moment = NOON
    for _ in range(60):
        state.habit, moment = (
            state.habit.after(moment, moment + timedelta(hours=1)),
            moment + timedelta(hours=1),
        )
    state.posted_at = moment
    first = told(coverage, moment + timedelta(hours=1))
    assert first[HERALD]["silent_since"] is None
    state.resume(moment + timedelta(hours=2), bridged=True)
    again = to_tell({"telegram": coverage}, first, moment + timedelta(hours=1, seconds=1))
    assert again == {}
    silent = to_tell({"telegram": coverage}, first, moment + timedelta(hours=2))
    assert silent[HERALD]["silent_since"] is not None


def test_a_source_that_is_watched_no_more_is_taken_down() -> None:
    """Its own connector's alone: another process tells of its own."""
    before = told(read(HERALD, SECOND)) | to_tell({"twitter": read(STREAM)}, {}, NOON)
    coverage = read(HERALD, SECOND)
    coverage.keep([HERALD])
    assert told(coverage, later(1), before) == {SECOND: None}


def test_after_a_restart_counts_go_on_and_the_time_between_is_a_gap_until_it_is_read() -> None:
    coverage = read(HERALD)
    coverage.of(HERALD).floods = 3
    again = restored("telegram", told(coverage, later(20)))
    state = again.of(HERALD)
    assert (state.floods, state.connected) == (3, False)
    assert state.gaps == [Gap(NOON, None, "its connector did not run")]
    state.resume(later(90), bridged=True)
    assert state.gaps == []
    assert restored("twitter", told(coverage)).sources == {}


def test_what_is_stopped_on_purpose_says_so() -> None:
    coverage = read(HERALD)
    coverage.of(SECOND).problem = "UsernameNotOccupied"
    coverage.leave(later(5), "its connector was stopped")
    assert coverage.of(HERALD).gaps == [Gap(NOON, None, "its connector was stopped")]
    assert coverage.of(SECOND).problem == "UsernameNotOccupied"


@pytest.fixture
async def topic(broker: str, request: pytest.FixtureRequest) -> str:
    name = f"test-coverage-{request.node.name}"
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 1, 1, topic_configs={"cleanup.policy": "compact"})])
    finally:
        await admin.close()
    return name


@pytest.mark.integration
async def test_others_read_what_a_board_tells_and_a_new_board_goes_on(
    broker: str, topic: str, clock: Callable[[], datetime]
) -> None:
    async with CoverageBoard(broker, topic, clock) as board:
        coverage = board.coverage("telegram")
        coverage.of(HERALD).resume(clock(), bridged=True)
        coverage.of(SECOND).floods = 2
        await board.tell()
        known = await read_compacted(broker, topic)
        assert known[HERALD]["connected"] is True
        assert known[SECOND]["floods"] == 2
        assert {record["connector"] for record in known.values()} == {"telegram"}
    left = await read_compacted(broker, topic)
    assert left[HERALD]["problem"] == "its connector was stopped"
    async with CoverageBoard(broker, topic, clock) as board:
        coverage = board.coverage("telegram")
        assert coverage.of(SECOND).floods == 2
        coverage.keep([HERALD])
        await board.tell()
        assert list(await read_compacted(broker, topic)) == [HERALD]


@pytest.mark.integration
async def test_whoever_follows_sees_changes_as_they_come(
    broker: str, topic: str, clock: Callable[[], datetime]
) -> None:
    async with CoverageBoard(broker, topic, clock) as board:
        running = asyncio.create_task(board.run())
        state = board.coverage("telegram").of(HERALD)
        async with asyncio.timeout(20):
            async for known in follow_compacted(broker, topic):
                if HERALD in known and known[HERALD]["connected"]:
                    break
                state.resume(clock(), bridged=True)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
