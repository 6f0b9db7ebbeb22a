"""What is told of a draft; all claims are synthetic."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from connectors.screen.draft_report import draft_lines, draft_table
from models.draft import Found, Passage

HOSTILE = "[bold red]click[/] \x1b[31mred\x1b[0m \u202eevil\n\nsecond line\tx"


def found(stance: Any = "support", sentence: str = "The bridge closes.", **given: Any) -> Found:
    """Make a denied claim that a draft tells in one sentence."""
    record = {
        "claim": "3f9a", "text": "The Velmar bridge closes.", "status": "denied",
        "first_seen": "2026-03-02T12:00:00Z", "origin": "telegram:velmar/1", "origin_unread": None,
        "posts": 5, "channels": 4, "independent_sources": 2, "own_pages": [],
        "denials": [
            {
                "post": "twitter:velmar_mfa/9", "office": "velmar-mfa", "official": "Ilo Varn",
                "first_hand": True, "quote": "The bridge stays open.",
                "published_at": "2026-03-02T14:00:00Z", "cautions": ["scope"],
                "reasons": ["it speaks of one lane"], "weak": False, "url": None, "withdrawn_at": None,
            }
        ],
    }  # fmt: skip
    return Found(record | given, (Passage(sentence, 0.71, stance),))


def drawn(*claims: Found) -> str:
    """Draw the table as a terminal shows it."""
    console = Console(file=io.StringIO(), width=140, force_terminal=True, color_system=None)
    console.print(draft_table(claims))
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_state_origin_sources_and_denials_are_told() -> None:
    """All that an editor needs before publishing, in both forms."""
    lines = "\n".join(draft_lines([found()]))
    for said in (
        "denied", "3f9a", "The Velmar bridge closes.", "The bridge closes. (0.71)", "telegram:velmar/1",
        "2 independent", "«The bridge stays open.»", "Ilo Varn, velmar-mfa", "first-hand",
        "02 Mar 2026 14:00Z", "it speaks of one lane", "twitter:velmar_mfa/9",
    ):  # fmt: skip
        assert said in lines
        assert said in " ".join(drawn(found()).split())


def test_what_is_not_plainly_so_is_said() -> None:
    """An editor's word, an unread origin, a denial that is weak or withdrawn, a draft that denies."""
    weak, withdrawn = found().record["denials"] * 2
    denials = [weak | {"weak": True}, withdrawn | {"withdrawn_at": "2026-03-02T15:00:00Z"}]
    one = found("deny", status="dormant", pinned=True, origin_unread="twitter:older/1", denials=denials)
    names = {line.split("\t")[0]: line for line in draft_lines([one])}
    assert "dormant (set by an editor)" in names["state"]
    assert "twitter:older/1" in names["origin"]
    assert {"denies it", "weak denial", "withdrawn"} <= set(names)


def test_a_denial_that_has_not_made_the_state_is_told_with_it() -> None:
    """A denied claim that sleeps is still a denied one."""
    assert "an office denies it" in next(iter(draft_lines([found(status="dormant")])))


def test_hostile_words_stay_on_their_line() -> None:
    """Nothing of a post or a draft moves the cursor, colours the screen or makes a line of its own."""
    one = found(sentence=HOSTILE, text=HOSTILE, origin=HOSTILE)
    lines = list(draft_lines([one, one]))
    assert len(lines) == 13
    assert all(line.count("\t") == 1 for line in lines if line)
    for shown in ("\n".join(lines), drawn(one)):
        assert "\x1b[31m" not in shown
        assert "\u202e" not in shown
        assert "[bold red]click" in shown
