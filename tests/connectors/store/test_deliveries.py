"""Rows of the outbox are leased to one attempt, and end in one state."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from connectors.store import Store

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ready(store, alert):
    """Give a store with two alerts for one chat."""
    store.subscribe("query", "*", "terminal")
    store.take("alerts", 0, 0, alert("a1"))
    store.take("alerts", 0, 1, alert("a2"))
    return store


def lease(store, now, pause=0.0):
    return store.deliveries.lease("terminal", now, now + MINUTE, now + timedelta(seconds=pause))


def states(store):
    return {row["alert"]: row["state"] for row in store.deliveries.list()}


def test_what_is_leased_is_not_leased_again(ready, clock):
    """The second attempt gets the next row, the third nothing."""
    first, second = lease(ready, clock()), lease(ready, clock())
    assert (first.alert["alert"], second.alert["alert"]) == ("a1", "a2")
    assert lease(ready, clock()) is None
    assert ready.deliveries.due_targets(clock()) == []


def test_a_lease_runs_out(ready, clock):
    """Whoever held it is taken for dead, and the attempt is counted."""
    lease(ready, clock())
    again = lease(ready, clock.forward(seconds=61))
    assert (again.alert["alert"], again.attempt) == ("a1", 2)


def test_a_target_that_is_not_free_gets_nothing(ready, clock):
    """Its pause holds for every process that looks at the store."""
    assert lease(ready, clock(), pause=3)
    assert lease(ready, clock()) is None
    assert ready.deliveries.due_targets(clock()) == []
    clock.forward(seconds=3)
    assert ready.deliveries.due_targets(clock()) == ["terminal"]
    assert lease(ready, clock()).alert["alert"] == "a2"


def test_a_longer_wait_outlasts_a_pause_and_is_never_shortened(ready, clock):
    """What the target asked for counts, for all that goes to it."""
    first, second = lease(ready, clock()), lease(ready, clock())
    ready.deliveries.again(first, clock(), "flood", free_at=clock() + MINUTE)
    ready.deliveries.again(second, clock(), "flood", free_at=clock())
    assert lease(ready, clock.forward(seconds=59)) is None
    assert lease(ready, clock.forward(seconds=1))


def test_looking_in_vain_leaves_the_target_free(store, clock, alert):
    """Nothing due is no reason to make the next alert wait."""
    store.subscribe("query", "*", "terminal")
    store.take("alerts", 0, 0, alert("a1"))
    store.deliveries.delivered(lease(store, clock()), clock())
    assert lease(store, clock(), pause=100) is None
    store.take("alerts", 0, 1, alert("a2"))
    assert lease(store, clock()) is not None


def test_a_delivery_is_marked_delivered_once(ready, clock):
    """Two attempts that both arrived mark one row."""
    slow = lease(ready, clock())
    fast = lease(ready, clock.forward(seconds=61))
    assert slow.id == fast.id
    assert ready.deliveries.delivered(slow, clock())
    assert not ready.deliveries.delivered(fast, clock())
    assert states(ready) == {"a1": "delivered", "a2": "pending"}


def test_an_attempt_that_lost_its_lease_cannot_fail_the_row(ready, clock):
    """Another one has it now; only an arrival stands whoever brought it about."""
    slow = lease(ready, clock())
    lease(ready, clock.forward(seconds=61))
    assert not ready.deliveries.failed(slow, "too slow")
    assert not ready.deliveries.again(slow, clock(), "too slow")
    assert states(ready)["a1"] == "pending"


def test_a_failure_keeps_its_reason_and_is_final(ready, clock):
    """Bounded: the reason may come from outside."""
    first = lease(ready, clock())
    assert ready.deliveries.failed(first, "no " * 1_000)
    row = ready.deliveries.list(alert="a1")[0]
    assert row["state"] == "failed"
    assert row["reason"].startswith("no no")
    assert len(row["reason"]) == 500
    assert not ready.deliveries.delivered(first, clock())
    assert ready.deliveries.counts() == {"failed": 1, "pending": 1}
    assert [r["alert"] for r in ready.deliveries.list(state="failed")] == ["a1"]


def test_what_is_put_off_lets_the_next_one_go_first(ready, clock):
    """One alert that a target chokes on does not hold up the others."""
    ready.deliveries.again(lease(ready, clock()), clock() + MINUTE, "busy")
    assert lease(ready, clock()).alert["alert"] == "a2"
    assert lease(ready, clock.forward(seconds=60)).alert["alert"] == "a1"


def test_the_wording_of_the_claim_comes_with_the_alert(store, clock, claim, alert):
    """Where the claim is known; else the alert is as it was read."""
    store.subscribe("query", "*", "terminal")
    store.take("alerts", 0, 0, alert("a1"))
    store.take("alerts", 0, 1, alert("a2", claim="unread"))
    store.take("claims", 0, 0, claim(text="The bridge closes."))
    assert lease(store, clock()).alert == alert("a1") | {"claim_text": "The bridge closes."}
    assert lease(store, clock()).alert == alert("a2", claim="unread")


def test_threads_share_the_work_without_doubles(url, store, clock, alert):
    """Two stores on one database, four threads: every row is leased once."""
    store.subscribe("query", "*", "terminal")
    for number in range(40):
        store.take("alerts", 0, number, alert(f"a{number}"))
    taken = []

    def work(mine: Store) -> None:
        while (delivery := lease(mine, clock())) is not None:
            taken.append(delivery.alert["alert"])
            mine.deliveries.delivered(delivery, clock())

    with Store(url, clock=clock) as other:
        threads = [threading.Thread(target=work, args=(which,)) for which in (store, other, store, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(taken) == sorted(f"a{number}" for number in range(40))
    assert store.deliveries.counts() == {"delivered": 40}
