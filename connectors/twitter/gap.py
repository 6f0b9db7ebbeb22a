"""What the stream did not bring while it was down: a pure account of it, in ids and for people in times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from connectors.twitter.snowflake import earlier, id_at
from models.post import PostError, parse_time, show_time

LAG: Final = timedelta(seconds=30)
"""How far ids and clocks may disagree, and how late the stream may bring a post: X's own 99th percentile
is 7 seconds."""
SILENT: Final = timedelta(hours=1)
"""Where the stream stood and brought nothing for longer, a gap begins this long before its end and not at
the last post: that one may be older than search remembers."""
LONGEST_JOINED: Final = timedelta(minutes=15)
"""Gaps that touch are one up to this length: where the stream falls again and again, some can be searched."""
MOST_GAPS: Final = 50


@dataclass(frozen=True, slots=True)
class Gap:
    """Posts between two ids, both exclusive, of some rules or of all."""

    since_id: int
    until_id: int
    since: datetime
    until: datetime
    left: tuple[str, ...] | None = None
    """Tags of the rules still to be searched for; None: none has been yet."""

    def searchable_at(self, indexed: timedelta) -> datetime:
        """Tell from when on search knows all of it."""
        return self.until + LAG + indexed


def gap_between(last_id: int, read_until: datetime, connected: datetime) -> Gap:
    """Give the gap from the last post handed on, and the last word of the stream, to a new connection."""
    since_id = max(earlier(last_id, LAG), id_at(read_until - SILENT))
    return Gap(since_id, id_at(connected + LAG), read_until, connected)


def with_gap(gaps: Sequence[Gap], gap: Gap) -> tuple[Gap, ...]:
    """Add a gap; one that begins where an untouched one ends joins it, and the oldest of many are joined."""
    others, last = gaps[:-1], gaps[-1] if gaps else None
    if last is not None and last.left is None and gap.since_id <= last.until_id:
        joined = _joined(last, gap)
        if joined.until - joined.since <= LONGEST_JOINED:
            return (*others, joined)
    added = [*gaps, gap]
    if len(added) > MOST_GAPS:
        added[0:2] = [replace(_joined(added[0], added[1]), left=None)]
    return tuple(added)


def gap_record(gap: Gap) -> dict[str, Any]:
    """Write a gap as JSON."""
    times = {"since": show_time(gap.since), "until": show_time(gap.until)}
    left = {} if gap.left is None else {"left": list(gap.left)}
    return {"since_id": gap.since_id, "until_id": gap.until_id} | times | left


def parse_gap(record: object) -> Gap:
    """Read a gap; raise `ValueError` where it is none."""
    if not isinstance(record, Mapping):
        raise ValueError("a gap is a JSON object")
    ids = record.get("since_id"), record.get("until_id")
    left = record.get("left")
    if not all(isinstance(one, int) for one in ids) or not isinstance(left, list | None):
        raise ValueError("a gap has two whole numbers as its ids")
    try:
        since, until = parse_time(record.get("since"), "since"), parse_time(record.get("until"), "until")
    except PostError as error:
        raise ValueError(str(error)) from None
    tags = None if left is None else tuple(map(str, left))
    return Gap(int(str(ids[0])), int(str(ids[1])), since, until, tags)


def _joined(first: Gap, second: Gap) -> Gap:
    return Gap(
        min(first.since_id, second.since_id), max(first.until_id, second.until_id),
        min(first.since, second.since), max(first.until, second.until),
    )  # fmt: skip
