"""The live table: what grows, what is new, whether the stream still moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.screen.top_page import ALERTS, top_page

NOW = datetime(2026, 3, 2, 12, 30, 10, tzinfo=UTC)


def alert(number, **given):
    """Make an alert of an invented claim."""
    usual = {
        "kind": "denied",
        "text": f"DENIED number {number}",
        "fired_at": f"2026-03-02T12:{number:02}:00Z",
    }
    return usual | given


def test_each_claim_has_state_size_curve_and_doubling(claim, printed):
    """With its interval where there is room for it."""
    wide = printed(top_page([claim()], [], NOW, 140, chosen=" by growth"), width=140)
    assert "02 Mar 12:30:10Z · 1 claim by growth" in wide
    for told in ("The Velmar bridge closes.", "spreading", "1,201", "25 min (20–34 min)", "TG", "▂▃█"):
        assert told in wide
    narrow = printed(top_page([claim()], [], NOW, 80), width=80)
    assert "25 min" in narrow
    assert "(20–34" not in narrow


@pytest.mark.parametrize("width", [40, 64, 72, 80, 100, 120, 160])
def test_no_row_is_wider_than_the_terminal(claim, printed, hostile, width):
    """Whatever a source calls itself."""
    rows = [claim(text=hostile, first_by_platform={hostile: claim()["first_by_platform"]["twitter"]})]
    out = printed(top_page(rows, [alert(1, text=hostile)], NOW, width, chosen=hostile), width=width)
    assert all(len(line) <= width for line in out.splitlines())
    assert "\x1b[31m" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(("high", "said"), [(-0.1, True), (0.1, False)])
def test_a_claim_that_falls_beyond_doubt_says_so(claim, printed, high, said):
    """A dash would leave it open."""
    rate = {"value": -0.5, "low": -0.9, "high": high}
    falling = claim(spread={"per_minute": None, "doubling_minutes": None, "growth_per_hour": rate})
    for width in (80, 120):
        assert ("falls" in printed(top_page([falling], [], NOW, width), width=width)) == said


def test_nothing_to_show_is_said(printed):
    """An empty newsroom is no fault."""
    assert "no claims yet" in printed(top_page([], [], NOW, 80), width=80)


def test_a_stream_that_stands_still_is_noticed(claim, printed):
    """A quiet table may be a dead one."""
    assert "nothing new" not in printed(top_page([claim()], [], NOW, 120))
    later = NOW + timedelta(hours=2)
    assert "nothing new for 2 h: does `rumor run` still run?" in printed(top_page([claim()], [], later, 120))


def test_the_newest_alerts_stand_below(claim, printed):
    """As many as there is room for, the newest first."""
    out = printed(top_page([claim()], [alert(n) for n in range(9, 0, -1)], NOW, 120))
    assert [f"number {n}" in out for n in (9, 6, 5)] == [True, ALERTS > 3, ALERTS > 4]


def test_a_denied_claim_of_our_own_pages_is_marked(claim, printed):
    """As long as the page stands as it was."""
    page = {"state": "standing"}
    assert "! The Velmar" in printed(top_page([claim(denied_at="x", own_pages=[page])], [], NOW, 120))
    mended = {"state": "corrected"}
    for given in ({"own_pages": [page]}, {"denied_at": "x", "own_pages": [mended]}, {"denied_at": "x"}):
        assert "! The Velmar" not in printed(top_page([claim(**given)], [], NOW, 120))
