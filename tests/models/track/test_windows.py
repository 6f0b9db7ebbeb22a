"""Posts by minute, in event time."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from models.track.windows import MINUTES, SHAPE_BUCKETS, Buckets, count_recent, count_shape

MINUTE_LISTS = st.lists(st.tuples(st.integers(1000, 1000 + MINUTES - 1), st.booleans()), max_size=50)


def _counted(count, posts):
    buckets = Buckets()
    for minute, asserting in posts:
        buckets = count(buckets, minute, (1, int(asserting)))
    return buckets


@given(MINUTE_LISTS, st.integers(990, 1080), st.integers(0, 70))
def test_a_window_sums_the_minutes_in_it(posts, since, length):
    """Every post whose minute lies in [since, until), and no other."""
    found = _counted(count_recent, posts).total(since, since + length)
    inside = [asserting for minute, asserting in posts if since <= minute < since + length]
    assert (found.posts, found.asserting) == (len(inside), sum(inside))


@given(
    st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=40), st.randoms(use_true_random=False)
)
def test_the_last_minutes_depend_on_no_order(posts, shuffle):
    """Kept is what lies within reach of the newest post, whenever it came."""
    shuffled = list(posts)
    shuffle.shuffle(shuffled)
    one, other = _counted(count_recent, posts), _counted(count_recent, shuffled)
    newest = max((minute for minute, _ in posts), default=0)
    within = sum(minute > newest - MINUTES for minute, _ in posts)
    assert sum(one.posts) == sum(other.posts) == within
    assert len(one.posts) <= MINUTES


@given(
    st.lists(st.tuples(st.integers(0, 40_000), st.booleans()), max_size=40), st.randoms(use_true_random=False)
)
def test_the_curve_since_birth_loses_no_post_and_depends_on_no_order(posts, shuffle):
    """Buckets widen until 64 are enough; each post is in the one its minute lies in."""
    shuffled = list(posts)
    shuffle.shuffle(shuffled)
    curve = _counted(count_shape, posts)
    assert curve == _counted(count_shape, shuffled)
    assert len(curve.posts) <= SHAPE_BUCKETS
    truth = Counter(minute // curve.width for minute, _ in posts)
    assert {curve.start + i: n for i, n in enumerate(curve.posts) if n} == truth
    assert sum(curve.asserting) == sum(asserting for _, asserting in posts)


def test_a_jump_beyond_reach_starts_the_minutes_anew():
    """What is older than the window is let go at once."""
    lone = Buckets(75, 1, ((1,), (1,)))
    assert count_recent(Buckets(5, 1, ((3,), (2,))), 5 + MINUTES, (1, 1)) == lone
    assert count_recent(lone, 5, (1, 1)) == lone
