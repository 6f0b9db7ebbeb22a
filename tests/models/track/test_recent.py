"""The last posts of a claim."""

from hypothesis import given
from hypothesis import strategies as st

from models.track.recent import KEPT, STANCES, Known, recall, remember
from models.track.sketch import digest

KNOWN = st.builds(
    Known,
    st.sampled_from(STANCES),
    st.none() | st.integers(0, 2**32 - 2),
    st.booleans(),
    st.integers(29_000_000, 30_000_000),
    st.binary(min_size=2, max_size=2),
    st.booleans(),
)


@given(st.lists(st.tuples(st.integers(0, KEPT - 1), KNOWN), max_size=60))
def test_what_was_remembered_last_is_recalled(entries):
    """A post's newest state, and nothing of posts never seen."""
    recent, truth = b"", {}
    for name, known in entries:
        recent, truth[name] = remember(recent, digest(str(name)), known), known
    assert {name: recall(recent, digest(str(name))) for name in truth} == truth
    assert recall(recent, digest("never")) is None


def test_the_oldest_is_forgotten_first():
    """Memory stays bounded."""
    recent = b""
    for n in range(KEPT + 1):
        recent = remember(recent, digest(str(n)), Known("support"))
    assert recall(recent, digest("0")) is None
    assert recall(recent, digest("1")) == Known("support")
    assert len(recent) == KEPT * 16


def test_views_beyond_four_bytes_are_the_most_that_fits():
    """No counter overflows into another's place."""
    assert recall(remember(b"", digest("a"), Known("deny", 2**40)), digest("a")) == Known("deny", 2**32 - 2)
