"""One claim on a page: all a journalist asks of it."""

from __future__ import annotations

import pytest

from connectors.screen import claim_page


def flat(text):
    """Join what a narrow terminal has wrapped."""
    return " ".join(text.replace("│", " ").split())


def test_a_page_says_what_where_from_and_how_far(claim, printed):
    """Wordings, state, origin, counts, jumps, growth."""
    page = flat(printed(claim_page(claim(), 160), width=160))
    for told in (
        "wording The Velmar bridge closes. language en in ru Велмарский мост закроют.",
        "state spreading since 02 Mar 2026 12:10Z",
        "how 02 Mar 12:00 first read, by telegram:velmar/1",
        "origin 02 Mar 2026 12:00Z by telegram:velmar/1, the earliest post read",
        "posts 1,201 (1,100 assert it, 1 deny it, 100 comment); 2 deleted since",
        "12 independent sources, 30 channels with 1,200,000 followers, 90,000 views",
        "doubles every 25 min (20–34 min)",
        "platforms 02 Mar 12:00 Telegram: 1,200 posts",
        "02 Mar 12:20 X: 1 post, 20 min later, by twitter:ann/5",
    ):
        assert told in page


def test_an_older_original_is_said_to_be_unread(claim, printed):
    """The origin is the earliest post read, and no more than that."""
    page = flat(printed(claim_page(claim(origin_unread="telegram:unheard/7"), 120)))
    assert "older, unread telegram:unheard/7: it was never read" in page


def test_a_denial_has_its_card_in_words(claim, denial, printed):
    """Office by its name, standing and cautions in words, the delay beside what is usual."""
    page = flat(printed(claim_page(claim(denials=[denial()]), 160), width=160))
    for told in (
        "who Ilo Varn, Ministry of Velmar",
        "standing the highest standing: head of state",
        "hand first-hand, read at the source",
        "beware denies something wider or narrower: it speaks of one lane",
        "12 min after the claim began; false rumours take about 14 h to be resolved, true ones 2 h (Zubiaga",
        "carried on by 4 later posts",
    ):
        assert told in page
    assert "velmar-mfa" not in page
    assert "▲" in page


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "DENIED"),
        ({"weak": True}, "WEAK DENIAL"),
        ({"withdrawn_at": "2026-03-02T13:00:00Z"}, "DENIAL WITHDRAWN"),
    ],
)
def test_weak_and_withdrawn_denials_are_titled_so(claim, denial, printed, given, title):
    """Nobody must take one for more than it is."""
    assert f" {title} " in printed(claim_page(claim(denials=[denial(**given)]), 120))


def test_a_second_hand_quote_says_who_quotes_and_when_it_was_said(claim, denial, printed):
    """Said, published, read and withdrawn are four times."""
    quoted = denial(
        first_hand=False, said_at="2026-02-20", read_at="2026-03-02T12:40:00Z",
        withdrawn_at="2026-03-02T13:00:00Z", cautions=["stale", "second_hand"], reasons=["said days before"],
    )  # fmt: skip
    page = flat(printed(claim_page(claim(denials=[quoted]), 200), width=200))
    assert "second-hand, quoted by twitter:velmar_mfa" in page
    told = (
        "said 2026-02-20, published 02 Mar 2026 12:12Z, read 02 Mar 2026 12:40Z, withdrawn 02 Mar 2026 13:00Z"
    )
    assert told in page
    assert "beware said before the rumour began: said days before" in page
    assert "beware second-hand" in page


def test_rates_on_both_sides_of_a_denial_are_told(claim, printed):
    """With their intervals, and who goes on knowing of it."""
    after = {
        "asserting_before": 9, "asserting_after": 3, "posts_after": 5, "share_asserting": 0.6,
        "per_minute_before": {"value": 0.5, "low": 0.2, "high": 0.9},
        "per_minute_after": {"value": 0.1, "low": 0.02, "high": 0.3},
        "half_life_minutes": None,
        "knowing": [{"channel": "telegram:velmar", "posts": 2, "knew": "carried"}],
    }  # fmt: skip
    page = flat(printed(claim_page(claim(after_denial=after), 160), width=160))
    assert "after denial 3 of 5 posts still assert it (9 posts asserted it before)" in page
    assert "rates 0.5 (0.2–0.9) assertions a minute in the hour before the denial, 0.1 (0.02–0.3) in" in page
    assert "knowing the denial had reached them: telegram:velmar (2)" in page
    assert "half-life" not in page


def test_what_was_not_watched_stands_beside_the_numbers(claim, printed):
    """Each gap, or that there was none, or that nobody knows."""
    gaps = [f"telegram:velmar_{n} was not read from 12:00 to 12:10: flood" for n in range(8)]
    page = flat(printed(claim_page(claim(), 160, unwatched=gaps), width=160))
    assert "not watched telegram:velmar_0 was not read from 12:00 to 12:10: flood" in page
    assert "and 3 more: `rumor sources` tells" in page
    none = flat(printed(claim_page(claim(), 160, unwatched=[]), width=160))
    assert "no gap is on record from 02 Mar 12:00 to 02 Mar 12:30" in none
    assert "nothing was recorded of what was not read" in flat(printed(claim_page(claim(), 160), width=160))


@pytest.mark.parametrize("width", [30, 46, 80, 140, 220])
def test_a_page_fits_its_terminal(claim, denial, printed, hostile, width):
    """Narrow and wide; no line is longer, hostile words stay words."""
    page = claim(
        text=hostile, origin=hostile, origin_unread=hostile, lang=hostile, denials=[denial(quote=hostile)],
        wordings=[{"text": hostile, "lang": hostile + "2", "post": hostile}],
        history=[{"at": "2026-03-02T12:10:00Z", "event": "spreads", "status": hostile, "evidence": hostile}],
        first_by_language={hostile: {"post": hostile, "at": "2026-03-02T12:00:00Z", "posts": 1}},
        branches=[{"post": hostile, "parent": hostile, "shares": 3}],
    )  # fmt: skip
    out = printed(claim_page(page, width, unwatched=[hostile]), width=width)
    assert all(len(line) <= width for line in out.splitlines())
    assert "\x1b[31m" not in out
    assert "\u202e" not in out


def test_no_colour_and_no_codes_reach_a_pipe(claim, denial, printed):
    """A log is read by programs too."""
    assert "\x1b" not in printed(claim_page(claim(denials=[denial()]), 80), width=80, terminal=False)


def test_an_older_record_is_shown_as_far_as_it_goes(claim, printed):
    """A read model may hold claims that were written before a key was."""
    bare = claim()
    for key in (
        "history",
        "status_since",
        "wordings",
        "views",
        "deleted",
        "stances",
        "shown_at",
        "machine_status",
    ):
        del bare[key]
    bare["series"] = {"posts": [1, 2]}
    assert "The Velmar bridge closes." in printed(claim_page(bare, 100))
