"""Two posts are one claim when they mean and name the same; sentences here are synthetic."""

from __future__ import annotations

import pytest

from models.lab.pair import LEAD, compare, see
from models.reader import Reader

BRIDGE = "The Orlan bridge in Tarvell will be closed for a year from Monday on"


def test_a_post_is_one_claim_with_its_rewording(reader: Reader) -> None:
    """And not with another."""
    one, other = see(reader, BRIDGE), see(reader, "From Monday on the Orlan bridge in Tarvell is closed")
    strange = see(reader, "Wolves were seen in the park of Kinmoor last night")
    assert compare(one, other).same
    assert not compare(one, strange).same
    assert compare(one, other).similarity > compare(one, strange).similarity


def test_it_is_symmetric_and_one_with_itself(reader: Reader) -> None:
    """Whichever is named first."""
    one, other = see(reader, BRIDGE), see(reader, "Orlan bridge closed")
    assert compare(one, other) == compare(other, one)
    assert compare(one, one).similarity == 1.0


def test_another_country_in_the_headline_is_another_claim(reader: Reader) -> None:
    """However alike the rest is; the reason is told."""
    rest = "\nThe ministry says that nothing is known of it yet and that it will answer on Friday."
    verdict = compare(
        see(reader, f"Kazakhstan leaves the pact{rest}"), see(reader, f"Armenia leaves the pact{rest}")
    )
    assert not verdict.same
    assert "not" in verdict.why


def test_what_long_posts_name_further_down_parts_nobody(reader: Reader) -> None:
    """Only headlines must agree."""
    one = see(reader, f"Pact signed on Monday\n{'It was signed in the evening. ' * 12} Kazakhstan was there.")
    other = see(reader, f"Pact signed on Monday\n{'It was signed in the evening. ' * 12} Armenia was there.")
    assert compare(one, other).same


def test_a_short_post_is_embedded_once(reader: Reader) -> None:
    """Its lead is the whole of it."""
    short, long = see(reader, BRIDGE), see(reader, BRIDGE + " and so on" * LEAD)
    assert short is not None
    assert short.lead is short.whole
    assert long is not None
    assert long.lead is not long.whole


@pytest.mark.parametrize("text", ["", "🔥🔥", "...", "\u200b"])
def test_a_post_without_words_is_like_nothing(reader: Reader, text: str) -> None:
    """Not even like itself."""
    assert not compare(see(reader, text), see(reader, text)).same


@pytest.mark.parametrize("text", ["x" * 100_000, "\ud800 bridge", "جسر مغلق", "a\0b closed", "мост closed"])
def test_hostile_texts_are_compared(reader: Reader, text: str) -> None:
    """No crash."""
    assert 0.0 <= compare(see(reader, text), see(reader, BRIDGE)).similarity <= 1.0
