"""Lines about cascades: each gets an answer, whatever it holds of numbers; what is none is told."""

import json
from typing import Any

import pytest

from models.forecast import load_forecaster
from models.lab.lines import LineError
from models.lab.spread import foretell

FORECASTER = load_forecaster()


def answer(**line: Any) -> dict[str, Any]:
    """Answer a line."""
    return foretell(FORECASTER, json.dumps({"id": "a", **line}).encode())


@pytest.mark.parametrize(
    "line",
    [
        {"at": 3600, "events": []},
        {"at": 0, "events": [[0, None]]},
        {"at": 7, "audience0": 0, "events": [[1, 5], [2, None], [3]]},
        {"at": 1e300, "audience0": 1e300, "events": [[1e299, -4], [5, 10**30], [-3, "many"]]},
    ],
)
def test_every_cascade_gets_an_ordered_answer(line: dict[str, Any]) -> None:
    found = answer(**line)
    assert list(found) == ["id", "predicted", "low", "high"]
    assert len(line["events"]) <= found["low"] <= found["predicted"] <= found["high"]


def test_the_order_of_events_changes_nothing() -> None:
    events = [[7 * i % 3000, i] for i in range(80)]
    assert answer(at=3600, events=events) == answer(at=3600, events=events[::-1])


def test_events_after_the_age_are_not_counted() -> None:
    early = [[30 * i, None] for i in range(40)]
    assert answer(at=1800, events=[*early, [1801, None]]) == answer(at=1800, events=early)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"events": []}, "at is no number"),
        ({"at": True, "events": []}, "at is no number"),
        ({"at": 60}, "events is no list"),
        ({"at": 60, "events": [5]}, "an event has no time"),
        ({"at": 60, "events": [[None, 3]]}, "an event has no time"),
    ],
)
def test_what_is_no_cascade_is_told_with_the_mend(line: dict[str, Any], told: str) -> None:
    with pytest.raises(LineError, match=told):
        answer(**line)
