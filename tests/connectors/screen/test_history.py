"""How a claim came to its state, as a person reads it."""

from __future__ import annotations

from typing import Any

from connectors.screen.history import MOST_STEPS, history

SARYM = {
    "post": "feed:Velmar.example/7",
    "office": "velmar-parliament",
    "office_name": "Parliament of Velmar",
    "official": "Ilo Varn",
    "first_hand": False,
}


def claim(*turns: dict[str, str], **given: Any) -> dict[str, Any]:
    usual = {"first_seen": "2026-03-02T12:00:00Z", "origin": "telegram:velmar/1", "denials": [SARYM]}
    return usual | {"history": list(turns)} | given


def turn(at: str, event: str, status: str, evidence: str = "") -> dict[str, str]:
    return {"at": f"2026-03-02T{at}:00Z", "event": event, "status": status, "evidence": evidence}


def alert(at: str, kind: str, **given: Any) -> dict[str, Any]:
    return {"fired_at": f"2026-03-02T{at}:00Z", "kind": kind, "denial": None} | given


SPREADING = {"posts": 7, "channels": 5, "independent_sources": 3, "rule": "fast"}


def test_alerts_tell_how_it_came() -> None:
    """In order of time, each with its cause; a page of ours is no change of state."""
    alerts = [
        alert("14:00", "denied", denial=SARYM),
        alert("14:00", "our_page", denial=SARYM),
        alert("13:00", "spreading", **SPREADING),
    ]
    assert list(history(claim(), alerts)) == [
        "02 Mar 12:00 first read, by telegram:velmar/1",
        "02 Mar 13:00 spreading: 7 posts, 5 channels, 3 independent sources, by the rule “fast”",
        "02 Mar 14:00 denied by Ilo Varn, Parliament of Velmar, second-hand",
    ]


def test_what_the_record_and_an_alert_tell_is_told_once() -> None:
    """The alert gives the figures, the record the state."""
    turns = (
        turn("13:00", "spreads", "spreading", "fast"),
        turn("14:00", "denied", "denied", "feed:velmar.example/7"),
    )
    alerts = [alert("13:00", "spreading", **SPREADING), alert("14:00", "denied", denial=SARYM)]
    with_both = list(history(claim(*turns), alerts))
    assert with_both == list(history(claim(), alerts))
    bare = list(history(claim(*turns), []))
    assert bare[1:] == [
        "02 Mar 13:00 spreading, by the rule “fast”",
        "02 Mar 14:00 denied by Ilo Varn, Parliament of Velmar, second-hand",
    ]


def test_changes_without_an_alert_are_told_by_the_record() -> None:
    """Sleep, a withdrawal, a return, a confirmation; each with its evidence."""
    turns = (
        turn("13:00", "silent", "dormant"),
        turn("14:00", "returned", "reignited", "twitter:ann/5"),
        turn("15:00", "withdrawn", "emerging", "twitter:velmar/9"),
        turn("16:00", "confirmed", "confirmed", "twitter:velmar/10"),
        turn("17:00", "faster", "reignited", "faster than before its denial"),
    )
    assert [line.partition(":00 ")[2] for line in history(claim(*turns), [])][1:] == [
        "dormant: nobody posts about it",
        "reignited: twitter:ann/5",
        "emerging, for the last denial was withdrawn: twitter:velmar/9",
        "confirmed by an office, first-hand: twitter:velmar/10",
        "reignited: faster than before its denial",
    ]


def test_denials_that_changed_nothing_are_told_too() -> None:
    """A weak one, and a second office."""
    alerts = [
        alert("13:00", "unconfirmed_denial", denial=SARYM),
        alert("15:00", "denial_update", denial=SARYM),
    ]
    lines = list(history(claim(), alerts))
    assert "a weak denial, which changes nothing, by Ilo Varn" in lines[1]
    assert "denied again by Ilo Varn" in lines[2]


def test_a_long_history_is_shortened_in_its_middle() -> None:
    """Its beginning and what is newest stay."""
    alerts = [alert(f"13:{n:02}", "reignited", rule="after a long silence") for n in range(40)]
    lines = list(history(claim(), alerts))
    assert len(lines) == MOST_STEPS
    assert "first read" in lines[0]
    assert "(29 more before)" in lines[1]
    assert lines[-1].startswith("02 Mar 13:39")


def test_hostile_evidence_stays_words_on_one_line() -> None:
    """A uid is whatever a source says."""
    (_, line) = history(claim(turn("13:00", "returned", "reignited", "twitter:a/\x1b[31m\n\u202eb")), [])
    assert line.isprintable()
