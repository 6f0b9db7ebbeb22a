"""Who is told of what. The claim is invented."""

from __future__ import annotations

import pytest

from connectors.notify import TargetError
from connectors.store import Store, UnknownClaimError, default_url
from connectors.subscriptions import SubscriptionError, subscribe, unsubscribe

CLAIM = {
    "claim": "c1aa000000000001",
    "text": "The Velmar bridge closes tomorrow.",
    "lang": "en",
    "status": "emerging",
    "first_seen": "2026-03-02T11:00:00Z",
    "origin": "telegram:velmar_invented/1",
    "posts": 3,
    "channels": 2,
    "independent_sources": 1,
    "audience": 900,
    "spread": {},
    "denials": [],
}


@pytest.fixture
def store(tmp_path):
    with Store(default_url(tmp_path)) as opened:
        opened.take("claims", 0, 0, CLAIM)
        yield opened


@pytest.mark.parametrize(
    ("wanted", "kind", "value"),
    [
        ("c1aa000000000001", "claim", "c1aa000000000001"),
        ("C1AA", "claim", "c1aa000000000001"),
        ("  Velmar   bridge ", "query", "Velmar bridge"),
        ("*", "query", "*"),
        ("2022", "query", "2022"),
        ("beef", "query", "beef"),
    ],
)
def test_a_claim_is_told_from_a_query(store, wanted, kind, value):
    """What reads like the beginning of an id is one if a claim has it, and a word otherwise."""
    made = subscribe(store, wanted, "terminal")
    assert (made.kind, made.value, made.target, made.new) == (kind, value, "terminal", True)
    assert [(row["kind"], row["value"], row["target"]) for row in store.subscriptions()] == [
        (kind, value, "terminal")
    ]


def test_the_same_wish_twice_is_one(store):
    """However the target is spelt."""
    assert subscribe(store, "bridge", "HTTPS://Hooks.Example/X").new
    assert not subscribe(store, "bridge", "https://hooks.example/X").new
    assert unsubscribe(store, "bridge", "https://HOOKS.example/X")
    assert store.subscriptions() == []
    assert not unsubscribe(store, "bridge", "https://hooks.example/X")


@pytest.mark.parametrize("wanted", ["", "  ", "?!", "🌉"])
def test_a_query_without_words_is_told(store, wanted):
    """It would match everything or nothing."""
    with pytest.raises(SubscriptionError, match="holds no word"):
        subscribe(store, wanted, "terminal")


def test_a_query_is_bounded(store):
    """In words and characters: what is cut off silently would match too much."""
    with pytest.raises(SubscriptionError, match="at most 12 words"):
        subscribe(store, "bridge " * 13, "terminal")


def test_an_id_that_fits_several_claims_is_told(store):
    """A guess would send the wrong alerts; so would a whole id that is not there."""
    store.take("claims", 0, 1, CLAIM | {"claim": "c1aa000000000002"})
    with pytest.raises(UnknownClaimError, match="several claims"):
        subscribe(store, "c1aa", "terminal")
    with pytest.raises(UnknownClaimError, match="no claim has an id"):
        subscribe(store, "ffff000000000000", "terminal")


def test_a_target_is_checked_before_anything_is_kept(store):
    """Nothing is subscribed to nowhere."""
    with pytest.raises(TargetError):
        subscribe(store, "bridge", "http://hooks.example/x")
    assert store.subscriptions() == []
