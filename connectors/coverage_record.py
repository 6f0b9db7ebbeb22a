"""The state of a source as others read it: one JSON object, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from connectors.coverage import MAX_GAPS, Gap, SourceState
from connectors.silence import Habit
from models.post import PostError, parse_time, show_time

MAX_WORDS: Final = 300
"""Characters of a reason or a problem: a source's own words may stand in it."""

_COUNTS: Final = ("posts", "connects", "floods", "overflows", "gaps_total", "reads_day", "reads_month")


def coverage_record(state: SourceState, now: datetime) -> dict[str, Any]:
    """Write a state as a JSON object, as it is now.

    ``lag_seconds`` is the time since the source was last known to be read whole: what was posted within it
    may be missing. None: it never was.
    """
    return {
        "source": state.source,
        "platform": state.platform,
        "kind": state.kind,
        "at": show_time(now),
        "connected": state.connected,
        "last_post": _time(state.posted_at),
        "read_at": _time(state.read_at),
        "lag_seconds": lag(state, now),
        "silent_since": _time(state.silent_since(now)),
        "waits_until": _time(state.waits_until),
        "problem": _words(state.problem),
        "gaps": [
            {"since": show_time(g.since), "until": _time(g.until), "why": _words(g.why)} for g in state.gaps
        ],
        "budget": _words(state.budget),
        "budget_left": state.budget_left,
        "habit": {"longest": state.habit.longest, "known": state.habit.known},
        **{key: getattr(state, key) for key in _COUNTS},
    }


def lag(state: SourceState, now: datetime) -> float | None:
    """Give the seconds since the source was last known to be read whole."""
    return None if state.read_at is None else max(0.0, (now - state.read_at).total_seconds())


def read_coverage(record: Any) -> SourceState | None:
    """Read a state back; None where the record is damaged, since coverage is told again within the minute."""
    try:
        state = SourceState(
            str(record["source"]),
            str(record["kind"]),
            bool(record["connected"]),
            told_at=parse_time(record["at"], "at"),
            posted_at=_optional_time(record, "last_post"),
            read_at=_optional_time(record, "read_at"),
            waits_until=_optional_time(record, "waits_until"),
            problem=record["problem"],
            gaps=[_gap(gap) for gap in record["gaps"]][-MAX_GAPS:],
            budget=record["budget"],
            budget_left=record["budget_left"],
            habit=_habit(record["habit"]),
        )
        for key in _COUNTS:
            setattr(state, key, int(record[key]))
    except (PostError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return state


def _gap(record: dict[str, Any]) -> Gap:
    return Gap(parse_time(record["since"], "since"), _optional_time(record, "until"), str(record["why"]))


def _habit(record: dict[str, Any]) -> Habit:
    return Habit({str(day): float(s) for day, s in record["longest"].items()}, int(record["known"]))


def _time(time: datetime | None) -> str | None:
    return None if time is None else show_time(time)


def _optional_time(record: dict[str, Any], key: str) -> datetime | None:
    return None if record[key] is None else parse_time(record[key], key)


def _words(words: str | None) -> str | None:
    return None if words is None else " ".join(words.split())[:MAX_WORDS]
