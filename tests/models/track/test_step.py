"""What a mention changes of a claim's counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.track import TrackSettings, step
from models.track.spread import shown_window


def test_counts_are_of_distinct_things(told, mention):
    """Posts of one channel are one channel, of one source one source; audience is each channel's largest."""
    record = told(
        mention(0, audience=100, views=5),
        mention(1, channel="telegram:invented_0", audience=120, lang="ru"),
        mention(2, channel="twitter:other", source="telegram:invented_0", audience=30, stance="query"),
    )
    assert (record.posts, record.asserting, record.channels.size(), record.sources.size()) == (3, 2, 2, 1)
    assert (record.audience.total(), record.views) == (150, 5)
    assert set(record.platforms) == {"telegram", "twitter"}
    assert record.languages["en"].posts == 2


def test_a_question_is_no_independent_source(told, mention):
    """Only who asserts a claim is a source of it."""
    record = told(
        mention(0), mention(1, stance="query"), mention(2, stance="comment"), mention(3, stance="deny")
    )
    assert (record.sources.size(), record.stances) == (1, (1, 1, 1, 1))


def test_a_mention_applied_already_changes_nothing(told, mention):
    """An offset that is not above the last one gives the very same record and no alert."""
    record = told(mention(0), mention(5))
    for offset in (0, 3, 5):
        again, alerts = step(record, mention(9, offset=offset), TrackSettings(), told.weigher)
        assert again is record
        assert alerts == ()


def test_a_mention_of_no_claim_is_refused(mention, weigher):
    """A post that belongs to no claim has no record to go to."""
    with pytest.raises(ValueError, match="belongs to no claim"):
        step(None, mention(0, claim=None), TrackSettings(), weigher)


def test_the_origin_is_the_earliest_post_not_the_first_read(told, mention, noon):
    """A post read later but published earlier takes the origin over, and so does its unread original."""
    record = told(mention(0, minute=60))
    early = mention(
        1, at=noon, read_at=noon + timedelta(minutes=61), forward_of="telegram:x/7", parent_read=False
    )
    record = told(early)
    assert record.origin == (early.post, noon, "telegram:x/7")
    assert record.rumour_at == noon


def test_an_unread_original_that_is_read_is_unread_no_more(told, mention, noon):
    """The original becomes the origin, whatever its handle's case."""
    told(mention(0, forward_of="telegram:X/7", parent_read=False))
    record = told(
        mention(1, channel="telegram:x", post="telegram:x/7", at=noon, read_at=noon + timedelta(hours=1))
    )
    assert record.origin.unread is None


def test_a_late_post_moves_totals_but_no_window(told, mention, noon):
    """Older than the allowed lateness when read: counted, in the curve since birth, in no window."""
    told(mention(0, minute=60))
    record = told(mention(1, at=noon, read_at=noon + timedelta(minutes=60)))
    assert record.posts == 2
    assert sum(record.minutes.posts) == 1
    assert sum(record.shape.posts) == 2


def test_views_that_come_later_replace(told, mention):
    """A newer counter of one post is not added to its older one."""
    told(mention(0, views=10), mention(1, views=4))
    record = told(replace(mention(0, views=25), kind="edit", offset=2))
    assert record.views == 29


def test_an_edit_turns_a_stance(told, mention):
    """A post that asserted and now denies is one asserting post fewer, and no post more."""
    told(mention(0), mention(1))
    record = told(mention(1, kind="edit", stance="deny", offset=2, minute=9))
    assert (record.posts, record.stances) == (2, (1, 1, 0, 0))


def test_a_post_edited_into_an_assertion_begins_the_rumour(told, mention, noon):
    """A question edited into a claim asserts from its edit on."""
    told(mention(0, stance="query"))
    record = told(mention(0, kind="edit", offset=1, minute=7))
    assert (record.asserting, record.sources.size()) == (1, 1)
    assert record.rumour_at == noon + timedelta(minutes=7)


def test_a_deletion_keeps_the_count_and_is_counted_once(told, mention):
    """Deleted twice is deleted once; its posts stay counted."""
    gone = mention(1, kind="delete", offset=2)
    record = told(mention(0), mention(1), gone, replace(gone, offset=3))
    assert (record.posts, record.deleted) == (2, 1)


