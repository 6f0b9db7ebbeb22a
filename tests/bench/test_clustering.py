"""The baselines and the measure do what they are said to do."""

from __future__ import annotations

import numpy as np
import pytest
from clustering import b_cubed, first_stories, nearest_before, single_pass, tf_idf
from hypothesis import given
from hypothesis import strategies as st

PARTITIONS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1)


def test_b_cubed_of_a_worked_example() -> None:
    """Two claims of three and two, one post on the wrong side: the sums are done by hand."""
    gold = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
    found = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2}
    scored = b_cubed(gold, found)
    assert scored.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert scored.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert scored.f1 == pytest.approx(11 / 15)


@given(PARTITIONS)
def test_a_partition_agrees_with_itself_whatever_its_groups_are_called(gold: dict[str, int]) -> None:
    """Only who is with whom counts."""
    assert b_cubed(gold, {post: f"group {group}" for post, group in gold.items()}).f1 == pytest.approx(1)


@given(PARTITIONS)
def test_posts_that_were_left_out_are_alone(gold: dict[str, int]) -> None:
    """Nothing found is the same as everything found alone."""
    alone = b_cubed(gold, {post: post for post in gold})
    assert b_cubed(gold, {}) == alone
    assert alone.precision == pytest.approx(1)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    """Of two words of a text, the one that the other texts lack is the heavier; vectors have length 1."""
    vectors = tf_idf(["the bridge", "the school", "the market"])
    assert vectors[0]["bridge"] > vectors[0]["the"]
    assert sum(weight**2 for weight in vectors[0].values()) == pytest.approx(1)


def test_links_are_no_words() -> None:
    """Two texts that share no more than a host have nothing in common."""
    assert nearest_before(tf_idf(["bridge https://t.co/x", "school https://t.co/y"]))[1] == (-1, 0.0)


def test_the_nearest_earlier_text_is_found() -> None:
    """Nothing lies before the first; the third repeats the first, not the second."""
    nearest = nearest_before(tf_idf(["bridge closed today", "school opens", "bridge closed today"]))
    assert nearest[0] == (-1, 0.0)
    assert nearest[2] == (0, pytest.approx(1))


def test_groups_hang_together_by_their_nearest_from_the_threshold_on() -> None:
    """A chain is one group; a link below the threshold founds another."""
    assert first_stories([(-1, 0.0), (0, 0.6), (1, 0.5), (2, 0.4)], 0.5) == [0, 0, 0, 3]


def test_a_single_pass_compares_with_centres() -> None:
    """The third lies within the threshold of the centre of the first two, the fourth of none."""
    rows = np.array([[1, 0], [0.8, 0.6], [0.6, 0.8], [-1, 0]], np.float32)
    assert single_pass(rows, 0.8) == [0, 0, 0, 1]
    assert single_pass(rows, 0.99) == [0, 1, 2, 3]
