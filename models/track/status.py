"""What state a claim is in: a table of events.

::

    emerging ──spreads──▶ spreading ──denied──▶ denied ◀──denied── confirmed
       ▲    ──denied, confirmed──▶                │  ──confirmed──▶    ▲
       └────────────────withdrawn─────────────────┤                    │
                                      returned, faster             confirmed
                                                  ▼                    │
    any ──silent──▶ dormant ──returned──▶     reignited ───────────────┘ ──denied──▶ denied

    | state      | spreads   | denied | withdrawn | confirmed | silent  | returned  | faster    |
    |------------|-----------|--------|-----------|-----------|---------|-----------|-----------|
    | emerging   | spreading | denied |           | confirmed | dormant |           |           |
    | spreading  |           | denied |           | confirmed | dormant |           |           |
    | denied     |           |        | emerging  | confirmed | dormant | reignited | reignited |
    | confirmed  |           | denied |           |           | dormant |           |           |
    | reignited  |           | denied |           | confirmed | dormant |           |           |
    | dormant    |           | denied |           | confirmed |         | reignited |           |

``spreads``: a rule of the newsroom says so (`models.rules`). ``denied``: a strong denial, or, of a claim that
was confirmed since, an office's own renewal of one. ``withdrawn``: the last strong denial was taken back (a
claim that spreads moves on from emerging at once). ``confirmed``: an office says first-hand that it is so.
``silent``: nobody posted for long. ``returned``: asserted again after that, or a denied claim spreads again
after hours of silence; ``faster``: it spreads faster than before its denial (`models.track.returning`). Where
offices contradict each other the newest word stands. An empty cell changes nothing: a denied claim that goes
on spreading stays denied. Each change is kept with what brought it about (`ClaimRecord.turns`).

An editor's word (`rumor claims set-status`) is no event: it stands beside this (`ClaimRecord.pin`) and is
what a newsroom is shown until an editor changes it, while the table goes on and alerts fire by it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec.structs import replace

from models.order import Status
from models.track.record import ClaimRecord, Glance, Turn
from models.track.settings import DEFAULTS, TrackSettings

Event = Literal["spreads", "denied", "withdrawn", "confirmed", "silent", "returned", "faster"]

MOST_TURNS: Final = 8
"""Changes of state that are kept."""
MOST_EVIDENCE: Final = 120
"""Characters of what brought one about."""

_AWAKE: Final[tuple[Status, ...]] = ("emerging", "spreading", "denied", "confirmed", "reignited")

TABLE: Final[dict[tuple[Status, Event], Status]] = {
    ("emerging", "spreads"): "spreading",
    **{(status, "denied"): "denied" for status in (*_AWAKE, "dormant")},
    **{(status, "confirmed"): "confirmed" for status in (*_AWAKE, "dormant")},
    ("denied", "withdrawn"): "emerging",
    **{(status, "silent"): "dormant" for status in _AWAKE},
    ("dormant", "returned"): "reignited",
    ("denied", "returned"): "reignited",
    ("denied", "faster"): "reignited",
}
"""(status, event) -> status; a pair that is not here changes nothing."""


def moved(record: ClaimRecord, event: Event, evidence: str = "") -> ClaimRecord:
    """Give the record after an event; the very same where its status stays.

    ``evidence`` is the uid of the post that brought it about, or words; one that is too long is left out.
    """
    status = TABLE.get((record.status, event), record.status)
    if status == record.status:
        return record
    slept_from = record.status if status == "dormant" else None
    return _turned(replace(record, slept_from=slept_from), status, event, evidence)


def _turned(record: ClaimRecord, status: Status, event: Event, evidence: str) -> ClaimRecord:
    turn = Turn(status, record.now, event, evidence if len(evidence) <= MOST_EVIDENCE else "")
    turns = (*record.turns, turn)[-MOST_TURNS:]
    return replace(record, status=status, status_since=record.now, turns=turns)


def advance(record: ClaimRecord, at: datetime, settings: TrackSettings = DEFAULTS) -> ClaimRecord:
    """Give the record as time alone leaves it at ``at``: asleep after long silence, else the very same."""
    if record.status == "dormant" or at - record.last_at < settings.dormant_after:
        return record
    return moved(replace(record, now=max(record.now, at)), "silent")


def due(record: ClaimRecord | Glance, settings: TrackSettings = DEFAULTS) -> datetime | None:
    """Give the time from which `advance` changes something; None where only a post can."""
    return None if record.status == "dormant" else record.last_at + settings.dormant_after


def woken(
    record: ClaimRecord, before: ClaimRecord, at: datetime, settings: TrackSettings, evidence: str = ""
) -> ClaimRecord:
    """Give a dormant claim as an assertion at ``at`` leaves it; ``evidence`` is the post's uid.

    It returns if the silence was long; a post that was only read late shows that there was none, and the
    claim goes on as before it slept.
    """
    if record.status != "dormant":
        return record
    if before.asserted_at is None or at - before.asserted_at >= settings.dormant_after:
        return replace(moved(record, "returned", evidence), returns=record.returns + 1)
    if record.now - record.last_at < settings.dormant_after:
        as_before = record.slept_from or "emerging"
        return _turned(replace(record, slept_from=None), as_before, "returned", evidence)
    return record