def test_a_deletion_of_a_post_long_forgotten_is_still_counted(told, mention):
    """Beyond the last posts remembered only the mark is left to set."""
    told(*(mention(n, minute=0) for n in range(200)))
    record = told(mention(0, kind="delete", offset=200))
    assert (record.posts, record.deleted, record.asserting) == (200, 1, 200)


def test_time_never_runs_backwards(told, mention, noon):
    """The stream's time is the latest time of reading, whatever is read after."""
    record = told(mention(0, minute=30), mention(1, minute=10))
    assert record.now == noon + timedelta(minutes=30)


def test_newer_counters_move_nothing_but_counters(told, mention, denial, noon):
    """An edit whose words are as they were replaces views and audience, and fires nothing."""
    told(
        mention(0, views=10, audience=5, own=True), mention(1, own=True, views=1), mention(2, stance="query")
    )
    before = told(denial(3, views=7), mention(4))
    fired = len(told.alerts)
    for number, post in ((5, mention(0, views=25, audience=9, own=True)), (6, denial(3, views=9))):
        told(replace(post, kind="edit", offset=number, published_at=noon + timedelta(hours=number)))
    after = told.record
    assert (after.views, before.views) == (35, 18)
    assert (after.audience.total(), before.audience.total()) == (9, 5)
    # That our own page was read again, and stands, is kept too.
    moved = {"offset", "views", "audience", "recent", "minutes", "own_pages"}
    assert {
        name for name in after.__struct_fields__ if getattr(after, name) != getattr(before, name)
    } == moved
    assert len(told.alerts) == fired


def test_newer_counters_keep_a_second_opinion(told, mention):
    """What turned a post's stance was no edit of its words, and a counter does not turn it back."""
    told(mention(0), mention(1, views=3), replace(mention(1), kind="opinion", stance="deny", offset=2))
    record = told(replace(mention(1, views=8), kind="edit", offset=3))
    assert (record.stances, record.views) == ((1, 1, 0, 0), 8)


@pytest.mark.parametrize("posts", [1, 100])
def test_newer_counters_wake_no_claim(told, mention, noon, posts):
    """A claim that sleeps is not told anew by a counter, be its post remembered or not."""
    told(*(mention(n, minute=0) for n in range(posts)))
    late = noon + timedelta(days=40)
    record = told(replace(mention(0, views=8), kind="edit", offset=posts, published_at=late, read_at=late))
    assert record.status == "dormant"
    assert "reignited" not in told.kinds


def test_windows_follow_a_stance_that_turns(told, mention):
    """A post counts in the windows of its own time as what it is now, with its newest views."""
    told(mention(0, views=4), mention(1))
    record = told(mention(0, kind="edit", stance="deny", offset=2, minute=9, views=6))
    assert record.minutes.posts == (1, 1)
    assert (record.minutes.asserting, record.minutes.rows[3]) == ((0, 1), (6, 0))
    assert (sum(record.shape.asserting), sum(record.hours.asserting)) == (1, 1)
    back = told(mention(0, kind="edit", offset=3, minute=11))
    assert back.minutes.asserting == (1, 1)


def test_a_post_read_late_is_in_no_window_when_it_turns_either(told, mention, noon):
    """It was never counted there."""
    told(
        mention(0, minute=60), mention(1, at=noon + timedelta(minutes=40), read_at=noon + timedelta(hours=1))
    )
    record = told(mention(1, kind="edit", stance="deny", offset=2, minute=62))
    assert (record.minutes.asserting, sum(record.shape.asserting)) == ((1,), 1)


def test_windows_count_channels_groups_audience_and_views(told, mention, noon):
    """All of what is published in them, and of a channel all of its followers."""
    record = told(
        mention(0, audience=100, views=5),
        mention(1, channel="twitter:b", minute=30, audience=40, lang="uk", views=7),
        mention(2, channel="twitter:b", minute=58, audience=50, lang="ru"),
        mention(3, minute=59, stance="query"),
    )
    hour, ten, one = (shown_window(record, minutes, noon + timedelta(minutes=60)) for minutes in (60, 10, 1))
    names = ("posts", "asserting", "channels", "platforms", "languages", "audience", "views")
    assert tuple(hour) == names
    assert tuple(hour.values()) == (4, 3, 3, 2, 3, 150, 12)
    assert tuple(ten.values()) == (2, 1, 2, 2, 2, 50, 0)
    assert (one["posts"], one["channels"], one["languages"]) == (1, 1, 1)
