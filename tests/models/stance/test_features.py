"""The features: as many as named, bounded, and moved by what they are named after."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.stance.features import (
    BAG_SCALE,
    COSINES,
    MEANING,
    PLAIN,
    WORDED,
    Parent,
    answered,
    bag,
    meaning,
    plain,
)

CLAIM = "The port of Velmar will close on Monday"


def feature(name: str, text: str, claim: str = CLAIM, *, reply: bool = False) -> float:
    return float(plain(text, "en", claim, reply=reply)[PLAIN.index(name)])


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=100), st.booleans())
def test_plain_features_are_as_many_as_named_and_small(text: str, claim: str, reply: bool) -> None:
    row = plain(text, "und", claim, reply=reply)
    assert row.shape == (len(PLAIN),)
    assert np.isfinite(row).all()
    assert (row >= 0).all()
    assert (row <= 3).all()


def test_a_long_text_counts_no_more_than_its_head() -> None:
    assert feature("length", "word " * 40_000) < 2.5


def test_shared_words_are_those_of_the_claim() -> None:
    assert feature("shared words", f"Look: {CLAIM}!") == 1
    assert feature("shared words", "Rain tomorrow") == 0


def test_a_text_that_negates_where_the_claim_does_not_is_turned_around() -> None:
    assert feature("turned around", "The port will not close") > 0.5
    assert feature("turned around", "The port will not close", "The port will not close") == 0


def test_a_denial_in_the_claim_is_not_held_against_its_post() -> None:
    denied = "The ministry denies the closure"
    assert feature("denies more", denied) > 0.5
    assert feature("denies more", denied, denied) == 0


def test_an_update_is_seen_at_the_start_only() -> None:
    assert feature("update", "UPDATE: denied") == 1
    assert feature("update", "I wait for an update") == 0


def test_an_answer_is_marked() -> None:
    assert feature("reply", "no", reply=True) == 1


def test_the_features_that_are_blanked_in_training_are_those_of_words() -> None:
    assert PLAIN[WORDED - 1] == "turned around"
    assert PLAIN[WORDED] == "length"


def test_meaning_holds_cosine_post_and_distance() -> None:
    one, other = np.zeros(384, np.float32), np.zeros(384, np.float32)
    one[0], other[1] = 1, 1
    row = meaning(one, other)
    assert row.shape == (MEANING,)
    assert row[0] == 0
    assert row[COSINES] == row[COSINES + 384] == row[COSINES + 385] > 0
    assert meaning(one, one)[0] == 1
    assert not meaning(one, one)[COSINES + 384 :].any()
    assert meaning(one, other, one)[1] == 1


def test_a_bag_holds_words_in_order_and_knows_no_handle_from_another() -> None:
    assert np.array_equal(bag("@one it is FALSE"), bag("@other it is false"))
    assert not np.array_equal(bag("is it false"), bag("it is false"))
    assert np.isclose(np.linalg.norm(bag("it is false")), BAG_SCALE)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_bag_of_any_text_has_its_length(text: str) -> None:
    assert np.isclose(np.linalg.norm(bag(text)), BAG_SCALE)


def test_without_a_parent_its_features_are_zero() -> None:
    parent = Parent("Is it true? The port is open", "en", None)
    assert not answered(None, CLAIM).any()
    assert answered(parent, CLAIM)[-1] == 1
    assert answered(parent, CLAIM)[PLAIN.index("asks")] > 0
