"""The count of reads is kept where a restart finds it, and is never too low."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from connectors.coverage import SourceState
from connectors.posting import SinkError
from connectors.twitter.budget import ALL, CLOSED, Limits
from connectors.twitter.meter import READS, Meter

LIMITS = Limits(month=10_000, day=1_000)


@pytest.fixture
def state() -> SourceState:
    return SourceState("twitter:#stream", "stream")


@pytest.fixture
def opened(cursors: Any, wheel: Any, state: SourceState) -> Any:
    """Open the meter, as a start of the program does."""
    return lambda limits=LIMITS: Meter(limits, cursors, wheel, state, wheel.sleep)


@pytest.mark.parametrize("read", [1, 4, 5, 6, 7, 137])
async def test_a_crash_forgets_no_read_and_adds_at_most_a_block(opened: Any, read: int) -> None:
    """A block is a two-hundredth of the day's limit: here 5."""
    meter = opened()
    for _ in range(read):
        await meter.spend(1)
    assert meter.left() == 1_000 - read
    assert read <= 1_000 - opened().left() <= read + 5


async def test_a_block_is_saved_at_once_and_not_every_read(opened: Any, cursors: Any) -> None:
    meter = opened()
    for _ in range(100):
        await meter.spend(1)
    saves = [entry for entry in cursors.saved if entry[0] == READS]
    assert len(saves) <= 20


async def test_what_the_budget_says_is_in_the_coverage(opened: Any, state: SourceState) -> None:
    meter = opened()
    await meter.spend(250)
    assert (state.reads_day, state.reads_month, state.budget_left) == (250, 250, 0.75)
    assert state.budget == (
        "250 of 1,000 reads today, 250 of 10,000 since 2026-03-01, 2,583 by its end at this pace:"
        " rules of every priority are read"
    )


async def test_each_step_is_logged_once(opened: Any, caplog: pytest.LogCaptureFixture) -> None:
    meter = opened()
    for _ in range(1_000):
        await meter.spend(1)
    said = [message.rpartition(": ")[2] for message in caplog.messages]
    assert said == [
        "rules of priority 3 rest", "only rules of priority 1 are read", "nothing is read",
    ]  # fmt: skip


async def test_whoever_waits_wakes_when_the_level_falls_and_when_the_day_turns(
    opened: Any, wheel: Any
) -> None:
    meter = opened()
    waiting = asyncio.create_task(meter.turned(ALL))
    await asyncio.sleep(0)
    await meter.spend(950)
    await asyncio.wait_for(waiting, 5)
    assert meter.level == 1
    waiting = asyncio.create_task(meter.turned(1))
    await wheel.turn(waiting.done, leaps=True)
    assert meter.level == ALL
    assert wheel.now.date().isoformat() == "2026-03-03"
    assert wheel.now - wheel.now.replace(hour=0, minute=0) <= timedelta(hours=1)


async def test_a_level_outlives_a_restart(opened: Any) -> None:
    meter = opened()
    await meter.spend(1_000)
    assert opened().level == CLOSED


async def test_a_count_that_cannot_be_read_begins_at_0_and_is_told(
    opened: Any, cursors: Any, caplog: pytest.LogCaptureFixture
) -> None:
    cursors.kept[READS] = {"month": "synthetic"}
    assert opened().left() == 1_000
    assert "the count of X's reads cannot be read" in caplog.text


async def test_a_count_that_cannot_be_saved_is_saved_with_the_next_read(opened: Any, cursors: Any) -> None:
    save, refusing = cursors.save, True

    async def refuses(channel: str, cursor: Any) -> None:
        if refusing:
            raise SinkError("told to refuse")
        await save(channel, cursor)

    cursors.save = refuses
    meter = opened()
    await meter.spend(3)
    assert READS not in cursors.kept
    refusing = False
    await meter.spend(1)
    assert cursors.kept[READS]["reads_day"] >= 4


async def test_a_level_that_the_forecast_gave_outlives_a_restart_too(opened: Any, wheel: Any) -> None:
    """Later on the day the forecast would be milder; within a day nothing gets laxer."""
    wheel.now = wheel.now.replace(day=10, hour=0, minute=30)
    meter = opened(Limits(month=10_000, day=5_000))
    await meter.spend(2_900)
    while meter.level == ALL:
        await meter.spend(1)
    await meter.spend(1)
    wheel.now += timedelta(hours=20)
    assert meter.level == 2
    assert opened(Limits(month=10_000, day=5_000)).level == 2
