"""The table of sources: which are read, how far behind, what was missed, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from rich.table import Table
from rich.text import Text

from connectors.coverage import STALE, Gap, SourceState
from connectors.coverage_record import lag
from connectors.screen.words import span
from models.text import one_line

MOST_WORDS: Final = 160
_STYLE: Final = {
    "read": "green",
    "silent": "yellow",
    "waits": "yellow",
    "not read": "bold red",
    "not running": "bold red",
}
_WORST_FIRST: Final = ("not running", "not read", "waits", "silent", "read")


def state_word(state: SourceState, now: datetime) -> str:
    """Say in a word how a source is: not running, not read, waits, silent or read."""
    if state.told_at is not None and now - state.told_at > STALE:
        return "not running"
    if not state.connected:
        return "waits" if state.waits_until and state.waits_until > now else "not read"
    return "silent" if state.silent_since(now) else "read"


def ordered(states: Iterable[SourceState], now: datetime) -> list[SourceState]:
    """Put what needs a person first."""
    return sorted(states, key=lambda state: (_WORST_FIRST.index(state_word(state, now)), state.source))


def sources_table(states: Iterable[SourceState], now: datetime, width: int) -> Table:
    """Draw sources, a row each, what needs a person first; times are told as of ``now``."""
    table = Table(expand=True, box=None, padding=(0, 1), header_style="bold cyan")
    table.add_column("source", ratio=2, no_wrap=True, overflow="ellipsis")
    table.add_column("state", width=11)
    table.add_column("last post", justify="right", width=12)
    table.add_column("lag", justify="right", width=10)
    wide = width >= 100
    if wide:
        table.add_column("gaps", justify="right", width=5)
        table.add_column("waits", justify="right", width=5)
    table.add_column("budget, problem, latest gap", ratio=3, overflow="fold")
    for state in ordered(states, now):
        word = state_word(state, now)
        cells = [
            Text(one_line(state.source, MOST_WORDS)),
            Text(word, style=_STYLE[word]),
            Text(_ago(state.posted_at, now)),
            Text(_lag(state, now)),
        ]
        if wide:
            cells += [Text(str(_gaps(state))), Text(str(state.floods))]
        table.add_row(*cells, Text(_words(state, now)))
    return table


def source_line(state: SourceState, now: datetime) -> str:
    """Say all of a source in one line, for a log or a pipe."""
    told = (
        f"{state.source}: {state_word(state, now)}, last post {_ago(state.posted_at, now)} ago, "
        f"lag {_lag(state, now)}, {_gaps(state)} gaps, {state.floods} waits"
    )
    words = _words(state, now)
    return one_line(f"{told}; {words}" if words else told, 3 * MOST_WORDS)


def _words(state: SourceState, now: datetime) -> str:
    parts = [state.budget, state.problem]
    if state.waits_until and state.waits_until > now:
        parts.append(f"until {state.waits_until:%H:%M}Z")
    if silent := state.silent_since(now):
        parts.append(f"silent since {silent:%d %b %H:%M}Z, longer than its habit")
    if state.gaps:
        parts.append(_gap(state.gaps[-1]))
    return " · ".join(one_line(part, MOST_WORDS) for part in parts if part)


def _gap(gap: Gap) -> str:
    end = f"{gap.until:%H:%M}Z: {gap.why}" if gap.until else "now"
    return f"missed {gap.since:%d %b %H:%M} to {end}"


def _gaps(state: SourceState) -> int:
    return state.gaps_total + (state.open_gap is not None)


def _ago(time: datetime | None, now: datetime) -> str:
    return "–" if time is None else span((now - time).total_seconds())


def _lag(state: SourceState, now: datetime) -> str:
    seconds = lag(state, now)
    return "–" if seconds is None else span(seconds)
