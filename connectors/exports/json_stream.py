"""The elements of lists in a JSON file larger than memory, whatever stands between the good ones.

Exports are written a line a key, each element at one indentation. A JSON string holds no line break, so the
lines alone tell where an element ends, and a broken one costs nothing but itself. A file without line breaks
is taken apart by its brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

CHUNK: Final = 1 << 18
"""Bytes read at once."""
MAX_ITEM: Final = 2_000_000
"""Bytes of one element: the longest text in its widest escapes, and its other keys."""

_STRING: Final = rb'"[^"\\\n]*(?:\\.[^"\\\n]*)*(?:"|\n|\Z)'
_TOKEN: Final = re.compile(rb"(" + _STRING + rb")|([{}\[\],:])|([^\s{}\[\],:\"]+)", re.DOTALL)
_BRACKET: Final = re.compile(_STRING + rb"|[{}\[\]]", re.DOTALL)
_BLANK: Final = re.compile(rb"[\s,]*")
_ENDS: Final = re.compile(rb"\]\s*(?:[}\];]|,\s*[\"}]|\Z)")
"""What follows the end of a list without line breaks; ``],{`` is rubbish between two elements."""
LOOK: Final = 64
"""Bytes looked at beyond an element."""


@dataclass(frozen=True, slots=True)
class Item:
    """An element as it stands in the file."""

    line: int
    raw: bytes


class JsonStream:
    """Reads a JSON file forwards, keeping no more than one element and a chunk."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._buffer = b""
        self._at = 0
        self._ended = False
        self._line, self._counted = 1, 0
        self.cut = False
        """Whether the file ended before the list read last did."""

    @property
    def line(self) -> int:
        """The line of what comes next, counted from 1."""
        self._line += self._buffer.count(b"\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def token(self) -> bytes | None:
        """Give the next bracket, comma, colon, string (with its quotes) or other word; None at the end."""
        while True:
            match = _TOKEN.search(self._buffer, self._at)
            whole = match is not None and (match.end() < len(self._buffer) or match[2] is not None)
            if not whole and not self._ended and len(self._buffer) - self._at < MAX_ITEM:
                self._fill()
                continue
            if match is None:
                self._at = len(self._buffer)
                if self._ended:
                    return None
                continue
            self._at = match.end()
            return match[0].rstrip(b"\n")

    def items(self) -> Iterator[Item]:
        """Give every element of the list whose ``[`` was read last, until its end or the file's."""
        usual: bytes | None = None
        while (indent := self._to_item(usual)) is not None:
            usual = indent if usual is None else usual
            line = self.line
            yield Item(line, self._by_lines(usual) if usual else self._by_brackets())

    def _to_item(self, usual: bytes | None) -> bytes | None:
        """Go to the next element; give the line break and blanks before it, None at the list's end.

        ``usual`` are those of the first element, empty where it followed at once.
        """
        while True:
            match = _BLANK.match(self._buffer, self._at)
            end = match.end() if match else self._at
            if len(self._buffer) - end < LOOK and not self._ended:
                self._at = max(self._at, end - CHUNK)
                self._fill()
                continue
            before = self._buffer[self._at : end]
            self._at = end
            self.cut = end == len(self._buffer)
            indent = before[before.rfind(b"\n") :] if b"\n" in before else b""
            return None if self.cut or self._is_end(indent, usual) else indent

    def _is_end(self, indent: bytes, usual: bytes | None) -> bool:
        if not self._buffer.startswith(b"]", self._at):
            return False
        if usual and len(usual) > 1:
            return 0 < len(indent) < len(usual)
        return usual is None or _ENDS.match(self._buffer, self._at) is not None

    def _by_lines(self, indent: bytes) -> bytes:
        if not self._buffer.startswith(b"{", self._at):
            return self._until(b"\n")
        last, following = indent + b"}", indent + b"{"
        while True:
            end = self._buffer.find(last, self._at)
            after = self._buffer.find(following, self._at + 1)
            if after >= 0 and (end < 0 or after < end):
                return self._take(after)
            if end >= 0:
                return self._take(end + len(last))
            if self._ended or len(self._buffer) - self._at > MAX_ITEM:
                return self._by_brackets()
            self._fill()

    def _by_brackets(self) -> bytes:
        if not self._buffer.startswith(b"{", self._at):
            return self._until(b",{")
        while (end := self._balanced()) is None and not self._ended:
            if len(self._buffer) - self._at > MAX_ITEM:
                break
            self._fill()
        return self._until(b",{") if end is None else self._take(end)

    def _balanced(self) -> int | None:
        depth = 0
        for match in _BRACKET.finditer(self._buffer, self._at):
            if match.end() == len(self._buffer) and match[0].startswith(b'"') and not self._ended:
                return None  # the string may go on
            depth += 1 if match[0] in b"{[" else -1 if match[0] in b"}]" else 0
            if depth == 0:
                return match.end()
        return None

    def _until(self, mark: bytes) -> bytes:
        """Give what stands before a mark, or `MAX_ITEM` bytes where none comes."""
        while (end := self._buffer.find(mark, self._at + 1)) < 0 and not self._ended:
            if len(self._buffer) - self._at > MAX_ITEM:
                break
            self._fill()
        return self._take(end if end >= 0 else min(len(self._buffer), self._at + MAX_ITEM))

    def _take(self, end: int) -> bytes:
        raw = self._buffer[self._at : end]
        self._at = end
        return raw

    def _fill(self) -> None:
        _ = self.line  # counts what is let go
        more = self._source.read(CHUNK)
        self._ended = not more
        self._buffer = self._buffer[self._at :] + more
        self._at = self._counted = 0
