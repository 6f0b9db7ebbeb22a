"""A record that cannot be processed becomes a dead letter."""

import base64
from types import SimpleNamespace

import orjson

from streams.firm import Output
from streams.guard import MOST_REASON, guarded


def event(value: bytes | None = b"x") -> SimpleNamespace:
    message = SimpleNamespace(topic="posts", partition=2, offset=17, value=value, headers=[("line", b"9")])
    return SimpleNamespace(message=message)


def fails(reason: str):
    def work():
        raise KeyError(reason)

    return work


def test_good_records_pass() -> None:
    """As they are."""
    out = Output("vectors", b"k", b"v")
    assert guarded("dead", "embed", event(), lambda: [out]) == [out]


def test_a_failure_is_kept_with_place_reason_headers_and_value() -> None:
    """So that it can be mended and sent again."""
    (letter,) = guarded("dead", "embed", event(), fails("no such key"))
    record = orjson.loads(letter.value)
    assert letter.topic == "dead"
    assert (record["topic"], record["partition"], record["offset"]) == ("posts", 2, 17)
    assert (record["step"], record["headers"]) == ("embed", {"line": "9"})
    assert "no such key" in record["reason"]
    assert base64.b64decode(record["value"]) == b"x"


def test_a_reason_is_bounded_and_a_missing_value_is_empty() -> None:
    """An error may quote the hostile text that caused it."""
    (letter,) = guarded("dead", "embed", event(None), fails("x" * 10_000))
    record = orjson.loads(letter.value)
    assert len(record["reason"]) == MOST_REASON
    assert record["value"] == ""
