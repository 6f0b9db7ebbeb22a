"""How a claim came about: when it jumped to a platform or a language, and who has it from whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from models.post import show_time
from models.track.foretold import audience_of, cascades
from models.track.intervals import Estimate
from models.track.record import ClaimRecord
from models.track.tree import Branch


def path(record: ClaimRecord, at: datetime) -> dict[str, Any]:
    """Give ``jumps``, ``branches`` and ``circular``, for a person and for a page.

    ``jumps``: the first post of each platform and language, in order of time. ``branches``: the posts most
    others have it from, largest first; each names the post that it has it from itself, so that they make a
    tree. ``circular``: pairs of channels that have it from each other, each of them cited as its source.
    """
    return {
        "jumps": _jumps(record),
        "branches": [_branch(record, branch, found) for branch, found in cascades(record, at)],
        "circular": [circle._asdict() for circle in record.circles],
    }


def _jumps(record: ClaimRecord) -> list[dict[str, Any]]:
    began = record.origin.at
    firsts = [
        (first.at, first.uid, kind, name)
        for kind, groups in (("platform", record.platforms), ("language", record.languages))
        for name, first in groups.items()
    ]
    return [
        {
            "to": kind,
            "name": name,
            "post": uid or None,
            "at": show_time(when),
            "minutes": round((when - began).total_seconds() / 60, 1),
        }
        for when, uid, kind, name in sorted(firsts, key=lambda first: (first[0], first[2] != "platform"))
    ]


def _branch(record: ClaimRecord, branch: Branch, found: Estimate | None) -> dict[str, Any]:
    return {
        "post": branch.post,
        "has_it_from": branch.parent or None,
        "at": show_time(datetime.fromtimestamp(60 * branch.minute, UTC)) if branch.minute else None,
        "audience": audience_of(record, branch),
        "shares": branch.certain,
        "exact": branch.over == 0,
        "reach": branch.reach if branch.told else None,
        "predicted_shares": found.shown(4) if found else None,
    }
