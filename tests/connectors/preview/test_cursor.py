"""What is kept of a channel between two runs."""

from __future__ import annotations

import pytest

from connectors.preview.cursor import Channel, cursor_key, cursor_of, read_cursor
from connectors.preview.sync import Seen


def test_a_cursor_is_read_back() -> None:
    channel, seen = Channel("Herald", 7, "123"), Seen(9, {8: "ab", 9: "+8"}, {8: 500}, {8})
    assert read_cursor(cursor_of(channel, seen)) == (channel, seen)
    assert read_cursor(cursor_of(Channel(), Seen())) == (Channel(), Seen())


@pytest.mark.parametrize(
    "cursor",
    [None, {}, {"last_id": 1}, {"last_id": "x", "seen": {}, "views": {}, "missing": []},
     {"last_id": 1, "seen": {"a": 1}, "views": {}, "missing": []}, {"last_id": 1, "seen": [], "missing": []}],
)  # fmt: skip
def test_a_damaged_cursor_costs_a_second_reading_only(cursor: dict[str, object] | None) -> None:
    assert read_cursor(cursor) == (Channel(), Seen())


def test_it_is_not_kept_under_the_accounts_name() -> None:
    """Either would take the other's for its own."""
    assert cursor_key("Synthetic_Herald") == "preview:synthetic_herald"
