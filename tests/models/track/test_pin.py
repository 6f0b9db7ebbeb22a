"""An editor's word on the state of a claim stands until an editor changes it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from models.order import MovedPost, Order, Pin
from models.track import ClaimRecord, TrackSettings, obey, take_in, view

SETTINGS = TrackSettings()


def pinned(record, noon, status, offset, minute=0):
    """Let an editor set a claim's state."""
    pin = Pin(status, "editor:ines", noon + timedelta(minutes=minute), "seen by our reporter")
    return obey(record, Order("set-status", "c1", offset, pin=pin), SETTINGS)[0]


def test_the_state_shown_is_the_editors_and_alerts_go_on(told, mention, denial, noon):
    """A denial is still news, and what the machine finds is shown beside it."""
    told.record = pinned(told(mention(0), mention(1)), noon, "confirmed", 2)
    line = view(told(denial(3), mention(4)), noon)
    assert (line["status"], line["machine_status"]) == ("confirmed", "denied")
    assert line["pinned"] == {
        "status": "confirmed", "by": "editor:ines", "at": "2026-03-02T12:00:00Z",
        "reason": "seen by our reporter",
    }  # fmt: skip
    assert told.kinds == ["denied"]


def test_an_editor_hands_the_state_back_to_the_machine(told, mention, denial, noon):
    """It shows what happened in between."""
    told.record = pinned(told(mention(0)), noon, "confirmed", 1)
    told.record = pinned(told(denial(2)), noon, "", 3)
    line = view(told.record, noon)
    assert (line["status"], line["pinned"]) == ("denied", None)


def test_an_order_that_comes_again_sets_nothing_again(told, mention, noon):
    """Else a redelivered one would undo a later one."""
    record = pinned(pinned(told(mention(0)), noon, "denied", 5), noon, "confirmed", 6)
    assert pinned(record, noon, "denied", 5) is record


@pytest.mark.parametrize("pin", [None, "false"])
def test_an_order_without_a_state_is_an_error(told, mention, noon, pin):
    """It becomes a dead letter."""
    order = Order("set-status", "c1", 5, pin=pin and Pin(pin, "editor:ines", noon))
    with pytest.raises(ValueError, match="must say which: emerging"):
        obey(told(mention(0)), order, SETTINGS)


def test_of_two_claims_that_are_merged_the_newer_word_stands(told, mention, noon, weigher):
    """Whichever goes into the other; the claim that is gone keeps it for whoever tells it anew."""
    one = pinned(told(mention(0)), noon, "denied", 5)
    other = structs.replace(pinned(one, noon, "confirmed", 6, minute=1), claim="c2")
    for into, gone in ((one, other), (other, one)):
        left, part = obey(gone, Order("merge", gone.claim, 9, into.claim), SETTINGS)
        assert take_in(into, part, SETTINGS, weigher).record.shown_status == "confirmed"
        assert left.pin == gone.pin


def test_what_is_split_off_is_a_claim_of_its_own(told, mention, noon, weigher):
    """The editor spoke of the whole; the rest keeps his word."""
    record = pinned(told(mention(0), mention(1)), noon, "denied", 5)
    moved = MovedPost(replace(mention(1), claim="c2", offset=9), "support")
    rest, part = obey(record, Order("move", "c1", 9, "c2", (moved,)), SETTINGS)
    assert rest.shown_status == "denied"
    assert take_in(None, part, SETTINGS, weigher).record.shown_status == "emerging"


def test_a_claim_without_posts_keeps_the_word_for_its_first(told, mention, noon):
    """And a record with it is read as it was written."""
    told.record = pinned(None, noon, "denied", -1 + 1)
    record = told(mention(1))
    assert record.shown_status == "denied"
    assert ClaimRecord.from_bytes(record.to_bytes()) == record
