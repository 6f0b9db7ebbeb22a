"""When a denied claim is back: faster than before its denial, or again after hours of silence."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.order import MovedPost
from models.track import Handover, TrackSettings, take_in
from models.track.leave import part_of
from models.track.returning import CLEARLY, clearly_more


def test_a_denied_claim_that_spreads_faster_than_before_is_back(told, mention, denial):
    """Once; what a single channel posts is no spreading."""
    flood = (mention(n, channel="telegram:loud", source="telegram:loud") for n in range(2, 30))
    told(mention(0), denial(1), *flood)
    assert told.kinds == ["denied"]
    record = told(*map(mention, range(30, 50)))
    assert (record.status, record.returns) == ("reignited", 1)
    assert [kind for kind in told.kinds if kind == "reignited"] == ["reignited"]
    assert told.alerts[-1].rule == "faster than before its denial"
    assert "SPREADS FASTER than before its denial" in told.alerts[-1].text


def test_a_little_more_than_before_is_chance(told, mention, denial):
    """Ten assertions in the hour before the denial, twelve in the hour after it."""
    told(*(mention(n, minute=6 * n) for n in range(10)), denial(10, minute=60))
    record = told(*(mention(n, minute=61 + 5 * (n - 11)) for n in range(11, 23)))
    assert record.status == "denied"


def test_a_denied_claim_that_spreads_again_after_a_day_is_back(told, mention, denial):
    """Though not faster than before; one post alone is no spreading."""
    before = [mention(n, minute=n) for n in range(20)]
    told(*before, denial(20), mention(21, minute=26 * 60))
    assert told.record.status == "denied"
    record = told(*(mention(n, minute=26 * 60 + n) for n in range(22, 28)))
    assert (record.status, told.kinds) == ("reignited", ["spreading", "denied", "reignited"])
    assert told.alerts[-1].rule == "after a long silence"


def test_how_long_a_silence_must_be_is_a_setting(told, mention, denial):
    """Two hours are enough for a newsroom that says so, and none for one that says a day."""
    told(*(mention(n) for n in range(20)), denial(20))
    record = told(*(mention(n, minute=240 + n) for n in range(21, 27)))
    assert record.status == "denied"
    told.settings = TrackSettings(reignited_after=timedelta(hours=2))
    assert told(mention(27, minute=268)).status == "reignited"


@pytest.mark.parametrize(("one", "other", "more"), [(5, 0, True), (8, 1, True), (6, 5, False)])
def test_more_is_more_than_chance_makes(one, other, more):
    """The difference of two counts against its standard error."""
    assert clearly_more(one, other) is more


@given(st.integers(0, 500), st.integers(0, 500))
def test_of_two_counts_at_most_one_is_clearly_more(one, other):
    """And none of two equal ones; more of the same stays more."""
    assert not (clearly_more(one, other) and clearly_more(other, one))
    if clearly_more(one, other):
        assert clearly_more(one + 1, other)
        assert (one - other) ** 2 >= CLEARLY**2 * (one + other) * 0.999


def test_a_claim_that_was_merged_in_is_compared_with_its_own_hour(told, tell, mention, denial, weigher):
    """What both were told in before the denial counts, and what one was told in before it is no return."""
    told(*(mention(n, minute=n) for n in range(6)), denial(6, minute=50))
    other = tell([mention(n, minute=n - 80) for n in range(100, 140)]).record
    part = Handover("c1", "c2", 500, other)
    merged, alerts, _ = take_in(told.record, part, TrackSettings(), weigher)
    assert merged.hour_before_denial >= 6 + 30
    assert "reignited" not in [alert.kind for alert in alerts]
    assert merged.status == "denied"


def test_a_denial_that_moves_takes_its_hour_along(told, mention, denial):
    """The claim it goes to is compared with how fast the old one was."""
    said = denial(12)
    told(*map(mention, range(12)), said)
    part = part_of(told.record, (MovedPost(replace(said, claim="c2"), "deny"),), "c2", TrackSettings())
    assert part.hour_before_denial == 12
