"""After a restart, claims that have been silent for long are left alone; the others are shown on."""

from __future__ import annotations

import asyncio


def _restarted(room, *, at, control="tick"):
    """Start the last stage anew on its table, let a tick come, and give the claims it shows."""
    line = room.track[0]
    line.step = line.make(line.table)
    asyncio.run(line.step.recovered())
    before = len(room.of("claims"))
    room.tick(at, control)
    room.run()
    return [record["posts"] for record in room.of("claims")[before:]]


def test_only_claims_of_late_are_shown_at_the_first_tick(newsroom, reading, along):
    """One of two posts five hours ago, one of three just now."""
    room = newsroom()
    room.read(*(reading(minute, along(0)) for minute in (0, 1)))
    room.read(*(reading(minute, along(1)) for minute in (300, 301, 302)))
    room.run()
    assert _restarted(room, at=304) == [3]


def test_a_silent_claim_still_falls_asleep_after_a_restart(newsroom, reading, along):
    """At its time, though nobody looked at it since."""
    room = newsroom()
    room.read(*(reading(minute, along(0)) for minute in (0, 1)))
    room.read(*(reading(minute, along(1)) for minute in (300, 301, 302)))
    room.run()
    assert set(_restarted(room, at=60 * 24 * 15)) == {2, 3}
    assert {record.status for record in room.records().values()} == {"dormant"}
