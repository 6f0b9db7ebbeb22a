"""Records are taken in once, in order, with their offsets. All claims and offices are invented."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.store import Arrived, Store, default_url

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
C1, C2 = "c1aa000000000001", "c2bb000000000002"


def everything(store: Store) -> dict[str, Any]:
    """Give all that a store shows."""
    rows = [
        {key: row[key] for key in ("alert", "target", "state", "attempts", "reason")}
        for row in store.deliveries.list()
    ]
    return {
        "claims": sorted(store.claims(limit=99), key=lambda record: record["claim"]),
        "denials": store.denials(),
        "alerts": store.alerts(),
        "deliveries": sorted(rows, key=lambda row: (row["alert"], row["target"])),
    }


def test_a_claim_is_shown_as_it_was_written(store, claim):
    """The whole record comes back, with keys the store does not know."""
    assert store.take("claims", 0, 0, claim(extra={"deep": [1, None, "ё"]}))
    assert store.claim(C1) == claim(extra={"deep": [1, None, "ё"]})


def test_a_repeat_or_an_older_offset_changes_nothing(store, claim):
    """Kafka delivers at least once; the store takes once."""
    assert store.take("claims", 0, 5, claim(posts=5))
    assert not store.take("claims", 0, 5, claim(posts=99))
    assert not store.take("claims", 0, 4, claim(posts=98))
    assert store.claim(C1)["posts"] == 5
    assert store.next_offset("claims", 0) == 6


def test_offsets_of_partitions_and_topics_are_their_own(store, claim):
    """A low offset of one partition is not old because of another."""
    store.take("claims", 0, 50, claim())
    assert store.take("claims", 1, 0, claim(C2))
    assert store.next_offset("other.claims", 0) == 0


def test_a_claim_that_moved_to_another_partition_goes_by_the_time_of_its_view(store, claim):
    """Offsets of two partitions cannot be compared: a late old view must not win."""
    store.take("claims", 0, 50, claim(posts=9, shown_at="2026-03-02T12:00:00Z"))
    store.take("claims", 1, 70, claim(posts=8, shown_at="2026-03-02T11:00:00Z"))
    assert store.claim(C1)["posts"] == 9
    store.take("claims", 1, 71, claim(posts=10, shown_at="2026-03-02T12:01:00Z"))
    assert store.claim(C1)["posts"] == 10


def test_a_topic_made_anew_is_read_again_and_no_view_goes_back_in_time(store, claim):
    """After a rewind low offsets count again, newer views win, older ones do not."""
    store.take("claims", 0, 50, claim(posts=9, shown_at="2026-03-02T12:00:00Z"))
    store.rewind("claims", 0)
    assert store.take("claims", 0, 0, claim(posts=1, shown_at="2026-03-02T10:00:00Z"))
    assert store.claim(C1)["posts"] == 9
    store.take("claims", 0, 1, claim(posts=12, shown_at="2026-03-02T13:00:00Z"))
    assert store.claim(C1)["posts"] == 12


def test_denials_follow_their_claim(store, claim, denial):
    """They are those of the newest view, with the claim's id."""
    store.take("claims", 0, 0, claim(denials=[denial(), denial(office="velmar-council", official=None)]))
    store.take("claims", 0, 1, claim(denials=[denial(withdrawn_at="2026-03-02T11:55:00Z")]))
    assert store.denials() == [denial(withdrawn_at="2026-03-02T11:55:00Z") | {"claim": C1}]
    assert store.denials(office="velmar-council") == []


@pytest.mark.parametrize(
    "broken",
    [
        {"claim": 7},
        {"claim": "x" * 65},
        {"posts": "many"},
        {"posts": True},
        {"audience": 2**63},
        {"text": None},
        {"first_seen": "yesterday"},
        {"denials": ["no"]},
        {"denials": [{"post": "a"}]},
    ],
)
def test_a_record_that_is_no_claim_is_told_and_passed_over(store, claim, caplog, broken):
    """One bad record stops neither the feed nor its batch."""
    batch = [Arrived("claims", 0, 0, claim() | broken), Arrived("claims", 0, 1, claim(C2))]
    assert store.take_all(batch) == 2
    assert [record["claim"] for record in store.claims()] == [C2]
    assert "claims/0 at 0 is not taken in" in caplog.text


