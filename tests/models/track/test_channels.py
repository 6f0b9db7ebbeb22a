"""Distinct channels, since birth and in windows that slide."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.track.channels import SLIDING, Channels
from models.track.sketch import EXACT, digest
from models.track.windows import MINUTES

NOW = 29_500_000
POSTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 200)), max_size=80)


def _told(posts):
    channels = Channels()
    for name, ago in posts:
        channels = channels.add(digest(str(name)), NOW - ago)
    return channels


@given(POSTS, st.integers(0, MINUTES - 1))
def test_few_channels_are_counted_exactly_in_every_window(posts, since):
    """A channel is in a window if any of its posts is."""
    channels = _told(posts)
    inside = {name for name, ago in posts if ago <= since}
    assert channels.since(NOW - since) == len(inside)
    assert channels.size() == len({name for name, _ in posts})


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, MINUTES - 1)), min_size=100, max_size=300),
    st.randoms(use_true_random=False),
)
def test_many_channels_are_the_same_in_any_order(posts, shuffle):
    """The sliding sketch is made of what there was, not of when it came."""
    shuffled = list(posts)
    shuffle.shuffle(shuffled)
    one, other = _told(posts), _told(shuffled)
    for since in (0, 1, 10, 60):
        assert one.since(NOW - since) == other.since(NOW - since)
    assert one.size() == other.size()


@pytest.mark.parametrize("many", [100, 1_000, 20_000])
def test_many_channels_are_estimated_within_three_standard_errors(many):
    """13 % each in the windows, in a few hundred bytes."""
    chance = random.Random(many)
    posts = [(number, chance.randrange(MINUTES)) for number in range(many)]
    channels = _told(posts)
    for since in (10, 60):
        truth = sum(ago <= since for _, ago in posts)
        assert abs(channels.since(NOW - since) / truth - 1) < 3 * 1.04 / SLIDING**0.5, since
    assert len(channels.lately) < 900


def test_a_window_empties_as_time_goes_on():
    """What nobody has said for long is in no window, and soon in no memory."""
    channels = _told((number, 0) for number in range(2 * EXACT))
    assert channels.since(NOW + 1) == 0
    later = channels.add(digest("late"), NOW + 3 * MINUTES)
    assert (later.since(NOW + 2 * MINUTES), len(later.lately)) == (1, 6)


def test_a_post_that_was_read_late_is_in_no_window():
    """Minute 0 stands for it; the channel counts since birth."""
    few = Channels().add(digest("a"), 0)
    many = _told((number, 0) for number in range(2 * EXACT)).add(digest("a"), 0)
    assert (few.size(), few.since(NOW - 60), many.since(NOW + 1)) == (1, 0, 0)


@given(POSTS, POSTS)
def test_channels_of_two_claims_count_once(one, other):
    """Their union is what all posts would have made."""
    both = _told(one).union(_told(other))
    whole = _told([*one, *other])
    assert both.size() == whole.size()
    assert [both.since(NOW - ago) for ago in (1, 10, 60)] == [whole.since(NOW - ago) for ago in (1, 10, 60)]


def test_many_channels_of_two_claims_count_once():
    """Beyond the threshold, too, and whichever of them has more."""
    one, other = [(n, n % 70) for n in range(90)], [(n, n % 50) for n in range(40, 300)]
    few, whole = [(n, 3) for n in range(20)], _told([*one, *other])
    for union in (_told(one).union(_told(other)), _told(other).union(_told(one))):
        assert (union.size(), union.since(NOW - 10)) == (whole.size(), whole.since(NOW - 10))
    more = _told([*one, *few])
    assert _told(few).union(_told(one)).since(NOW - 10) == more.since(NOW - 10)


def test_what_changes_nothing_gives_the_very_same_object():
    """A channel that posts again in the same minute costs nothing."""
    channels = _told([(1, 5), (2, 5)])
    assert channels.add(digest("1"), NOW - 5) is channels
