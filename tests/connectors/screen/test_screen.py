"""What the terminal shows. All claims and alerts are synthetic."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from connectors.screen import LiveScreen, PlainScreen, alert_card, claim_page, closing_summary
from connectors.screen.claims_table import claims_table
from connectors.screen.spark import BLOCKS, sparkline
from connectors.screen.watch import Watch
from connectors.screen.words import span

HOSTILE = "[bold red]click[/] \x1b[31mred\x1b[0m \u202eevil [link=file:///etc/passwd]x[/link]\n\nsecond line"


def claim(posts: int = 5, **given: Any) -> dict[str, Any]:
    usual = {
        "claim": "c1",
        "text": "The Velmar bridge closes.",
        "lang": "en",
        "status": "spreading",
        "posts": posts,
        "channels": 3,
        "independent_sources": 2,
        "audience": 1200,
        "first_seen": "2026-03-02T12:00:00Z",
        "origin": "telegram:velmar/1",
        "origin_unread": None,
        "platforms": 1,
        "shown_at": "2026-03-02T12:30:00Z",
        "first_by_platform": {
            "telegram": {"post": "telegram:velmar/1", "at": "2026-03-02T12:00:00Z", "posts": posts}
        },
        "first_by_language": {
            "en": {"post": "telegram:velmar/1", "at": "2026-03-02T12:00:00Z", "posts": posts}
        },
        "series": {"start": "2026-03-02T12:00:00Z", "minutes": 5, "posts": [1, 2, 2], "asserting": [1, 2, 2]},
        "stances": {"support": posts},
        "denials": [],
        "own_pages": [],
        "spread": {
            "per_minute": {"value": 0.5, "low": 0.1, "high": 1.0},
            "doubling_minutes": None,
            "reproduction_number": None,
            "predicted_posts": None,
        },
    }
    return usual | given


def denial(**given: Any) -> dict[str, Any]:
    usual = {
        "post": "twitter:velmar_mfa/9",
        "office": "velmar-mfa",
        "official": "Ilo Varn",
        "first_hand": True,
        "quote": "The bridge stays open.",
        "published_at": "2026-03-02T14:00:00Z",
        "cautions": ["scope"],
        "reasons": ["it speaks of one lane"],
        "weak": False,
        "standing": 3,
        "said_at": None,
        "url": None,
        "withdrawn_at": None,
        "delay_seconds": 7200,
    }
    return usual | given


def alert(**given: Any) -> dict[str, Any]:
    usual = {
        "alert": "a1",
        "kind": "denied",
        "claim": "c1",
        "text": "DENIED",
        "fired_at": "2026-03-02T14:00:05Z",
        "denial": denial(),
        "origin": "telegram:velmar/1",
        "first_seen": "2026-03-02T12:00:00Z",
        "delay_seconds": 7200,
        "posts": 5,
        "channels": 3,
        "independent_sources": 2,
        "own_pages": [
            {
                "post": "feed:our.example/1",
                "url": "https://our.example/1",
                "sentence": "It closes.",
                "published_at": "2026-03-02T13:00:00Z",
                "state": "standing",
            }
        ],
    }
    return usual | given


def shown(*things: Any, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    for thing in things:
        console.print(thing)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_the_card_says_who_what_when_and_with_which_cautions() -> None:
    """All that a journalist on call needs before acting."""
    card = shown(alert_card(alert(), "The Velmar bridge closes."))
    for word in (
        "DENIED",
        "The Velmar bridge closes.",
        "The bridge stays open.",
        "Ilo Varn",
        "velmar-mfa",
        "first-hand",
        "scope",
        "it speaks of one lane",
        "2 h",
        "https://our.example/1",
        "a1",
    ):
        assert word in card


@pytest.mark.parametrize(
    "kind",
    [
        "denied",
        "denial_update",
        "unconfirmed_denial",
        "denial_withdrawn",
        "our_page",
        "spreading",
        "confirmed",
        "reignited",
    ],
)
def test_every_kind_of_alert_has_a_card(kind: str) -> None:
    """With a denial or without."""
    assert "claim" in shown(alert_card(alert(kind=kind), "w"))
    assert "claim" in shown(alert_card(alert(kind=kind, denial=None, own_pages=[]), "w"))


def test_hostile_words_are_shown_as_words() -> None:
    """No markup, no escape codes, no turned direction, no line of their own."""
    hostile = alert(denial=denial(quote=HOSTILE, official=HOSTILE, url=HOSTILE), origin=HOSTILE)
    page = claim(text=HOSTILE, origin=HOSTILE, denials=[denial(quote=HOSTILE)])
    out = shown(alert_card(hostile, HOSTILE), claim_page(page, 120))
    assert "\x1b[31m" not in out
    assert "\u202e" not in out
    assert "[bold red]click[/]" in out


def test_a_jump_is_told_once_and_never_for_the_origin() -> None:
    """First on Twitter, first in Ukrainian."""
    watch = Watch()
    assert watch.see(claim()) == []
    later = {"post": "twitter:ann/5", "at": "2026-03-02T12:20:00Z", "posts": 1}
    grown = claim(6, first_by_platform={**claim()["first_by_platform"], "twitter": later})
    jumps = watch.see(grown)
    assert [jump.where for jump in jumps] == ["jumps to Twitter"]
    assert watch.see(grown) == []


def test_a_live_screen_leaves_its_last_table() -> None:
    """With the claims that have most posts."""
    console = Console(file=io.StringIO(), width=130, force_terminal=True, color_system=None)
    with LiveScreen(console, "a story", 100) as screen:
        screen.take("claims", claim())
        screen.take("alerts", alert())
        screen.take("mentions", {"read_at": "2026-03-02T12:00:00Z", "primary": True})
        screen.advance(50)
    out = console.file.getvalue()  # type: ignore[attr-defined]
    assert "The Velmar bridge closes." in out.splitlines()[-1] + out.splitlines()[-2]
    assert "DENIED" in out


def test_a_plain_screen_prints_lines_without_escape_codes() -> None:
    """For a log or a pipe."""
    file = io.StringIO()
    screen = PlainScreen(Console(file=file, width=100))
    screen.take(
        "claims",
        claim(
            first_by_language={
                "en": {"post": "telegram:velmar/1", "at": "2026-03-02T12:00:00Z", "posts": 4},
                "uk": {"post": "telegram:dnipro/7", "at": "2026-03-02T12:09:00Z", "posts": 1},
            }
        ),
    )
    screen.take("alerts", alert())
    screen.take("dead-letters", {"step": "embed", "offset": 3, "reason": "no"})
    assert "crosses into uk" in file.getvalue()
    assert "DENIED" in file.getvalue()
    assert "dead letter of embed" in file.getvalue()
    assert "\x1b" not in file.getvalue()


def test_the_closing_summary_adds_up_before_the_eyes() -> None:
    """Lines in = in a claim + in none + folded + rejected."""
    books = {
        "lines": 10,
        "mentioned": 5,
        "unclaimed": 2,
        "folded": 2,
        "rejected": 1,
        "claims": 3,
        "alerts": 1,
    }
    out = shown(closing_summary(books, 2.0, Path("out"), {"claims.jsonl": "claims"}))
    assert "10 = 5 in a claim + 2 in no claim + 2 edits" in out
    assert "claims.jsonl" in out


@given(st.lists(st.integers(0, 10_000), max_size=200), st.integers(1, 60))
def test_a_sparkline_fits_and_shows_its_peak(counts: list[int], width: int) -> None:
    """Full height at the most, nothing where nothing was."""
    line = sparkline(counts, width)
    assert len(line) <= width
    assert (BLOCKS[-1] in line) == any(counts)


@pytest.mark.parametrize(
    ("seconds", "said"), [(45, "45 s"), (720, "12 min"), (12_000, "3 h 20 min"), (400_000, "4 days")]
)
def test_spans_are_said_as_a_person_would(seconds: int, said: str) -> None:
    """One or two units."""
    assert span(seconds) == said
    assert span(timedelta(seconds=-seconds).total_seconds()) == said


def test_a_claim_whose_words_were_deleted_says_so() -> None:
    """An empty line would look like a fault."""
    bare = claim(text="", deleted=1)
    watch = Watch()
    watch.see(bare)
    assert watch.wording(bare["claim"]) == "[deleted]"
    out = shown(claim_page(bare, 120), claims_table([bare], 120), alert_card(alert(), "[deleted]"))
    assert out.count("[deleted]") == 3


def test_a_claim_shows_what_became_of_it_after_the_denial() -> None:
    """Who goes on, how long, how late the denial came, what became of our page, who set the state."""
    page = alert()["own_pages"][0] | {"state": "corrected", "read_again_at": "2026-03-02T15:10:00Z"}
    after = {
        "asserting_before": 9,
        "asserting_after": 3,
        "posts_after": 5,
        "share_asserting": 0.6,
        "half_life_minutes": {"value": 42.0, "low": 30.0, "high": 59.0},
        "knowing": [{"channel": f"telegram:{HOSTILE}", "posts": 2, "knew": "again"}],
    }
    pin = {"status": "confirmed", "by": "editor:ines", "at": "2026-03-02T15:00:00Z", "reason": "seen"}
    given = {"denials": [denial()], "own_pages": [page], "after_denial": after, "pinned": pin}
    page_shown = " ".join(shown(claim_page(claim(**given, machine_status="denied"), 300), width=300).split())
    for told in (
        "3 of 5 posts still assert it (9 posts asserted it before)",
        "half-life 42 min (30–59 min)",
        "the denial had reached them: telegram:[bold red]click",
        "2 h after the claim began; false rumours take about 14 h to be resolved",
        "(corrected, read again 02 Mar 2026 15:10Z)",
        "editor:ines, 02 Mar 2026 15:00Z: seen (the machine says denied)",
    ):
        assert told in page_shown


def test_a_denial_older_than_the_claim_is_said_to_be() -> None:
    """It has no delay to compare."""
    told = shown(claim_page(claim(denials=[denial(delay_seconds=-7200)]), 200), width=200)
    assert "2 h before the claim began" in told
    assert "14 h" not in told


def test_the_card_names_the_rule_that_fired() -> None:
    """So that a newsroom knows which of its rules to mend."""
    card = shown(alert_card(alert(kind="spreading", denial=None, own_pages=[], rule=f"fast {HOSTILE}"), "x"))
    assert "rule  fast [bold red]click" in card
    assert "\x1b[31m" not in card


def test_the_card_of_our_page_has_a_draft_of_its_update() -> None:
    """Escaped like all else."""
    card = shown(
        alert_card(alert(kind="our_page", update_line=f"UPDATE 00:52 UTC: {HOSTILE}"), "x"), width=200
    )
    assert "UPDATE 00:52 UTC: [bold red]click[/]" in card
    assert "\x1b[31m" not in card
