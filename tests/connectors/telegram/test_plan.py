"""What a watchlist asks of Telegram, told before anything is asked."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from connectors.telegram import Pace
from connectors.telegram.plan import Cost, plan
from connectors.watchlist import TelegramChannel


def costs(*priorities: int, pace: Pace | None = None) -> dict[str, Cost]:
    channels = [TelegramChannel(f"synthetic_{n}", priority=one) for n, one in enumerate(priorities)]
    return {cost.what: cost for cost in plan(channels, pace or Pace())}


def test_readings_go_by_priority() -> None:
    """One channel every 2 minutes, one every 5, one every 15."""
    assert costs(1, 2, 3)["readings of history"].number == 0.5 + 0.2 + 60 / 900


def test_a_usual_newsroom_stays_below_all_known_limits() -> None:
    told = costs(*[1] * 30 + [2] * 120 + [3] * 150)
    assert all(cost.fits for cost in told.values())
    assert told["look-ups of usernames"].note.endswith("180 found after 15 min, all after 24 h")


def test_more_than_an_account_bears_is_told_with_the_mend() -> None:
    told = costs(*[1] * 600)
    assert {what for what, cost in told.items() if not cost.fits} == {
        "channels", "readings of history", "messages read",
    }  # fmt: skip
    assert "100 of them cannot be joined" in told["channels"].note
    assert "3.0 times less often" in told["readings of history"].note
    assert "priority 3" in costs(*[1] * 150)["readings of history"].note


def test_a_channel_is_looked_up_at_once() -> None:
    assert costs(2)["look-ups of usernames"].note.endswith("1 found after 0 s")


@given(st.lists(st.sampled_from((1, 2, 3)), max_size=1200))
def test_the_more_channels_the_more_of_everything(priorities: list[int]) -> None:
    fewer, more = costs(*priorities), costs(*priorities, 2)
    assert all(fewer[what].number <= more[what].number for what in more)


def test_a_pace_without_pauses_can_be_planned() -> None:
    quick = Pace(every=MappingProxyType({1: 1.0, 2: 1.0, 3: 1.0}), gap=0, lookup=0, join=0)
    assert costs(1, 2, pace=quick)["channels joined"].number == 2
