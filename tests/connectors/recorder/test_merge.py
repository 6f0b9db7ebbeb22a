"""Partitions are merged in order of time, and none waits for one that has nothing to say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.recorder import merge
from connectors.recorder.merge import Merge, Record


def record(partition: int, time: int, offset: int = 0) -> Record:
    return Record(partition, offset, time, b"{}")


def test_a_later_record_waits_for_a_partition_that_is_still_read() -> None:
    merging = Merge([0, 1])
    merging.add(record(0, 5))
    assert list(merging.ready(lambda _: False)) == []
    merging.add(record(1, 3))
    assert list(merging.ready(lambda _: False)) == [record(1, 3)]
    assert list(merging.ready(lambda number: number == 1)) == [record(0, 5)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50)), max_size=60))
def test_everything_comes_out_once_each_partition_in_its_own_order(given_: list[tuple[int, int]]) -> None:
    """And where times do not run back in a partition, in order of time."""
    records, last = [], dict.fromkeys(range(4), 0)
    for offset, (partition, step) in enumerate(given_):
        last[partition] += step
        records.append(record(partition, last[partition], offset))
    merging = Merge(range(4))
    for one in records:
        merging.add(one)
    found = list(merging.ready(lambda _: True))
    assert sorted(found, key=lambda one: one.offset) == records
    assert [one.time for one in found] == sorted(one.time for one in records)


def test_a_partition_far_ahead_of_the_others_is_named() -> None:
    merging = Merge([0, 1])
    for offset in range(merge.MOST_WAITING):
        merging.add(record(0, offset, offset))
    assert merging.full() == {0}
