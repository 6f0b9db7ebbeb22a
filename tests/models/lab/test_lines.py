"""A line is judged or told what is wrong with it, key and mend."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lab.lines import MAX_LINE, LineError, read_row
from models.post import MAX_TEXT


def test_a_line_gives_its_texts_and_ids_of_digits_are_text() -> None:
    """Keys that are not asked for are ignored."""
    row = read_row(b'{"id": 7, "text": "x", "parent": null, "lang": "en"}', ("text",), ("parent",))
    assert row == {"id": "7", "text": "x"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"nope", "no JSON"),
        (b"[1]", "no JSON object"),
        (b'{"text": "x"}', "id is missing"),
        (b'{"id": true, "text": "x"}', "id is missing"),
        (b'{"id": "", "text": "x"}', "id is missing"),
        (b'{"id": "a"}', "text is missing"),
        (b'{"id": "a", "text": 3}', "text is a int"),
        (b'{"id": "a", "text": "' + b"x" * (MAX_TEXT + 1) + b'"}', "more than"),
        (b'{"id": "' + b"x" * 600 + b'", "text": "x"}', "id has 600"),
        (b" " * (MAX_LINE + 1), "bytes"),
        (b"[" * 100_000, "no JSON"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_wrong_is_named(line: bytes, said: str) -> None:
    """One sentence, for a person."""
    with pytest.raises(LineError, match=said):
        read_row(line, ("text",))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_row_or_an_error(line: bytes) -> None:
    """Nothing else is raised."""
    try:
        row = read_row(line, ("text",))
    except LineError:
        return
    assert row["text"] == orjson.loads(line)["text"]
