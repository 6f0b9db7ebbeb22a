"""How far X has been read: what is saved, what is asked to be sent again, what is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from connectors.coverage import SourceState
from connectors.posting import SinkError
from connectors.twitter.progress import BUDGET, STREAM, UNSEARCHED, Progress
from connectors.twitter.snowflake import id_at


@pytest.fixture
def state() -> SourceState:
    return SourceState(STREAM, "stream")


@pytest.fixture
def opened(cursors: Any, wheel: Any, state: SourceState) -> Any:
    """Open it, as a start of the program does."""
    return lambda: Progress(cursors, wheel, state)


@pytest.fixture
def begun(opened: Any, wheel: Any) -> Progress:
    """Give one whose stream stood at noon and said something a minute later."""
    progress: Progress = opened()
    progress.connected(None)
    wheel.now += timedelta(minutes=1)
    progress.alive(wheel.now)
    return progress


def test_a_first_start_misses_nothing(opened: Any, wheel: Any) -> None:
    progress = opened()
    assert progress.backfill(5) is None
    progress.connected(None)
    assert progress.gaps == ()
    assert progress.last_id == id_at(wheel.now)


@pytest.mark.parametrize(
    ("down", "minutes"), [(0, 1), (20, 1), (31, 2), (100, 3), (269, 5), (271, None), (9999, None)]
)
def test_no_more_is_asked_to_be_sent_again_than_is_missing(
    begun: Progress, wheel: Any, down: int, minutes: int | None
) -> None:
    """In whole minutes, with half of one for lateness; where five do not do, search must."""
    wheel.now += timedelta(seconds=down)
    assert begun.backfill(5) == minutes
    assert begun.backfill(None) is None


def test_what_the_budget_closed_is_not_asked_for_again(begun: Progress, wheel: Any) -> None:
    begun.close(BUDGET)
    wheel.now += timedelta(minutes=1)
    assert begun.backfill(5) is None


def test_an_older_gap_is_asked_to_be_sent_along(begun: Progress, wheel: Any) -> None:
    wheel.now += timedelta(minutes=1)
    begun.connected(None)
    wheel.now += timedelta(seconds=30)
    begun.alive(wheel.now)
    begun.lost()
    assert begun.backfill(5) == 2


async def test_all_of_it_outlives_a_restart(begun: Progress, opened: Any, wheel: Any) -> None:
    begun.took(id_at(wheel.now))
    wheel.now += timedelta(minutes=9)
    begun.connected(None)
    wheel.now += timedelta(minutes=2)
    gap = begun.next_gap()
    assert gap is not None
    await begun.bridging(gap)
    begun.close(BUDGET)
    closed_at = wheel.now
    await begun.save()
    again = opened()
    assert (again.last_id, again.gaps) == (begun.last_id, begun.gaps)
    wheel.now += timedelta(hours=3)
    again.close(BUDGET)
    again.connected(None)
    told = [(gap.since, gap.until) for gap in again.state.gaps if gap.why == BUDGET]
    assert told == [(closed_at, wheel.now)]


async def test_a_cursor_of_before_is_read(cursors: Any, opened: Any, wheel: Any) -> None:
    """One that only knew the last id: the gap begins there."""
    cursors.kept[STREAM] = {"last_id": id_at(wheel.now - timedelta(hours=2))}
    progress = opened()
    progress.connected(None)
    (gap,) = progress.gaps
    assert gap.until - gap.since == timedelta(hours=2)


@pytest.mark.parametrize("gaps", [[7], [{}], [{"since_id": "x"}]])
async def test_a_gap_that_cannot_be_read_costs_no_other(
    cursors: Any, begun: Progress, opened: Any, wheel: Any, gaps: Any, caplog: pytest.LogCaptureFixture
) -> None:
    wheel.now += timedelta(minutes=9)
    begun.connected(None)
    await begun.save()
    kept = cursors.kept[STREAM]
    cursors.kept[STREAM] = {**kept, "gaps": [*gaps, *kept["gaps"]]}
    assert opened().gaps == begun.gaps
    assert "a gap of X that cannot be read is left out" in caplog.text


def test_a_gap_is_told_until_it_is_bridged(begun: Progress, wheel: Any, state: SourceState) -> None:
    state.miss(wheel.now - timedelta(days=1), wheel.now - timedelta(hours=23), "synthetic")
    wheel.now += timedelta(minutes=9)
    begun.connected(None)
    assert [gap.why for gap in state.gaps] == ["synthetic", UNSEARCHED]
    assert begun.next_gap() is None, "search does not know it yet"
    wheel.now += timedelta(minutes=1)
    assert begun.next_gap() is not None


async def test_a_cursor_that_cannot_be_saved_is_saved_later(
    begun: Progress, cursors: Any, wheel: Any, caplog: pytest.LogCaptureFixture
) -> None:
    save = cursors.save

    async def refuses(*_: Any) -> None:
        raise SinkError("told to refuse")

    cursors.save = refuses
    await begun.save()
    assert "saved later" in caplog.text
    cursors.save = save
    await begun.save_sometimes()
    assert STREAM not in cursors.kept
    wheel.now += timedelta(seconds=30)
    await begun.save_sometimes()
    assert cursors.kept[STREAM]["last_id"] == begun.last_id
