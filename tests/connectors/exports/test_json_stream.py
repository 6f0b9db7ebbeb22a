"""Elements of a list come out whole, whatever stands between them and wherever a chunk ends."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exports import json_stream
from connectors.exports.json_stream import JsonStream

ROWS = [
    {"id": 1, "text": 'a "quoted" brace { and ] and \\ and \n', "in": [{"x": []}]},
    {"id": 2, "text": "Паром 🛳 ferry", "in": {"deep": [[1, 2], {"y": "}"}]}},
    {"id": 3, "text": "", "in": None},
]


class Dripping(io.BytesIO):
    """Gives a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size if size and size > 0 else 7))


def items_of(content: bytes, *, drip: bool = False) -> list[tuple[int, bytes]]:
    stream = JsonStream(Dripping(content) if drip else io.BytesIO(content))
    while stream.token() != b"[":
        pass
    return [(item.line, item.raw.strip(b" ,\n")) for item in stream.items()]


@pytest.mark.parametrize("drip", [False, True])
@pytest.mark.parametrize("indent", [None, 1, 4])
def test_elements_come_out_as_they_went_in_however_the_file_is_laid_out(
    indent: int | None, drip: bool
) -> None:
    content = json.dumps({"list": ROWS, "more": 1}, indent=indent, ensure_ascii=False).encode()
    assert [json.loads(raw) for _, raw in items_of(content, drip=drip)] == ROWS


def test_one_element_a_line_comes_out_too() -> None:
    content = b"[\n" + b",\n".join(json.dumps(row).encode() for row in ROWS) + b"\n]\n"
    assert [(line, json.loads(raw)) for line, raw in items_of(content)] == list(enumerate(ROWS, 2))


def test_lines_are_counted_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "CHUNK", 11)
    content = json.dumps(ROWS, indent=1).encode()
    starts = [number for number, line in enumerate(content.splitlines(), 1) if line == b" {"]
    assert [line for line, _ in items_of(content)] == starts


@pytest.mark.parametrize("content", [b"[]", b"[ \n ]", b'{"list": []}', b"[\n]garbage"])
def test_an_empty_list_has_no_elements(content: bytes) -> None:
    assert items_of(content) == []


@pytest.mark.parametrize("cut", range(3, 200, 7))
def test_a_file_that_is_cut_off_gives_what_is_whole_and_says_so(cut: int) -> None:
    content = json.dumps(ROWS, indent=2).encode()
    stream = JsonStream(io.BytesIO(content[: len(content) - cut]))
    stream.token()
    list(stream.items())
    assert stream.cut


@given(st.binary(max_size=80).filter(lambda raw: b"\n" not in raw))
def test_rubbish_in_a_line_costs_no_element_around_it(rubbish: bytes) -> None:
    """Quotes and brackets that nobody closes, ends of lists, anything."""
    good = [json.dumps(row, indent=1).replace("\n", "\n  ").encode() for row in ROWS]
    content = b"[\n  " + b",\n  ".join([good[0], rubbish, good[1], rubbish, good[2]]) + b"\n]"
    raws = [raw for _, raw in items_of(content)]
    assert [raw for raw in raws if raw in good] == good


@given(st.binary(max_size=300))
def test_any_bytes_are_read_to_their_end(content: bytes) -> None:
    stream = JsonStream(Dripping(b"[" + content))
    stream.token()
    assert sum(len(item.raw) for item in stream.items()) <= len(content)
    while stream.token() is not None:
        pass


def test_an_element_without_end_is_given_up_at_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory does not grow with what a broken file holds."""
    monkeypatch.setattr(json_stream, "MAX_ITEM", 2_000)
    monkeypatch.setattr(json_stream, "CHUNK", 500)
    raws = [raw for _, raw in items_of(b'[{"text": "' + b"x" * 50_000 + b'"}]')]
    assert max(map(len, raws)) <= 3_000
    assert sum(map(len, raws)) >= 50_000
