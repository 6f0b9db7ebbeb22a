"""A claim's curve since birth with its time axis, and marks where an office denied it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from rich.text import Text

from connectors.screen.spark import sparkline
from connectors.screen.words import span

NARROW: Final = 12
"""Characters below which an axis has no room for two times."""
_SIGNS: Final = {"strong": ("▲", "bold red"), "weak": ("△", "yellow"), "withdrawn": ("▽", "magenta")}
_MOST_SILENCE: Final = 2
"""A mark that would stretch the curve to more than so many times its length stands at its end."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Where times lie on a line of characters."""

    start: datetime
    minutes: int
    """Of one character."""
    width: int

    def column(self, at: datetime) -> int | None:
        """Give the character a time falls into; None for one before the beginning."""
        column = int((at - self.start) / timedelta(minutes=self.minutes))
        return min(column, self.width - 1) if at >= self.start else None

    def ticks(self) -> str:
        """Write the first time and the last; the day where it is another, nothing where there is no room."""
        end = self.start + timedelta(minutes=self.minutes * self.width)
        first, last = (
            f"{self.start:%H:%M}",
            f"{end:%H:%M}" if end.date() == self.start.date() else f"{end:%d %b %H:%M}",
        )
        room = self.width - len(first) - len(last)
        return f"{first}{' ' * room}{last}" if room > 0 else first


def chart(series: Mapping[str, Any], denials: Iterable[Mapping[str, Any]], width: int) -> Iterator[Text]:
    """Draw posts over time in up to ``width`` characters; below them marks of denials, and the axis.

    Marks: ``▲`` a denial that carries weight, ``△`` a weak one, ``▽`` one that was withdrawn.
    """
    if "start" not in series:
        yield Text(sparkline(series["posts"], width), style="green")
        return
    marks = [(datetime.fromisoformat(denial["published_at"]), _sign(denial)) for denial in denials]
    counts, start = list(series["posts"]), datetime.fromisoformat(series["start"])
    counts += [0] * _silence(counts, start, int(series["minutes"]), [at for at, _ in marks])
    step = -(-len(counts) // max(1, width)) or 1
    line = sparkline(counts, width)
    if not line:
        return
    axis = Axis(start, step * int(series["minutes"]), len(line))
    yield Text(line, style="green")
    if (row := _marks(axis, marks)).plain.strip():
        yield row
    if len(line) >= NARROW:
        yield Text(axis.ticks(), style="dim")
    yield Text(
        f"{span(60 * axis.minutes)} a character, at most {_most(counts, step)} posts in one", style="dim"
    )


def _most(counts: list[int], step: int) -> int:
    return max(sum(counts[at : at + step]) for at in range(0, len(counts), step))


def _sign(denial: Mapping[str, Any]) -> str:
    if denial.get("withdrawn_at"):
        return "withdrawn"
    return "weak" if denial.get("weak") else "strong"


def _silence(counts: list[int], start: datetime, minutes: int, marks: Iterable[datetime]) -> int:
    """Count the empty buckets after the last post that the marks need."""
    last = max((int((at - start) / timedelta(minutes=minutes)) + 1 for at in marks), default=0)
    return max(0, min(last, _MOST_SILENCE * len(counts)) - len(counts))


def _marks(axis: Axis, marks: Iterable[tuple[datetime, str]]) -> Text:
    """Put a mark below each denial; of two at one place the heavier one."""
    row: list[tuple[str, str]] = [(" ", "")] * axis.width
    for at, sign in sorted(marks, key=lambda mark: list(_SIGNS).index(mark[1]), reverse=True):
        if (column := axis.column(at)) is not None:
            row[column] = _SIGNS[sign]
    return Text.assemble(*row)
