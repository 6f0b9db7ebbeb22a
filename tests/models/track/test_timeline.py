"""When a claim's posts were published, out of its record."""

from datetime import timedelta

import pytest

from models.track.timeline import MOST_MOMENTS, asserted, moments


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
    times = moments(record, at)
    assert (len(times), times) == (150, sorted(times))
    width = 60.0 * record.shape.width
    assert all(abs(time - gap * n) <= width for n, time in enumerate(times))


def test_times_of_the_last_hour_are_right_to_the_minute(told, mention, noon):
    """Though the curve since birth has wide buckets by then."""
    record = told(*(mention(n, at=noon + timedelta(minutes=11 * n)) for n in range(100)))
    assert record.shape.width > 10
    assert moments(record, record.now)[-3:] == pytest.approx([60 * 11 * n for n in (97, 98, 99)], abs=61)


def test_of_many_posts_a_part_stands_for_all(told, mention, noon):
    """So that a forecast takes no longer for the largest claims."""
    record = told(*(mention(n, at=noon + timedelta(seconds=n)) for n in range(MOST_MOMENTS + 500)))
    times = moments(record, record.now)
    assert len(times) == MOST_MOMENTS
    assert times[-1] == pytest.approx(MOST_MOMENTS + 500, abs=90)


def test_a_claim_that_was_only_read_late_has_a_past(told, mention, noon):
    """Its posts are in the curve alone."""
    late = noon + timedelta(hours=5)
    record = told(*(mention(n, at=noon + timedelta(minutes=n), read_at=late) for n in range(12)))
    assert record.minutes.rows == ()
    assert sum(stretch.posts for stretch in asserted(record, late)) == 12