@pytest.mark.parametrize("record", [None, {"control": "end", "at": "2026-03-02T12:00:00Z"}])
def test_control_records_and_tombstones_only_move_the_offset(store, caplog, record):
    """They are no mistake: nothing is logged."""
    assert store.take("alerts", 0, 3, record)
    assert store.next_offset("alerts", 0) == 4
    assert caplog.text == ""


def test_what_no_database_stores_is_taken_out(store, claim):
    """NUL and lone surrogates in a hostile post stop nothing."""
    store.take("claims", 0, 0, claim(text="a\x00b\ud800c"))
    assert store.claim(C1)["text"] == "abc"


def test_a_record_nested_too_deep_is_passed_over(store, claim, caplog):
    """Its depth is bounded before anything recurses into it."""
    deep: Any = "end"
    for _ in range(400):
        deep = [deep]
    assert store.take("claims", 0, 0, claim(deep=deep))
    assert "nested deeper" in caplog.text


def test_a_batch_that_fails_leaves_nothing(store, claim, alert, monkeypatch):
    """Records and offsets are one transaction."""

    def fail(*_: object) -> None:
        raise RuntimeError("the process dies here")

    monkeypatch.setattr("connectors.store.take._note_offsets", fail)
    with pytest.raises(RuntimeError):
        store.take_all([Arrived("claims", 0, 0, claim()), Arrived("alerts", 0, 0, alert())])
    assert everything(store) == {"claims": [], "denials": [], "alerts": [], "deliveries": []}
    assert store.next_offset("claims", 0) == 0


HISTORY = {
    ("claims", 0): 4,
    ("claims", 1): 3,
    ("alerts", 0): 5,
}
"""Records in each partition of the invented run below."""


def record_at(topic: str, partition: int, offset: int, make: dict[str, Any]) -> dict[str, Any]:
    """Give one record of an invented run: two claims that grow, alerts of both, one alert twice."""
    id_ = (C1, C2)[partition]
    if topic == "claims":
        denials = [make["denial"](quote=f"No, {number}.") for number in range(offset)]
        return dict(make["claim"](id_, posts=offset + 1, denials=denials))
    return dict(make["alert"](f"a{offset % 4}", claim=(C1, C2)[offset % 2]))


@st.composite
def deliveries_of_kafka(draw: st.DrawFn) -> list[list[tuple[str, int, int]]]:
    """Draw batches as a consumer that is restarted may see them.

    Each partition is in order, but may be read again from an earlier point; partitions mix as they like.
    """
    at = dict.fromkeys(HISTORY, 0)
    batches = []
    while any(at[place] < size for place, size in HISTORY.items()):
        batch = []
        for place in draw(st.permutations(list(HISTORY))):
            for _ in range(4 - draw(st.integers(0, 4))):
                if at[place] < HISTORY[place]:
                    batch.append((*place, at[place]))
                    at[place] += 1
        batches.append(batch)
        for place in HISTORY:
            # Read again some of what was read, but not for ever.
            if len(batches) < 6 and draw(st.booleans()):
                at[place] = draw(st.integers(0, at[place]))
    return batches


@settings(max_examples=25, deadline=None)
@given(batches=deliveries_of_kafka())
def test_any_batches_with_any_repeats_give_the_same_store(batches, claim, denial, alert):
    """However Kafka hands the records over, the store is that of one plain reading."""
    make = {"claim": claim, "denial": denial, "alert": alert}

    def filled(groups: list[list[tuple[str, int, int]]]) -> dict[str, Any]:
        with (
            tempfile.TemporaryDirectory() as folder,
            Store(default_url(Path(folder)), clock=lambda: NOON, defaults=("terminal",)) as store,
        ):
            store.subscribe("query", "bridge closing", "telegram:@velmar_nobody")
            store.subscribe("query", "velmar bridges", "telegram:@velmar_desk")
            store.subscribe("claim", C2, "telegram:-1001")
            for group in groups:
                store.take_all([Arrived(*place, record_at(*place, make)) for place in group])
            return everything(store)

    plain = [[(topic, part, n)] for (topic, part), size in HISTORY.items() for n in range(size)]
    told = filled(batches)
    assert told == filled(plain)
    assert len(told["deliveries"]) == 4 + 4 + 2
