"""An editor's word on a claim's state, through the stages to what is shown; all posts are synthetic."""

from __future__ import annotations

from models.claim.edit import AUTO, Merge, SetStatus
from models.order import Order
from models.track import view
from streams.codec import encode

EDITOR = "editor:ines"


def set_status(claim, status, noon, **given):
    """Make the edit."""
    return SetStatus(claim=claim, status=status, by=EDITOR, at=noon, reason="seen", **given)


def shown(room, claim, noon):
    """Give a claim as a newsroom sees it."""
    return view(room.records()[claim], noon)


def test_the_state_that_an_editor_sets_is_shown_until_he_changes_it(newsroom, reading, along, noon):
    """Through posts, merges and deaths of workers; each change is on record."""
    room = newsroom(2)
    room.read(reading(0, along(0)), reading(1, along(1)))
    room.run()
    a, b = room.claim_of(0), room.claim_of(1)
    room.edit(set_status(b, "denied", noon, was="emerging"))
    room.read(reading(2, along(1)), reading(3, along(1)))
    room.run(deaths=[(0, 0)], track_deaths=[(0, 0)])
    assert shown(room, b, noon)["status"] == "denied"
    room.edit(Merge(into=a, gone=b, by=EDITOR, at=noon))
    room.run()
    assert shown(room, a, noon)["status"] == "denied"
    assert shown(room, a, noon)["pinned"]["by"] == EDITOR
    room.edit(set_status(b, AUTO, noon))
    room.run()
    assert shown(room, a, noon)["status"] == shown(room, a, noon)["machine_status"] == "spreading"
    lines = [line for line in room.of("audit") if line["kind"] == "set-status"]
    assert lines[0]["before"] == {b: "emerging"}
    assert [line["outcome"] for line in lines] == ["applied"] * len(lines)
    assert lines[-1]["after"] == {a: AUTO}


def test_a_state_that_is_none_is_refused_and_changes_nothing(newsroom, reading, along, noon):
    """Whoever wrote the record."""
    room = newsroom()
    room.read(reading(0, along(0)))
    room.run()
    before = room.records()
    room.edit(set_status(room.claim_of(0), "false", noon))
    room.run()
    (line,) = room.of("audit")
    assert "'false' is no state" in line["refused"]
    assert room.records() == before


def test_an_order_without_a_state_is_a_dead_letter(newsroom, reading, along):
    """And the claim goes on."""
    room = newsroom()
    room.read(reading(0, along(0)))
    room.run()
    room.track[0].put(encode(Order("set-status", room.claim_of(0), 9)))
    room.read(reading(1, along(0)))
    room.run()
    assert [letter["step"] for letter in room.of("dead-letters")] == ["track"]
    assert room.posts()[room.claim_of(0)][0] == 2
