"""The ``spread`` object of a claim."""

from datetime import timedelta

import pytest
from msgspec import structs

from models.track import view
from models.track.spread import (
    burst_level,
    hour_z,
    own_z,
    reproduction,
    reproduction_of_tree,
    spread,
    window,
)
from models.track.windows import Buckets


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


def test_a_surge_shows_in_the_robust_z_and_against_the_hour_of_the_day(told, mention):
    """A post every hour for four days, and then twenty in ten minutes."""
    quiet = [mention(n, minute=60 * n) for n in range(96)]
    record = told(*quiet)
    at = record.now + timedelta(minutes=30)
    assert abs(own_z(record, at)) <= 1
    assert abs(hour_z(record, at)) <= 1
    surge = [mention(96 + n, minute=60 * 95 + 40 + n / 2) for n in range(20)]
    record = told(*surge)
    assert own_z(record, record.now) > 10
    assert hour_z(record, record.now) > 10
    assert burst_level(record, record.now) == 3


def test_what_is_usual_at_an_hour_is_told_from_the_days_before(told, mention):
    """Thirty posts each noon and none at night: at noon they are nothing new, at night they are."""
    story = [mention(n, minute=24 * 60 * (n // 30) + n % 30) for n in range(30 * 6)]
    record = told(*story)
    assert record.hours.width == 60
    assert hour_z(record, record.now) < 3
    night = told(*(mention(180 + n, minute=24 * 60 * 5 + 12 * 60 + n) for n in range(30)))
    assert hour_z(night, night.now) > 10


def test_a_record_without_a_past_compares_with_nothing(told, mention, noon):
    """Whether its posts are of long ago, or its hours had to make room."""
    late = noon + timedelta(days=60)
    record = told(*(mention(n, read_at=late) for n in range(20)))
    assert record.shape.rows == ()
    assert own_z(record, late) is hour_z(record, late) is None
    assert view(record, late)["spread"]["robust_z"] is None
    old = told(*(mention(20 + n, at=late + timedelta(hours=12 * n)) for n in range(20)))
    bare = structs.replace(old, hours=Buckets())
    assert bare.shape.width > 60
    assert own_z(bare, old.now) is hour_z(bare, old.now) is None


def test_a_long_silence_is_no_endless_past(told, mention, noon):
    """A claim that nobody told for years is shown as fast as any other."""
    record = told(*(mention(n, minute=n) for n in range(20)))
    assert own_z(record, noon + timedelta(days=4000)) == 0.0


def test_the_tree_has_a_reproduction_number_of_its_own(told, mention):
    """Of forty posts fourteen say from whom they have it: each brings about fewer that way."""
    root = "telegram:invented_0/0"
    record = told(*(mention(n, minute=n, parent=root if n % 2 and n > 10 else None) for n in range(40)))
    whole, tree = reproduction(record, record.now), reproduction_of_tree(record, record.now)
    assert 0 < tree.low < tree.value < whole.value
