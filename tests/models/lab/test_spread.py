"""Lines about cascades: each gets an answer, whatever it holds; what could not be used is told."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forecast import load_forecaster
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
        ({"at": True, "events": [[5, 1]]}, "at is no number"),
        ({"at": 60}, "events is no list"),
        ({"at": 60, "events": [5, [1]]}, "an event has no time, 1 of 2 are left out"),
        ({"at": 60, "events": [[None, 3], ["x"], [], {}]}, "4 of 4 are left out"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told_with_the_mend(line: dict[str, Any], told: str) -> None:
    found = answer(**line)
    assert 0 <= found["low"] <= found["predicted"] <= found["high"]
    assert told in found["error"]


def test_what_is_left_out_changes_nothing_else() -> None:
    events = [[30 * i, 7] for i in range(40)]
    whole, broken = answer(at=1200, events=events), answer(at=1200, events=[None, *events, ["soon", 5]])
    assert broken.pop("error")
    assert broken == whole


def test_without_an_age_the_last_event_is_now() -> None:
    events = [[30 * i, None] for i in range(1, 41)]
    assert answer(events=events)["predicted"] == answer(at=1200, events=events)["predicted"]


@pytest.mark.parametrize(
    ("line", "told"),
    [(b"", "no JSON"), (b"[1]", "no JSON object"), (b'{"at": 60, "events": []}', "id is missing")],
)
def test_what_has_no_id_is_answered_with_what_is_wrong(line: bytes, told: str) -> None:
    found = foretell(FORECASTER, line)
    assert found["id"] is found["predicted"] is found["low"] is found["high"] is None
    assert told in found["error"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {"id": JSON}, optional={"at": JSON, "audience0": JSON, "events": JSON | st.lists(st.lists(JSON))}
    )
)
def test_every_object_gets_an_answer(line: dict[str, Any]) -> None:
    """Numbers in order, or none of them and what is wrong."""
    found = foretell(FORECASTER, json.dumps(line).encode())
    if found["predicted"] is None:
        assert found["error"]
    else:
        assert 0 <= found["low"] <= found["predicted"] <= found["high"] < float("inf")


@given(st.binary(max_size=60))
def test_any_bytes_get_an_answer(line: bytes) -> None:
    assert {"id", "predicted", "low", "high"} <= set(foretell(FORECASTER, line))
