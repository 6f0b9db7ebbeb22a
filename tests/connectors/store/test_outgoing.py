"""Who gets which alert."""

from __future__ import annotations

from connectors.store import Store

C1 = "c1aa000000000001"


def sent(store):
    return sorted((row["alert"], row["target"]) for row in store.deliveries.list())


def test_an_alert_taken_twice_makes_one_delivery(store, alert):
    """The alert's id and the target are unique, whatever offset the alert comes at."""
    store.subscribe("query", "*", "terminal")
    store.take("alerts", 0, 0, alert())
    store.take("alerts", 0, 1, alert())
    assert sent(store) == [("a1", "terminal")]
    assert len(store.alerts()) == 1


def test_two_reasons_to_tell_one_target_are_one_delivery(store, alert):
    """A chat that follows a claim and a word of it is told once."""
    store.subscribe("claim", C1, "terminal")
    store.subscribe("query", "bridge", "terminal")
    store.take("alerts", 0, 0, alert())
    assert sent(store) == [("a1", "terminal")]


def test_default_targets_get_every_alert(url, clock, alert):
    """The newsroom's own chat needs no subscription."""
    with Store(url, defaults=("telegram:@velmar_desk",), clock=clock) as store:
        store.take("alerts", 0, 0, alert(claim="other"))
        assert sent(store) == [("a1", "telegram:@velmar_desk")]


def test_a_claims_subscribers_hear_of_that_claim_alone(store, alert):
    """Another claim's alert makes no row."""
    store.subscribe("claim", C1, "terminal")
    store.take("alerts", 0, 0, alert("a1", claim="c2bb000000000002"))
    assert sent(store) == []
    store.take("alerts", 0, 1, alert("a2"))
    assert sent(store) == [("a2", "terminal")]


def test_all_words_of_a_query_must_occur(store, alert):
    """One of two is not enough."""
    store.subscribe("query", "Velmar airport", "terminal")
    store.subscribe("query", "bridges of Velmar", "telegram:@no")
    store.subscribe("query", "VELMAR bridges", "telegram:@yes_all")
    store.take("alerts", 0, 0, alert())
    assert sent(store) == [("a1", "telegram:@yes_all")]


def test_a_query_looks_into_the_wordings_of_the_claim(store, claim, alert):
    """A wording in another language matches, before or after the alert came."""
    store.subscribe("query", "мосты Вельмара", "terminal")
    wordings = [{"text": "Мост в Вельмаре закрывают завтра.", "lang": "ru", "post": "telegram:b/1"}]
    store.take("claims", 0, 0, claim(wordings=wordings))
    store.take("alerts", 0, 0, alert("a1"))
    store.take("alerts", 0, 1, alert("a2", claim="c2bb000000000002"))
    assert sent(store) == [("a1", "terminal")]
    store.take("claims", 0, 1, claim("c2bb000000000002", wordings=wordings))
    assert sent(store) == [("a1", "terminal"), ("a2", "terminal")]


def test_a_wording_that_comes_much_later_tells_no_old_alert(store, clock, claim, alert):
    """Only the race between two topics is bridged."""
    store.subscribe("query", "мост", "terminal")
    store.take("alerts", 0, 0, alert())
    clock.forward(minutes=11)
    store.take("claims", 0, 0, claim(text="Мост закрывают"))
    assert sent(store) == []


def test_whoever_subscribes_hears_of_later_alerts_only(store, clock, claim, alert):
    """The alert that made somebody subscribe is not sent again by the next view of its claim."""
    store.take("alerts", 0, 0, alert())
    clock.forward(seconds=5)
    store.subscribe("query", "bridge", "terminal")
    store.take("claims", 0, 0, claim())
    assert sent(store) == []


def test_a_new_store_does_not_send_history(store, alert):
    """What fired days before it was first read is noted with the reason, and not sent."""
    store.subscribe("query", "*", "terminal")
    store.take("alerts", 0, 0, alert("old", fired_at="2026-02-20T12:00:00Z"))
    store.take("alerts", 0, 1, alert("new"))
    rows = {row["alert"]: (row["state"], row["reason"]) for row in store.deliveries.list()}
    assert rows["new"] == ("pending", None)
    assert rows["old"][0] == "failed"
    assert "more than 72 hours before" in rows["old"][1]


def test_history_is_not_sent_by_a_late_wording_either(store, claim, alert):
    """The claim's wordings come after the alert, as they do when a new store reads all there is."""
    store.subscribe("query", "мост", "terminal")
    store.take("alerts", 0, 0, alert("old", fired_at="2026-02-20T12:00:00Z"))
    store.take("claims", 0, 0, claim(text="Мост закрывают"))
    assert [row["state"] for row in store.deliveries.list()] == ["failed"]


def test_a_store_of_a_recording_sends_whatever_its_age(url, clock, alert):
    """Freshness can be turned off."""
    with Store(url, defaults=("terminal",), fresh=None, clock=clock) as store:
        store.take("alerts", 0, 0, alert(fired_at="2022-09-15T00:45:00Z"))
        assert store.deliveries.list()[0]["state"] == "pending"


def test_an_ended_subscription_sends_nothing(store, alert):
    """It is gone; ending it twice tells so."""
    assert store.subscribe("query", "bridge", "terminal")
    assert not store.subscribe("query", "bridge", "terminal")
    assert store.unsubscribe("query", "bridge", "terminal")
    assert not store.unsubscribe("query", "bridge", "terminal")
    store.take("alerts", 0, 0, alert())
    assert sent(store) == []
