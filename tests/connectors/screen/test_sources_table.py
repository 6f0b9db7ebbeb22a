"""Sources as a person sees them. All are synthetic."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from connectors.coverage import SourceState
from connectors.screen.plan_table import plan_table
from connectors.screen.sources_table import ordered, source_line, sources_table, state_word
from connectors.telegram import Pace
from connectors.telegram.plan import plan
from connectors.watchlist import TelegramChannel

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def state(name: str, **given: object) -> SourceState:
    made = SourceState(f"telegram:{name}", told_at=NOON)
    for key, value in given.items():
        setattr(made, key, value)
    return made


def all_kinds() -> list[SourceState]:
    read = state("read", connected=True, read_at=minutes(-2), posted_at=minutes(-9))
    silent = state("silent", connected=True, read_at=minutes(-2), posted_at=minutes(-120))
    for number in range(-100, 0):
        silent.habit = silent.habit.after(minutes(60 * number - 60), minutes(60 * number))
    waits = state("waits", waits_until=minutes(5), problem="Telegram asks to wait 300 s", floods=1)
    down = state("down", problem="the line is down")
    down.interrupt(minutes(-3), "the line is down")
    gone = state("gone", connected=True, told_at=minutes(-5))
    return [read, silent, waits, down, gone]


def shown(width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    console.print(sources_table(all_kinds(), NOON, width))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_each_source_is_told_in_a_word_what_needs_a_person_first() -> None:
    told = {one.source.partition(":")[2]: state_word(one, NOON) for one in ordered(all_kinds(), NOON)}
    assert list(told.items()) == [
        ("gone", "not running"),
        ("down", "not read"),
        ("waits", "waits"),
        ("silent", "silent"),
        ("read", "read"),
    ]


def test_the_table_says_what_is_known() -> None:
    out = " ".join(shown(160).split())
    assert "telegram:read read 9 min 2 min 0 0" in out
    assert "Telegram asks to wait 300 s · until 12:05Z" in out
    assert "the line is down · missed 02 Mar 11:57 to now" in out
    assert "silent since 02 Mar 10:00Z, longer than its habit" in out


def test_a_narrow_terminal_gets_a_narrow_table() -> None:
    assert all(len(line.rstrip()) <= 80 for line in shown(80).splitlines())


def test_a_line_says_the_same_for_a_log_and_is_safe() -> None:
    hostile = state("red", problem="[red]x[/red]\x1b[31m\nnext", connected=False)
    line = source_line(hostile, NOON)
    assert line.startswith("telegram:red: not read, last post – ago, lag –, 0 gaps, 0 waits; [red]x[/red]")
    assert "\x1b" not in line
    assert "\n" not in line


def test_the_plan_is_drawn_with_its_limits() -> None:
    console = Console(file=io.StringIO(), width=140, color_system=None)
    console.print(plan_table(plan([TelegramChannel("synthetic_herald")] * 600, Pace())))
    out = console.file.getvalue()  # type: ignore[attr-defined]
    assert "100 of them cannot be joined" in out
    assert "3,000" in out
