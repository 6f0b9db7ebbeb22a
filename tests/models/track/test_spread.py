"""The ``spread`` object of a claim."""

from datetime import timedelta

import pytest

from models.track.spread import spread, window


def test_a_claim_with_one_post_tells_only_its_rate(told, mention, noon):
    """What is not known is null, and the rate says how little one post tells."""
    found = spread(told(mention(0)), noon)
    assert found["per_minute"] == {"value": 0.1, "low": 0.00253, "high": 0.557}
    assert found["doubling_minutes"] is found["reproduction_number"] is found["predicted_posts"] is None


def test_a_denial_is_not_one_more_post_that_spreads_the_claim(told, mention, denial, noon):
    """Rates count who asserts; the windows show both."""
    at = noon + timedelta(minutes=2)
    record = told(mention(0), mention(1), denial(2))
    assert spread(record, at)["per_minute"]["value"] == 0.2
    assert window(record, 10, at)[:2] == (3, 2)


def test_rates_fall_with_time_alone(told, mention, noon):
    """Eleven minutes after the last post the window is empty."""
    record = told(*map(mention, range(5)))
    assert spread(record, noon + timedelta(minutes=4))["per_minute"]["value"] == 0.5
    assert spread(record, noon + timedelta(minutes=16))["per_minute"]["value"] == 0.0


def test_growth_is_told_with_its_interval(told, mention, noon):
    """One, two, four, ... posts every five minutes: doubles in about five."""
    minutes = [5 * k + n % 5 for k in range(6) for n in range(2**k)]
    record = told(*(mention(n, minute=minute) for n, minute in enumerate(minutes)))
    found = spread(record, noon + timedelta(minutes=29, seconds=59))
    doubling = found["doubling_minutes"]
    assert doubling["low"] < 5.0 < doubling["high"]
    assert doubling["value"] == pytest.approx(5.0, rel=0.15)
    assert found["reproduction_number"]["low"] > 1
    assert found["predicted_posts"]["low"] >= 63


def test_a_slow_claim_is_told_by_its_curve_since_birth(told, mention, noon):
    """Doubling every three hours shows in no single hour."""
    minutes = [180 * k + (180 * n) // 2**k for k in range(6) for n in range(2**k)]
    record = told(*(mention(n, minute=minute) for n, minute in enumerate(minutes)))
    doubling = spread(record, noon + timedelta(minutes=18 * 60))["doubling_minutes"]
    assert doubling["low"] < 180 < doubling["high"]


def test_a_claim_long_silent_has_no_reproduction_number(told, mention, noon):
    """Its window is empty."""
    record = told(*(mention(n, minute=n // 4) for n in range(100)))
    assert spread(record, noon + timedelta(minutes=26))["reproduction_number"] is not None
    assert spread(record, noon + timedelta(days=5))["reproduction_number"] is None
