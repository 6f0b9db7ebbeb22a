"""A claim as it is written to files, topics and pages: a line of ``claims.jsonl``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.order import Pin
from models.post import show_time
from models.track.aftermath import after_denial
from models.track.alerts import BASELINE, denial_record, page_record
from models.track.path import path
from models.track.recent import STANCES
from models.track.record import ClaimRecord, First, Heard
from models.track.spread import WINDOWS, shown_window, spread
from models.track.wording import canonical


def view(record: ClaimRecord, at: datetime) -> dict[str, Any]:
    """Give a claim in the contract's keys at a time, with more beside them.

    ``text`` is empty where all the posts that had words for the claim were deleted; ``deleted_words`` are the
    deleted posts whose words an alert carries; ``middle`` is where the claim lies (`models.outline`): a
    draft is compared with it.

    Rates are as of ``at``, or of the newest post taken in where that is later.
    """
    at = max(at, record.now)
    wording = canonical(record)
    gone = [uid for uid, deleted in record.told.items() if deleted]
    return {
        "claim": record.claim,
        "text": wording.text if wording else _stated(record),
        "lang": wording.lang if wording else next(iter(record.languages), "und"),
        "status": record.shown_status,
        "first_seen": show_time(record.origin.at),
        "origin": record.origin.uid,
        "origin_unread": record.origin.unread,
        "posts": record.posts,
        "channels": record.channels.size(),
        "platforms": len(record.platforms),
        "independent_sources": record.sources.size(),
        "audience": record.audience.total(),
        "spread": spread(record, at),
        "denials": [_denial(record, heard) for heard in record.heard if heard.denial],
        "shown_at": show_time(at),
        "views": record.views,
        "deleted": record.deleted,
        "stances": dict(zip(STANCES, record.stances, strict=True)),
        "languages": list(record.languages),
        "first_by_platform": {name: _first(group) for name, group in record.platforms.items()},
        "first_by_language": {name: _first(group) for name, group in record.languages.items()},
        "wordings": [{"text": w.text, "lang": w.lang, "post": w.post} for w in record.wordings],
        "middle": record.middle or None,
        "deleted_words": gone,
        "windows": _windows(record, at),
        **path(record, at),
        "series": _series(record),
        "own_pages": [page_record(page) for page in record.own_pages],
        "last_at": show_time(record.last_at),
        "rumour_began": show_time(record.rumour_at) if record.rumour_at else None,
        "status_since": show_time(record.status_since) if record.status_since else None,
        "history": [turn._asdict() | {"at": show_time(turn.at)} for turn in record.turns],
        "returns": record.returns,
        "machine_status": record.status,
        "pinned": _pinned(record.pin) if record.pin else None,
        **after_denial(record, at),
    }


def _stated(record: ClaimRecord) -> str:
    """Name a claim without words of its own by what was said against it; empty where no such post stands."""
    return next((heard.stated().quote for heard in record.heard if not heard.gone), "")


def _first(group: First) -> dict[str, Any]:
    return {"post": group.uid or None, "at": show_time(group.at), "posts": group.posts}


def _windows(record: ClaimRecord, at: datetime) -> dict[str, Any]:
    return {str(minutes): shown_window(record, minutes, at) for minutes in WINDOWS}


def _series(record: ClaimRecord) -> dict[str, Any]:
    shape = record.shape
    start = datetime.fromtimestamp(shape.start * shape.width * 60, record.now.tzinfo)
    return {
        "start": show_time(start),
        "minutes": shape.width,
        "posts": list(shape.posts),
        "asserting": list(shape.asserting),
    }


def _denial(record: ClaimRecord, heard: Heard) -> dict[str, Any]:
    assert heard.denial is not None, "only statements that were weighed are shown"
    delay = heard.denial.published_at - record.began
    return {
        **denial_record(heard.denial),
        "read_at": show_time(heard.read_at),
        "relays": heard.relays,
        "delay_seconds": int(delay.total_seconds()),
        "baseline": BASELINE,
    }


def _pinned(pin: Pin) -> dict[str, Any]:
    return {"status": pin.status, "by": pin.by, "at": show_time(pin.at), "reason": pin.reason}
