"""Counting distinct things and weighing them in bounded space."""

import random

from hypothesis import given
from hypothesis import strategies as st

from models.track.sketch import EXACT, HASH_BYTES, MINUTE_BYTES, SAMPLED, Distinct, Weights, digest, find

NAMES = st.lists(st.text(max_size=4), max_size=90)


def _set(names):
    found = Distinct()
    for name in names:
        found = found.add(digest(name))
    return found


def _weights(pairs):
    found = Weights()
    for name, weight in pairs:
        found = found.add(digest(name), weight)
    return found


@given(NAMES, st.randoms(use_true_random=False))
def test_few_things_are_counted_exactly_in_any_order(names, shuffle):
    """Below the threshold a sketch is a set; above it, order still plays no part."""
    shuffled = list(names)
    shuffle.shuffle(shuffled)
    if len(set(names)) <= EXACT:
        assert _set(names).size() == len(set(names))
    assert _set(names).size() == _set(shuffled).size()


def test_many_things_are_estimated_within_four_standard_errors():
    """6.5 % each, at every size; memory stays at 256 registers."""
    for size in (65, 200, 640, 1_000, 20_000):
        found = _set(f"channel {n}" for n in range(size))
        assert abs(found.size() / size - 1) < 4 * 0.065, size
        assert len(found.registers) == 256


def test_adding_again_gives_the_very_same_object():
    """What changes nothing costs nothing."""
    for size in (10, 500):
        found = _set(map(str, range(size)))
        assert found.add(digest("3")) is found


def test_a_key_is_found_only_where_an_entry_begins():
    """Bytes that straddle two entries are none."""
    entries = b"aabbcc" + b"bccaab"
    assert find(entries, b"bccaab", HASH_BYTES) == 6
    assert find(entries, b"ccbcca", HASH_BYTES) == -1


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 10**7)), max_size=40))
def test_few_weights_add_up_exactly(pairs):
    """Each thing with the greatest weight it was seen with."""
    greatest = {}
    for name, weight in pairs:
        greatest[name] = max(weight, greatest.get(name, 0))
    assert _weights((str(name), weight) for name, weight in pairs).total() == sum(greatest.values())


def test_many_weights_are_estimated_whatever_their_order():
    """Heavy-tailed audiences of 5,000 channels: within 15 %, and the same sum shuffled."""
    chance = random.Random(7)
    pairs = [(f"channel {n}", int(chance.paretovariate(1.1) * 500)) for n in range(5_000)]
    found = _weights(pairs)
    truth = sum(weight for _, weight in pairs)
    chance.shuffle(pairs)
    assert abs(found.total() / truth - 1) < 0.15
    assert _weights(pairs).total() == found.total()
    assert len(found.entries) == SAMPLED * (HASH_BYTES + 5 + MINUTE_BYTES)
