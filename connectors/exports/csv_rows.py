"""The rows of a CSV file larger than memory, whatever stands between the good ones.

A row goes on over line breaks as long as a quote is open (RFC 4180). Where a stray quote would swallow the
rows behind it, its line alone is given up.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from connectors.recording import Rejected

_BREAK: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")
"""Lines end where those of the file do, not at the other line breaks of Unicode."""
MAX_ROW: Final = 2_000_000
"""Bytes of one row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the line where it begins, counted from 1."""

    line: int
    cells: list[str]


def read_rows(source: BinaryIO) -> Iterator[Row | Rejected]:
    """Give every row; those behind the first have as many cells as it, or are rejected."""
    lines = _Lines(source)
    width: int | None = None
    while (first := lines.take()) is not None:
        if not first.strip():
            continue
        number, pieces = lines.number, [first]
        while _is_open(pieces) and sum(map(len, pieces)) < MAX_ROW and (line := lines.take()) is not None:
            pieces.append(line)
        row, used = _row(number, b"".join(pieces), width)
        lines.give_back(pieces[used:])
        if isinstance(row, Row):
            width = width or len(row.cells)
        yield row


def _is_open(pieces: list[bytes]) -> bool:
    return sum(piece.count(b'"') for piece in pieces) % 2 == 1


def _row(number: int, raw: bytes, width: int | None) -> tuple[Row | Rejected, int]:
    """Read the first row of some lines; tell how many of them are its own, of a bad one the first alone."""
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        why = f"byte {error.start + 1} of the row is not UTF-8: save the file as UTF-8"
        return Rejected(number, why), 1
    csv.field_size_limit(MAX_ROW)
    reader = csv.reader(_BREAK.findall(text), strict=True)
    try:
        cells = next(reader, [])
    except csv.Error as error:
        return Rejected(number, f"no row of a CSV file: {error}"), 1
    if width is not None and len(cells) != width:
        return Rejected(number, f"the row has {len(cells)} cells, the head of the file {width}"), 1
    return Row(number, cells), reader.line_num


class _Lines:
    """Lines that can be given back."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._back: deque[bytes] = deque()
        self.number = 0
        """Of the line taken last."""

    def take(self) -> bytes | None:
        """Give the next line; what is longer than a row can be comes in pieces."""
        line = self._back.popleft() if self._back else self._source.readline(MAX_ROW)
        if not line:
            return None
        self.number += 1
        return line

    def give_back(self, lines: list[bytes]) -> None:
        """Put lines before those that are still to come."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)
