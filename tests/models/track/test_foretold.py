"""How far a claim and its cascades are foretold to go."""

from datetime import timedelta

import pytest

from models.forecast import load_forecaster, seen
from models.track.foretold import CLAIM_MARGINS, LEAST_POSTS, cascades, predicted


def _at(noon, seconds):
    return noon + timedelta(seconds=seconds)


def test_few_posts_foretell_nothing(told, mention):
    """The forecast was measured from ten posts on."""
    told(*map(mention, range(LEAST_POSTS - 1)))
    assert predicted(told.record, told.record.now) is None
    assert predicted(told(mention(9)), told.record.now) is not None


@pytest.mark.parametrize(("gap", "posts"), [(5, 40), (40, 120), (300, 60)])
def test_a_claim_is_foretold_as_one_cascade(told, mention, noon, gap, posts):
    """Out of its record nearly as out of all its times, a margin below."""
    record = told(*(mention(n, at=_at(noon, gap * n)) for n in range(posts)))
    found = predicted(record, record.now)
    exact = load_forecaster().forecast(seen([(gap * n, None) for n in range(1, posts)], gap * posts))
    assert found.value == pytest.approx(exact.predicted + 1, rel=0.25)
    assert posts <= found.low <= found.value <= found.high
    assert found.low <= exact.low + 1


def test_a_claim_that_has_come_to_rest_is_foretold_to_stay(told, mention, noon):
    """Three days of silence leave little to come."""
    record = told(*(mention(n, at=_at(noon, 20 * n)) for n in range(90)))
    found = predicted(record, noon + timedelta(days=3))
    assert 90 <= found.value < 100


def test_a_claim_of_any_size_is_foretold_by_its_shape(told, mention, noon):
    """Beyond two thousand posts a part stands for all, and the forecast grows with the number."""
    record = told(*(mention(n, at=_at(noon, n)) for n in range(3_000)))
    found = predicted(record, record.now)
    assert found.low >= 3_000


def test_what_was_only_read_late_foretells_nothing(told, mention, noon):
    """Posts of months ago are in no curve."""
    late = noon + timedelta(days=90)
    record = told(*(mention(n, at=_at(noon, n), read_at=late) for n in range(50)))
    assert predicted(record, late) is None


def test_margins_fall_with_age():
    """A claim's forecast is the surer the older it is."""
    ages, margins = zip(*CLAIM_MARGINS, strict=True)
    assert list(ages) == sorted(ages)
    assert list(margins) == sorted(margins, reverse=True)


def test_the_largest_cascades_are_foretold_with_their_audience(told, mention, noon):
    """Thirty shares of a post that was read; one of a post that was not read is not foretold."""
    told(mention(0, post="twitter:a/1", channel="twitter:a", audience=40_000))
    shares = [mention(n, at=_at(noon, 30 * n), parent="twitter:a/1", audience=300) for n in range(1, 31)]
    told(*shares, *(mention(n, minute=16, parent="twitter:unread/1") for n in range(31, 46)))
    record = told(mention(46, minute=16, parent="twitter:invented_1/1"))
    (largest, found), *others = cascades(record, record.now)
    assert (largest.post, largest.certain) == ("twitter:a/1", 30)
    exact = load_forecaster().forecast(seen([(30.0 * n, 300.0) for n in range(1, 31)], 960.0, 40_000))
    assert found.value == pytest.approx(exact.predicted, rel=0.3)
    assert 30 <= found.low <= found.value <= found.high
    assert [forecast for _, forecast in others] == [None] * len(others)
