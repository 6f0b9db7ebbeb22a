"""The curve of a claim since birth, its axis and its marks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.screen.chart import chart
from connectors.screen.spark import BLOCKS


def series(*posts: int, minutes: int = 10) -> dict[str, Any]:
    return {"start": "2026-03-02T12:00:00Z", "minutes": minutes, "posts": list(posts)}


def denied(at: str, **given: Any) -> dict[str, Any]:
    return {"published_at": f"2026-03-02T{at}:00Z", "weak": False, "withdrawn_at": None} | given


def drawn(*args: Any) -> list[str]:
    return [line.plain for line in chart(*args)]


def test_a_denial_is_marked_below_its_time() -> None:
    """The third bucket begins at 12:20."""
    curve, marks, note = drawn(series(1, 2, 4, 8), [denied("12:25")], 40)
    assert len(curve) == 4
    assert marks.rstrip() == "  ▲"
    assert note == "10 min a character, at most 8 posts in one"


def test_the_axis_tells_where_the_curve_begins_and_ends() -> None:
    """With the day where it ends on another."""
    lines = drawn(series(*[1] * 20), [], 40)
    assert lines[1] == "12:00          15:20"
    lines = drawn(series(*[1] * 20, minutes=60), [], 40)
    assert lines[1] == "12:00   03 Mar 08:00"


def test_weak_and_withdrawn_denials_have_signs_of_their_own() -> None:
    """Of two in one place the heavier one is shown."""
    given = [
        denied("12:05", weak=True),
        denied("12:15", withdrawn_at="2026-03-02T13:00:00Z"),
        denied("12:25", weak=True),
        denied("12:26"),
    ]
    assert drawn(series(1, 1, 1, 1), given, 40)[1].rstrip() == "△▽▲"


def test_a_denial_of_months_before_has_no_place() -> None:
    """It was said before the claim began."""
    lines = drawn(series(1, 1), [denied("11:00")], 40)
    assert not any(sign in line for line in lines for sign in "▲△▽")


def test_a_denial_after_the_last_post_is_shown_after_it() -> None:
    """The silence between is drawn, but never so long that the curve is lost."""
    curve, marks, *_ = drawn(series(4, 4, 4, 4), [denied("12:55")], 40)
    assert (curve, marks.rstrip()) == ("████▁▁", "     ▲")
    curve, marks, *_ = drawn(series(4, 4, 4, 4), [denied("23:55")], 40)
    assert (curve, marks.rstrip()) == ("████▁▁▁▁", "       ▲")


@pytest.mark.parametrize("posts", [(), (0, 0)])
def test_nothing_is_drawn_of_nothing(posts: tuple[int, ...]) -> None:
    """All its posts may have left the claim."""
    assert drawn(series(*posts), [denied("12:05")], 40) == []


def test_a_record_without_times_has_a_curve_without_axis() -> None:
    """As another program may write it."""
    assert drawn({"posts": [1, 2]}, [], 40) == [f"{BLOCKS[4]}{BLOCKS[-1]}"]


@given(
    st.lists(st.integers(0, 500), max_size=64),
    st.lists(st.integers(0, 23).map(lambda hour: denied(f"{hour:02}:30")), max_size=4),
    st.integers(1, 70),
    st.sampled_from([5, 20, 1440]),
)
def test_curve_and_marks_never_leave_their_width(
    posts: list[int], denials: list[dict[str, Any]], width: int, minutes: int
) -> None:
    """Whatever the terminal."""
    *lines, _ = drawn(series(*posts, minutes=minutes), denials, width) or [""]
    assert all(len(line) <= width for line in lines)
