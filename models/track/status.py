"""What state a claim is in: a table of events.

    | state      | spreads   | denied | withdrawn | confirmed | silent  | returned  |
    |------------|-----------|--------|-----------|-----------|---------|-----------|
    | emerging   | spreading | denied |           | confirmed | dormant |           |
    | spreading  |           | denied |           | confirmed | dormant |           |
    | denied     |           |        | emerging  | confirmed | dormant |           |
    | confirmed  |           | denied |           |           | dormant |           |
    | reignited  |           | denied |           | confirmed | dormant |           |
    | dormant    |           | denied |           | confirmed |         | reignited |

``spreads``: a rule of the newsroom says so (`models.rules`). ``denied``: a strong denial. ``withdrawn``: the
last strong denial was taken back (a claim that spreads moves on from emerging at once). ``confirmed``: an
office says first-hand that it is so. ``silent``: nobody posted for long. ``returned``: asserted again after
that. Where offices contradict each other the newest word stands. An empty cell changes nothing: a denied
claim that goes on spreading stays denied.

An editor's word (`rumor claims set-status`) is no event: it stands beside this (`ClaimRecord.pin`) and is
what a newsroom is shown until an editor changes it, while the table goes on and alerts fire by it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec.structs import replace

from models.order import Status
from models.track.record import ClaimRecord
from models.track.settings import DEFAULTS, TrackSettings

Event = Literal["spreads", "denied", "withdrawn", "confirmed", "silent", "returned"]

_AWAKE: Final[tuple[Status, ...]] = ("emerging", "spreading", "denied", "confirmed", "reignited")

TABLE: Final[dict[tuple[Status, Event], Status]] = {
    ("emerging", "spreads"): "spreading",
    **{(status, "denied"): "denied" for status in (*_AWAKE, "dormant")},
    **{(status, "confirmed"): "confirmed" for status in (*_AWAKE, "dormant")},
    ("denied", "withdrawn"): "emerging",
    **{(status, "silent"): "dormant" for status in _AWAKE},
    ("dormant", "returned"): "reignited",
}
"""(status, event) -> status; a pair that is not here changes nothing."""


def moved(record: ClaimRecord, event: Event) -> ClaimRecord:
    """Give the record after an event; the very same where its status stays."""
    status = TABLE.get((record.status, event), record.status)
    if status == record.status:
        return record
    slept_from = record.status if status == "dormant" else None
    return replace(record, status=status, status_since=record.now, slept_from=slept_from)


def advance(record: ClaimRecord, at: datetime, settings: TrackSettings = DEFAULTS) -> ClaimRecord:
    """Give the record as time alone leaves it at ``at``: asleep after long silence, else the very same."""
    if record.status == "dormant" or at - record.last_at < settings.dormant_after:
        return record
    return moved(replace(record, now=max(record.now, at)), "silent")


def due(record: ClaimRecord, settings: TrackSettings = DEFAULTS) -> datetime | None:
    """Give the time from which `advance` changes something; None where only a post can."""
    return None if record.status == "dormant" else record.last_at + settings.dormant_after


def woken(record: ClaimRecord, before: ClaimRecord, at: datetime, settings: TrackSettings) -> ClaimRecord:
    """Give a dormant claim as an assertion at ``at`` leaves it.

    It returns if the silence was long; a post that was only read late shows that there was none, and the
    claim goes on as before it slept.
    """
    if record.status != "dormant":
        return record
    if before.asserted_at is None or at - before.asserted_at >= settings.dormant_after:
        return replace(moved(record, "returned"), returns=record.returns + 1)
    if record.now - record.last_at < settings.dormant_after:
        return replace(
            record, status=record.slept_from or "emerging", status_since=record.now, slept_from=None
        )
    return record
