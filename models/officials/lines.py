"""Find the line of an entry: tomllib gives values without their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_OFFICE: Final = re.compile(r"""\s*\[\[\s*["']?office["']?\s*\]\]""")
_PERSON: Final = re.compile(r"""\s*\[\[\s*["']?office["']?\s*\.\s*["']?person["']?\s*\]\]""")


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file in which a table stands."""

    text: str
    source: str
    first: int = 1
    last: int | None = None
    """The line after its last one; None for the file's end."""

    @property
    def head(self) -> str:
        """Where the table begins."""
        return f"{self.source}, line {self.first}"

    def of(self, key: str, value: object = None) -> str:
        """Where a key stands, or one value of its list; where the table begins if neither is to be found."""
        lines = self._lines()
        begins = re.compile(rf"""\s*(\[\[?\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
        at = next((i for i, line in enumerate(lines) if begins.match(line)), None)
        if at is None:
            at = next((i for i, line in enumerate(lines) if key in line), 0)
        if value is not None:
            shown = (value if isinstance(value, str) else repr(value)).casefold()
            at = next((i for i in range(at, len(lines)) if shown in lines[i].casefold()), at)
        return f"{self.source}, line {self.first + at}"

    def persons(self, count: int) -> list[Place]:
        """Give the places of an office's persons in their order."""
        begins = [self.first + i for i, line in enumerate(self._lines()) if _PERSON.match(line)]
        return self.parts(begins, count)

    def parts(self, begins: Sequence[int], count: int) -> list[Place]:
        """Cut the place where its ``count`` inner tables begin."""
        if (
            len(begins) != count or not begins
        ):  # written inline, or headers inside a text: the whole table is the place
            return [self] * count
        ends = [*begins[1:], self.last]
        return [Place(self.text, self.source, a, b) for a, b in zip(begins, ends, strict=True)]

    def _lines(self) -> list[str]:
        lines = self.text.splitlines()
        return lines[self.first - 1 : None if self.last is None else self.last - 1]


def places(text: str, source: str, entries: Sequence[Any]) -> list[Place]:
    """Give the place of each office."""
    begins = [number for number, line in enumerate(text.splitlines(), 1) if _OFFICE.match(line)]
    return Place(text, source).parts(begins, len(entries))
