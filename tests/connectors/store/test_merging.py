"""Claims that live on in another: ids, subscriptions and alerts follow."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from connectors.store import Store, UnknownClaimError
from connectors.store.tables import VERSION

OLD, NEW, LAST = "c1aa000000000001", "c2bb000000000002", "c3cc000000000003"


@pytest.fixture
def filled(store, claim):
    """Give a store with three claims, each of a partition of its own."""
    for partition, id_ in enumerate((OLD, NEW, LAST)):
        store.take("claims", partition, 0, claim(claim=id_))
    return store


def merged(old, new):
    return {"claim": old, "merged_into": new}


def test_an_old_id_and_its_beginning_give_the_survivor(filled):
    """Through all merges, in whatever order they were read."""
    filled.take("claims", 1, 1, merged(NEW, LAST))
    filled.take("claims", 0, 1, merged(OLD, NEW))
    for wanted in (OLD, OLD[:6], NEW, LAST):
        assert filled.claim(wanted)["claim"] == LAST
    assert [c["claim"] for c in filled.claims()] == [LAST]


def test_a_merge_in_one_batch_with_views_of_both_leaves_the_survivor(filled, claim):
    """The last word on each counts."""
    from connectors.store.take import Arrived

    filled.take_all([
        Arrived("claims", 0, 1, claim(claim=OLD, posts=9)),
        Arrived("claims", 0, 2, merged(OLD, NEW)),
        Arrived("claims", 1, 1, claim(claim=NEW, posts=12)),
    ])  # fmt: skip
    assert filled.claim(OLD)["posts"] == 12


def test_whoever_followed_a_claim_follows_the_survivor_once(filled):
    """And who followed both is told once."""
    filled.subscribe("claim", OLD, "telegram:@desk")
    filled.subscribe("claim", NEW, "telegram:@desk")
    filled.subscribe("claim", OLD, "telegram:@night")
    filled.take("claims", 0, 1, merged(OLD, NEW))
    found = sorted((row["value"], row["target"]) for row in filled.subscriptions())
    assert found == [(NEW, "telegram:@desk"), (NEW, "telegram:@night")]


@pytest.mark.parametrize("first", ["alert", "merge"])
def test_alerts_of_a_merged_claim_are_the_survivors_and_reach_its_followers(filled, alert, first):
    """Whichever is read first."""
    filled.subscribe("claim", OLD, "telegram:@desk")
    records = {"alert": ("alerts", 0, 0, alert(claim=OLD)), "merge": ("claims", 0, 1, merged(OLD, NEW))}
    for name in (first, *(other for other in records if other != first)):
        filled.take(*records[name])
    assert [a["claim"] for a in filled.alerts(NEW)] == [OLD]
    assert [row["target"] for row in filled.deliveries.list()] == ["telegram:@desk"]


def test_denials_go_with_their_claim(filled, claim, denial):
    """They are in the survivor's own view."""
    filled.take("claims", 0, 1, claim(claim=OLD, denials=[denial()]))
    filled.take("claims", 0, 2, merged(OLD, NEW))
    assert filled.denials(OLD) == []
    filled.take("claims", 1, 1, claim(claim=NEW, denials=[denial()]))
    assert [d["claim"] for d in filled.denials()] == [NEW]


def test_a_claim_that_is_told_anew_is_shown_by_itself_again(filled, claim):
    """Its last post had gone elsewhere."""
    filled.take("claims", 0, 1, merged(OLD, NEW))
    filled.take("claims", 0, 2, claim(claim=OLD))
    assert filled.claim(OLD)["claim"] == OLD


def test_posts_that_go_there_and_back_leave_no_circle(filled, claim):
    """The other of the two is then the one that lives on."""
    filled.take("claims", 0, 1, merged(OLD, NEW))
    filled.take("claims", 1, 1, merged(NEW, OLD))
    filled.take("claims", 0, 2, claim(claim=OLD))
    assert filled.claim(NEW)["claim"] == filled.claim(OLD)["claim"] == OLD


def test_two_merged_claims_that_begin_alike_are_one_answer_or_a_question(filled):
    """One where both live on in the same, else more of the id is asked for."""
    filled.take("claims", 0, 1, merged(OLD, LAST))
    filled.take("claims", 1, 1, merged(NEW, LAST))
    assert filled.claim("c1aa")["claim"] == LAST
    with pytest.raises(UnknownClaimError, match="no claim"):
        filled.claim("ffff")


def test_a_store_of_the_version_before_gets_the_table_it_lacks(url, claim):
    """And keeps what it has."""
    if not url.startswith("sqlite"):
        pytest.skip("made by hand for SQLite")
    with Store(url) as store:
        store.take("claims", 0, 0, claim(claim=OLD))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE merged"))
        connection.execute(text("UPDATE schema_version SET version = 1"))
    engine.dispose()
    with Store(url) as store:
        store.take("claims", 0, 1, merged(OLD, NEW))
        store.take("claims", 1, 0, claim(claim=NEW))
        assert store.claim(OLD)["claim"] == NEW
    assert VERSION == 2
