"""When a claim's posts were published, out of its record."""

from datetime import timedelta

import pytest

from models.track.timeline import Stretch, asserted, by
from models.track.timeline import told as all_told


@pytest.mark.parametrize("gap", [7, 90, 2_000])
def test_the_stretches_hold_every_post_and_all_the_time(told, mention, noon, gap):
    """From the first post up to now, at any pace; one in three only asks."""
    stances = ("support", "support", "query")
    record = told(
        *(mention(n, at=noon + timedelta(seconds=gap * n), stance=stances[n % 3]) for n in range(150))
    )
    at = record.now + timedelta(minutes=17, seconds=30)
    cut = asserted(record, at)
    assert sum(stretch.posts for stretch in cut) == 100
    life = (at - noon).total_seconds() / 60
    assert sum(stretch.minutes for stretch in cut) == pytest.approx(life, abs=1.0)
    assert all(stretch.minutes >= 0 for stretch in cut)
    whole = all_told(record, at)
    assert sum(stretch.posts for stretch in whole) == 150
    for part in (0.25, 0.5, 0.75):
        exact = sum(gap * n / 60 <= part * life for n in range(150))
        assert by(whole, part * life) == pytest.approx(exact, abs=1 + 60 * record.shape.width / gap)


def test_counts_of_the_last_hour_are_right_to_the_minute(told, mention, noon):
    """Though the curve since birth has wide buckets by then."""
    record = told(*(mention(n, at=noon + timedelta(minutes=11 * n)) for n in range(100)))
    assert record.shape.width > 10
    whole = all_told(record, record.now)
    life = 11.0 * 99
    assert [round(by(whole, life - ago)) for ago in (34, 23, 12, 1)] == [96, 97, 98, 99]


def test_a_stretch_that_is_cut_is_taken_for_even():
    """Half of its time has half of its posts; what lies beyond all has all of them."""
    whole = [Stretch(4, 10.0), Stretch(0, 5.0), Stretch(6, 3.0)]
    assert [by(whole, minutes) for minutes in (0, 5, 10, 15, 16, 99)] == [0, 2, 4, 4, 6, 10]


def test_a_claim_that_was_only_read_late_has_a_past(told, mention, noon):
    """Its posts are in the curve alone."""
    late = noon + timedelta(hours=5)
    record = told(*(mention(n, at=noon + timedelta(minutes=n), read_at=late) for n in range(12)))
    assert record.minutes.rows == ()
    assert sum(stretch.posts for stretch in asserted(record, late)) == 12
