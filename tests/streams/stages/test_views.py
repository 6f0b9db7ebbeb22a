"""What a claim was last shown as depends on what there was, not on how batches fell."""

from __future__ import annotations

import pytest


@pytest.fixture
def last_shown(newsroom, reading, along):
    """Give each claim as it was last shown, in batches of a size."""

    def shown(batch):
        room = newsroom()
        for minute in range(0, 180, 7):
            room.read(reading(minute, along(minute % 2)))
            room.tick(minute + 3)
        room.tick(200, "end")
        room.run(batch=batch)
        return {record["claim"]: record for record in room.of("claims")}

    return shown


def test_batches_of_any_size_show_claims_as_of_the_same_time(last_shown):
    """A tick that shows a claim may share its batch with a post of the claim."""
    alone = last_shown(1)
    assert {record["shown_at"] for record in alone.values()} == {"2026-03-02T15:20:00Z"}
    for batch in (2, 3, 5, 64):
        assert last_shown(batch) == alone
