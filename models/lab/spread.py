"""The final number of reshares of a cascade, from a line that tells what was seen of it."""

from __future__ import annotations

import math
from typing import Any, Final

from models.forecast import Forecaster, Seen, seen
from models.forecast.seen import YOUNGEST, Event
from models.lab.lines import LineError, decoded, line_id

_SHAPE: Final = 'write "events": [[seconds, audience or null], ...]'
_AGE: Final = (
    "at is no number, the time of the last event is taken: "
    'give the seconds since the first post, as in "at": 3600'
)
_NOTHING: Final[dict[str, Any]] = {"id": None, "predicted": None, "low": None, "high": None}


def foretell(forecaster: Forecaster, line: bytes) -> dict[str, Any]:
    """Answer a line: ``id``, ``predicted`` and the 80 % interval ``low``, ``high``; any line has an answer.

    Events after ``at`` are not counted. An audience that is no number, negative, or larger than mankind
    counts as not known. What cannot be used is left out and told under ``error``: events without a time; an
    age that is no number, instead of which the last event's time is taken. Without an object that has an
    ``id`` nothing is foretold: all is None, and ``error`` says why.
    """
    try:
        record = decoded(line)
        name = line_id(record)
    except LineError as error:
        return {**_NOTHING, "error": str(error)}
    cascade, wrong = read_cascade(record)
    found = forecaster.forecast(cascade)
    answer = {"id": name, "predicted": found.predicted, "low": found.low, "high": found.high}
    return {**answer, "error": "; ".join(wrong)} if wrong else answer


def read_cascade(record: dict[str, Any]) -> tuple[Seen, list[str]]:
    """Take the cascade out of a line, and what is wrong with it, a sentence each."""
    events, wrong = _events(record.get("events"))
    at = _number(record.get("at"))
    if at is None:
        at = max((time for time, _ in events), default=YOUNGEST)
        wrong.append(_AGE)
    return seen(events, at, _number(record.get("audience0"))), wrong


def _events(given: object) -> tuple[list[Event], list[str]]:
    if not isinstance(given, list):
        return [], [f"events is no list, none is taken: {_SHAPE}"]
    events = [event for one in given if (event := _event(one)) is not None]
    if (left := len(given) - len(events)) == 0:
        return events, []
    return events, [f"an event has no time, {left} of {len(given)} are left out: {_SHAPE}"]


def _event(given: object) -> Event | None:
    if not isinstance(given, list) or not given or (time := _number(given[0])) is None:
        return None
    return time, _number(given[1]) if len(given) > 1 else None


def _number(given: object) -> float | None:
    """Give a finite number, None for anything else."""
    if not isinstance(given, int | float) or isinstance(given, bool):
        return None
    return float(given) if math.isfinite(given) else None
