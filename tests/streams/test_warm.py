"""Which claims are looked at when time passes."""

from datetime import UTC, datetime, timedelta

from streams.warm import REFRESH, WarmClaims

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_claim_just_posted_about_is_looked_at_once_a_refresh() -> None:
    """Its rates fall; nobody watches closer than a minute."""
    warm = WarmClaims(1)
    warm.add(b"c")
    assert warm.due(0, NOON, at_once=False) == [b"c"]
    assert warm.due(0, NOON + REFRESH / 2, at_once=False) == []
    assert warm.due(0, NOON + REFRESH, at_once=False) == [b"c"]


def test_the_end_of_a_replay_looks_at_once() -> None:
    """The last state is what is written."""
    warm = WarmClaims(1)
    warm.add(b"c")
    warm.due(0, NOON, at_once=False)
    assert warm.due(0, NOON, at_once=True) == [b"c"]


def test_a_cooled_claim_is_left_alone_until_its_time() -> None:
    """Until it would fall asleep, or is posted about again."""
    warm = WarmClaims(1)
    warm.add(b"c")
    warm.cool(b"c", NOON + timedelta(days=14))
    assert warm.due(0, NOON + timedelta(days=1), at_once=False) == []
    assert warm.due(0, NOON + timedelta(days=14), at_once=False) == [b"c"]


def test_a_claim_is_looked_at_in_its_own_partition_only() -> None:
    """The one Kafka's partitioner gives its key."""
    warm = WarmClaims(4)
    keys = [f"c{n}".encode() for n in range(40)]
    for key in keys:
        warm.add(key)
    parts = [warm.due(p, NOON, at_once=True) for p in range(4)]
    assert sorted(key for part in parts for key in part) == sorted(keys)
    assert all(parts)
