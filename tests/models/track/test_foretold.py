"""How far a claim and its cascades are foretold to go."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.track.ahead import CASCADES, CLAIMS, FOLLOWED, LEAST, Age, Line, ahead, lateness
from models.track.foretold import cascades, predicted


def _at(noon, seconds):
    return noon + timedelta(seconds=seconds)


def test_few_posts_foretell_nothing(told, mention):
    """The lines were fitted from ten posts on."""
    later = timedelta(minutes=11)
    told(*(mention(n, minute=0) for n in range(LEAST - 1)))
    assert predicted(told.record, told.record.now + later) is None
    record = told(mention(9, minute=0))
    assert predicted(record, record.now + timedelta(minutes=9)) is None
    assert predicted(record, record.now + later) is not None


def test_a_claim_is_foretold_from_its_count_half_way(told, mention, noon):
    """Out of its record as out of all its times: 10 posts in the first half-hour, 30 in the second."""
    seconds = [180 * n for n in range(10)] + [1800 + 60 * n for n in range(30)]
    record = told(*(mention(n, at=_at(noon, second)) for n, second in enumerate(seconds)))
    found = predicted(record, _at(noon, 3600))
    growth = CLAIMS[3].at(lateness(40, 10))
    assert CLAIMS[3].hours == 1
    assert found.value == pytest.approx(40 * math.exp(growth.middle), rel=0.02)
    assert found.low == pytest.approx(40 * math.exp(growth.low), abs=1.5)
    assert found.high == pytest.approx(40 * math.exp(growth.high), abs=3)


def test_a_claim_that_has_come_to_rest_is_foretold_to_stay(told, mention, noon):
    """Three days of silence leave little to come, in a claim of twenty posts, too."""
    for posts in (20, 90):
        told.record = None
        record = told(*(mention(n, at=_at(noon, 20 * n)) for n in range(posts)))
        found = predicted(record, noon + timedelta(days=3))
        assert posts <= found.value < 1.05 * posts


def test_a_sample_is_foretold_to_grow_as_the_whole(told, mention, noon):
    """Whoever reads every tenth post foretells a tenth of what there will be."""
    seconds = [4000 * (n / 600) ** 0.5 for n in range(600)]
    shares = []
    for every in (1, 10):
        told.record = None
        kept = seconds[::every]
        record = told(*(mention(n, at=_at(noon, second)) for n, second in enumerate(kept)))
        shares.append(predicted(record, _at(noon, 4000)).value / len(kept))
    assert shares[0] == pytest.approx(shares[1], rel=0.05)


def test_what_was_only_read_late_foretells_nothing(told, mention, noon):
    """Posts of months ago are in no curve."""
    late = noon + timedelta(days=90)
    record = told(*(mention(n, at=_at(noon, n), read_at=late) for n in range(50)))
    assert predicted(record, late) is None


@given(st.integers(LEAST, 10**6), st.floats(0, 1), st.floats(0.001, 1e5))
def test_a_forecast_is_in_order_and_never_below_what_is_there(now, share, hours):
    """At any age, and however the past went."""
    for lines in (CLAIMS, CASCADES, FOLLOWED):
        found = ahead(lines, now, share * now, hours, now)
        assert 0 <= found.low <= found.middle <= found.high


def test_between_two_ages_it_is_told_from_both():
    """Half-way in log age is the mean of the two."""
    lines = (
        Age(1, Line(1.0, 0.0), Line(0.5, 0.0), Line(2.0, 0.0)),
        Age(4, Line(0.0, 1.0), Line(0.0, 0.0), Line(1.0, 0.0)),
    )
    assert ahead(lines, 19, 9, 2) == pytest.approx(((1 + math.log(2)) / 2, 0.25, 1.5))
    assert ahead(lines, 19, 9, 0.1) == pytest.approx((1.0, 0.5, 2.0))
    assert ahead(lines, 19, 9, 100) == pytest.approx((math.log(2), 0.0, 1.0))


def test_the_largest_cascades_are_foretold(told, mention, noon):
    """Thirty shares of a post that was read; those of one that was not read are counted, and no more."""
    told(mention(0, post="twitter:a/1", channel="twitter:a", audience=40_000))
    shares = [mention(n, at=_at(noon, 30 * n), parent="twitter:a/1") for n in range(1, 31)]
    told(*shares, *(mention(n, minute=16, parent="twitter:unread/1") for n in range(31, 46)))
    record = told(mention(46, minute=16, parent="twitter:invented_1/1"))
    (largest, found), *others = cascades(record, record.now)
    assert (largest.post, largest.certain) == ("twitter:a/1", 30)
    expected = ahead(FOLLOWED, 31, 16 + 1, 16 / 60, 40_000)
    assert found.value == pytest.approx(31 * math.exp(expected.middle) - 1, rel=0.15)
    told(mention(47, post="twitter:b/1", channel="twitter:b", minute=16))
    record = told(*(mention(n, minute=16 + n % 20, parent="twitter:b/1") for n in range(48, 90)))
    (unknown, found), *_ = cascades(record, noon + timedelta(minutes=46))
    expected = ahead(CASCADES, 43, 34, 1 / 2)
    assert unknown.post == "twitter:b/1"
    assert found.value == pytest.approx(43 * math.exp(expected.middle) - 1, rel=0.15)
    assert 42 <= found.low <= found.value <= found.high
    assert [forecast for _, forecast in others] == [None] * len(others)
