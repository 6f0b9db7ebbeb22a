"""The final number of reshares of a cascade, from a line that tells what was seen of it."""

from __future__ import annotations

from typing import Any, Final

from models.forecast import Forecaster, Seen, seen
from models.forecast.seen import Event
from models.lab.lines import LineError, decoded, line_id

_SHAPE: Final = 'write "events": [[seconds, audience or null], ...]'


def foretell(forecaster: Forecaster, line: bytes) -> dict[str, Any]:
    """Answer a line: ``id``, ``predicted`` and the 80 % interval ``low``, ``high``.

    Events after ``at`` are not counted. An audience that is no number, negative, or larger than mankind
    counts as not known. Raises `LineError` where the age or the time of an event is no number.
    """
    record = decoded(line)
    name = line_id(record)
    found = forecaster.forecast(read_cascade(record))
    return {"id": name, "predicted": found.predicted, "low": found.low, "high": found.high}


def read_cascade(record: dict[str, Any]) -> Seen:
    """Take the cascade out of a line; raise `LineError`."""
    at, events = _number(record.get("at")), record.get("events")
    if at is None:
        raise LineError('at is no number: give the seconds since the first post, as in "at": 3600')
    if not isinstance(events, list):
        raise LineError(f"events is no list: {_SHAPE}")
    return seen([_event(event) for event in events], at, _number(record.get("audience0")))


def _event(given: object) -> Event:
    if not isinstance(given, list) or not given or (time := _number(given[0])) is None:
        raise LineError(f"an event has no time: {_SHAPE}")
    return time, _number(given[1]) if len(given) > 1 else None


def _number(given: object) -> float | None:
    return float(given) if isinstance(given, int | float) and not isinstance(given, bool) else None
