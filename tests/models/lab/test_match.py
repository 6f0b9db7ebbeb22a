"""Known claims are found by meaning and by words; sentences here are synthetic."""

from __future__ import annotations

import pytest

from models.lab.bm25 import WordIndex
from models.lab.match import MOST, ClaimList, Listed, meaning
from models.lexical import stems
from models.reader import Reader

CLAIMS = [
    Listed("bridge", "Bridge. The Orlan bridge in Tarvell will be closed for a year"),
    Listed("wolves", "Wolves were seen in the central park of Kinmoor"),
    Listed("bread", "Bread will be sold on coupons in Wexley"),
    *(Listed(f"other-{n}", f"Shop number {n} sells shoes") for n in range(6)),
]


@pytest.fixture(scope="module")
def known(reader: Reader) -> ClaimList:
    """List nine claims."""
    vectors = [meaning(reader, claim.text) for claim in CLAIMS]
    assert all(vector is not None for vector in vectors)
    return ClaimList(CLAIMS, [vector for vector in vectors if vector is not None])


def test_a_text_finds_the_claim_it_repeats(known: ClaimList, reader: Reader) -> None:
    """First of five, with similarities that fall."""
    text = "they say the Orlan bridge in Tarvell is closed"
    near = known.nearest(text, meaning(reader, text))
    assert near[0][0] == "bridge"
    assert len(near) == MOST
    assert [s for _, s in near] == sorted((s for _, s in near), reverse=True)
    assert all(0.0 <= s <= 1.0 for _, s in near)


@pytest.mark.parametrize("text", ["", "!!!", "🔥"])
def test_a_text_without_words_is_near_nothing(known: ClaimList, reader: Reader, text: str) -> None:
    """An empty answer, no error."""
    assert known.nearest(text, meaning(reader, text)) == []


def test_no_claims_no_matches(reader: Reader) -> None:
    """An empty file is a list, too."""
    assert ClaimList([], []).nearest("Orlan bridge", meaning(reader, "Orlan bridge")) == []


def test_rare_words_of_the_list_count_more() -> None:
    """What all claims say tells none of them apart."""
    index = WordIndex([stems(claim.text) for claim in CLAIMS])
    scores = index.scores(stems("wolves in a shop that sells"))
    assert scores[1] > scores[4] > 0.0
    assert index.scores(["unheard"]).max() == 0.0
    assert index.scores([]).max() == 0.0


@pytest.mark.parametrize("query", ["the Orlan bridge", "shop number 3 sells shoes shoes shoes"])
def test_scores_lie_between_nothing_and_all(query: str) -> None:
    """However often a word is said."""
    scores = WordIndex([stems(claim.text) for claim in CLAIMS]).scores(stems(query))
    assert 0.0 <= scores.min() <= scores.max() <= 1.0
