"""How growth and its uncertainty are said."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.screen.growth_words import growth_rows


def told(**spread: Any) -> dict[str, str]:
    return dict(growth_rows({"spread": spread}))


def about(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


@pytest.mark.parametrize(
    ("spread", "said"),
    [
        ({"doubling_minutes": about(25, 20, 34)}, "doubles every 25 min (20–34 min)"),
        ({"doubling_minutes": about(50, 40, 90)}, "doubles every 50 min (40 min–1 h 30 min)"),
        (
            {"growth_per_hour": about(-0.693147, -1.386294, -0.346574)},
            "falls: half as many every 1 h (30 min–2 h)",
        ),
        ({"growth_per_hour": about(0.1, -0.3, 0.5)}, "neither grows nor falls beyond doubt"),
        ({"doubling_minutes": None, "growth_per_hour": None}, "too few posts for a trend"),
        ({}, "too few posts for a trend"),
    ],
)
def test_growth_is_told_with_its_interval_or_not_at_all(spread: dict[str, Any], said: str) -> None:
    """A trend that may be none is said to be none."""
    assert told(**spread)["growth"] == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (about(2, 1.2, 3), "it keeps itself going"),
        (about(0.5, 0.2, 0.9), "it dies out"),
        (about(1, 0.5, 1.5), "it may go on or die out"),
    ],
)
def test_what_each_post_brings_says_whether_it_lives(found: dict[str, float], said: str) -> None:
    """By the interval, not by the figure alone."""
    assert told(reproduction_number=found)["each brings"].endswith(said)


def test_pace_is_told_only_where_there_is_something_to_tell() -> None:
    """Bursts, and a change of pace beyond doubt."""
    steady = {"acceleration": about(0.1, -0.1, 0.3), "burst_level": 0, "robust_z": 1.0}
    assert "pace" not in told(**steady)
    fast = {"acceleration": about(0.3, 0.1, 0.5), "burst_level": 2, "robust_z": 6.24}
    assert told(**fast)["pace"] == (
        "gathers pace, bursts at four times its usual pace, 6.2 deviations above its own median"
    )
    assert told(acceleration=about(-0.3, -0.5, -0.1))["pace"] == "slows down"
    assert told(robust_z_hour=9.0)["pace"] == "9 deviations above what is usual at this hour"


def test_what_the_tree_knows_is_told_beside_the_whole() -> None:
    """Only posts that name their source are in the tree."""
    both = told(reproduction_number=about(2, 1.2, 3), reproduction_number_tree=about(0.4, 0.2, 0.7))
    assert both["each brings"].endswith("it keeps itself going; 0.4 (0.2–0.7) of them say from where")


def test_the_forecast_says_how_sure_it_is() -> None:
    """Four times of five is an 80 % interval."""
    assert told(predicted_posts=about(1200, 900, 2400.4))["forecast"] == (
        "1,200 posts in the end; four times of five between 900 and 2,400"
    )
    assert told()["forecast"] == "too few posts for one"


def test_the_last_minutes_are_counted() -> None:
    """Beside the rate of assertions."""
    claim = {
        "spread": {"per_minute": about(0.5, 0.2, 0.9)},
        "windows": {"10": {"posts": 1}, "60": {"posts": 1500}},
    }
    assert dict(growth_rows(claim))["now"] == (
        "0.5 (0.2–0.9) posts a minute assert it, 1 post in the last 10 min, 1,500 posts in the last hour"
    )
