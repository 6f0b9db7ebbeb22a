"""Which known claims a draft makes. All sentences are synthetic; vectors are made of words."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pytest

from models import draft
from models.centring import centre, shipped_means
from models.claim.assign import AssignRules
from models.draft import Found, KnownClaims, check, passages_of
from models.facts import Gazetteer, parse_aliases
from models.officials import parse_officials
from models.outline import mean_with, outline
from models.reader import Reader

BRIDGE = "The Orlan bridge in Tarvell will be closed for a year"
WOLVES = "Wolves were seen in the central park of Kinmoor"
DENIAL = {
    "office": "tarvell-city", "official": None, "quote": "The bridge stays open.", "weak": False,
    "withdrawn_at": None,
}  # fmt: skip


class ByWords:
    """Embeds a text as the sum of a fixed direction for each of its words: like words, like vectors."""

    name = "by-words"

    def __init__(self) -> None:
        self.asked = list[str]()

    def embed(self, text: str) -> Any:
        """Give 384 floats around the mean of English, which is subtracted again."""
        self.asked.append(text)
        total = np.zeros(384)
        for word in text.lower().split():
            total += np.random.default_rng(zlib.crc32(word.strip(".,:!?").encode())).normal(size=384)
        around = total / (np.linalg.norm(total) or 1.0)
        return (shipped_means().of("en") + around).astype(np.float32)


@pytest.fixture
def reader() -> Reader:
    """Read as the stream does."""
    registry = parse_officials("", "officials.toml")
    names = parse_aliases("", "aliases.toml")
    return Reader(ByWords(), Gazetteer(names, registry.names()), registry)


def claim(name: str, text: str, **given: Any) -> dict[str, Any]:
    """Make a line of ``claims.jsonl``, of five posts in the same words."""
    mean = ""
    for _ in range(5):
        mean = mean_with(mean, outline(centre(ByWords().embed(text), "en")))
    usual = {
        "claim": name, "text": text, "lang": "en", "status": "spreading", "denials": [], "middle": mean,
        "wordings": [{"text": text, "lang": "en", "post": "telegram:a/1"}], "languages": ["en"],
    }  # fmt: skip
    return usual | given


def agree(reading: Any, vector: Any, claim: Any, reply: bool) -> Any:
    """Judge by the reading alone."""
    del vector, claim, reply
    return "deny" if reading.denies else "support"


def found(text: str, reader: Reader, *records: dict[str, Any]) -> list[Found]:
    """Check a draft against claims."""
    return check(passages_of(text), "en", KnownClaims(records, reader), reader, agree, AssignRules())


def test_the_claims_that_a_draft_makes_are_found_each_with_its_sentences(reader: Reader) -> None:
    """And nothing has to be embedded but the draft."""
    text = f"{BRIDGE}, neighbours say. Bread costs more in Wexley this week. {BRIDGE} from Monday."
    (one,) = found(text, reader, claim("bridge", BRIDGE), claim("wolves", WOLVES))
    assert one.record["claim"] == "bridge"
    assert [p.sentence for p in one.passages] == [f"{BRIDGE}, neighbours say.", f"{BRIDGE} from Monday."]
    assert all(0.36 <= p.score <= 1.0 for p in one.passages)
    assert len(reader.embedder.asked) == 3  # type: ignore[attr-defined]


def test_a_draft_of_nothing_known_finds_nothing(reader: Reader) -> None:
    """Nor does one that is compared with no claim at all."""
    assert found("Bread costs more in Wexley this week.", reader, claim("bridge", BRIDGE)) == []
    assert found(f"{BRIDGE}.", reader) == []


def test_questions_and_greetings_are_no_claims() -> None:
    """Only what asserts is looked up."""
    told = list(passages_of(f"Good morning! {BRIDGE}. Will the bridge in Tarvell be closed?"))
    assert told == [f"{BRIDGE}."]


def test_another_number_is_another_claim(reader: Reader) -> None:
    """The facts of a claim's wordings are weighed as in the stream."""
    money = "The bank of Tarvell will pay out at most 500 crowns a day in Kazakhstan"
    same, other = f"{money} from Monday.", f"{money.replace('Kazakhstan', 'Armenia')} from Monday."
    near, far = (found(text, reader, claim("bank", money)) for text in (same, other))
    assert near
    assert not far or far[0].passages[0].score < near[0].passages[0].score


def test_a_claim_nobody_has_words_of_his_own_for_is_known_by_its_text(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is embedded, but of very many only the first."""
    bare = claim("bridge", BRIDGE, middle=None, wordings=[])
    assert [one.record["claim"] for one in found(f"{BRIDGE}.", reader, bare)] == ["bridge"]
    monkeypatch.setattr(draft, "MOST_EMBEDDED", 0)
    assert len(KnownClaims([bare, claim("wolves", WOLVES), claim("", "", middle=None)], reader)) == 1


@pytest.mark.parametrize(
    ("given", "denied"),
    [
        ({"status": "denied", "denials": [DENIAL]}, True),
        ({"status": "dormant", "denials": [DENIAL]}, True),
        ({"status": "dormant", "denials": [DENIAL | {"weak": True}]}, False),
        ({"status": "emerging", "denials": [DENIAL | {"withdrawn_at": "2026-03-02T12:00:00Z"}]}, False),
        ({"status": "confirmed", "denials": [DENIAL]}, False),
        ({"status": "spreading", "denials": [DENIAL], "pinned": True}, False),
        ({"status": "denied", "pinned": True}, True),
    ],
    ids=["denied", "asleep", "weak", "withdrawn", "confirmed since", "cleared by an editor", "by an editor"],
)
def test_a_claim_is_denied_by_its_state_or_by_an_office(given: dict[str, Any], denied: bool) -> None:
    """An editor's word goes before the offices'."""
    assert Found(claim("bridge", BRIDGE, **given), ()).denied is denied


def test_who_reports_the_denial_does_not_make_the_claim(reader: Reader) -> None:
    """The stance of each sentence is told, and denied claims that are made come first."""
    denied = {"status": "denied", "denials": [DENIAL]}
    text = f"It is not true that {BRIDGE.lower()}, the city denies it. {WOLVES} again."
    both = found(text, reader, claim("bridge", BRIDGE, **denied), claim("wolves", WOLVES, **denied))
    assert [(one.record["claim"], one.made) for one in both] == [("wolves", True), ("bridge", False)]


def test_a_hostile_draft_is_read_in_bounds(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lone surrogates, NUL and endless sentences are words like others; what is too much is left out."""
    monkeypatch.setattr(draft, "MOST_PASSAGES", 2)
    text = f"{BRIDGE} \ud800\0\u202e. {'x ' * 9_000}. {BRIDGE}. {BRIDGE} again."
    (one,) = found(text, reader, claim("bridge", BRIDGE))
    assert len(one.passages) <= 2
    assert all(len(p) <= 1_000 for p in passages_of(text))
