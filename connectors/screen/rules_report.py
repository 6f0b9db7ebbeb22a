"""A newsroom's rules as a person reads them, and what other rules would have told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from connectors.screen.words import day_clock, number, span
from models.post import show_time
from models.rules import FIGURES, Condition, Rule
from models.text import one_line
from models.track.trial import Verdict

MOST: Final = 200
SAID: Final = {"<": "under", "<=": "at most", ">": "more than", ">=": "at least", "==": "exactly"}
_STYLE: Final = {"new": "bold green", "gone": "bold red", "earlier": "cyan", "later": "yellow", "same": "dim"}

Wording = Callable[[str], str]
"""Gives a claim's wording by its id."""


def rule_lines(rule: Rule) -> Iterator[Text]:
    """Say a rule in lines: its name, its conditions, which claims it is for."""
    yield Text(one_line(rule.name, MOST), style="bold")
    for at, condition in enumerate(rule.conditions):
        yield Text(f"  {'and ' if at else 'when '}{condition_said(condition)}")
    if rule.langs:
        yield Text(f"  with a post in {_any(sorted(rule.langs))}")
    if rule.platforms:
        yield Text(f"  with a post on {_any(sorted(rule.platforms))}")
    if rule.about:
        yield Text(f"  about {one_line(_any(rule.about), MOST)}")


def condition_said(condition: Condition) -> str:
    """Say a condition in words: ``time to double: under 30 min``."""
    figure = FIGURES[condition.figure]
    unit = f" {figure.unit}" if figure.unit else ""
    late = "" if figure.told == "always" else f" ({figure.told})"
    return f"{figure.said}: {SAID[condition.operator]} {number(condition.bound)}{unit}{late}"


def figures_table() -> Table:
    """Draw the figures that a rule can speak of."""
    table = Table("figure", "what it is", "told", box=None, padding=(0, 2, 0, 0), header_style="bold cyan")
    for name, figure in FIGURES.items():
        said = f"{figure.said}, in minutes" if figure.unit == "min" else figure.said
        table.add_row(Text(name), Text(said), Text(figure.told, style="dim"))
    return table


def _any(words: Sequence[str]) -> str:
    return " or ".join(words)


def trial_table(verdicts: Iterable[Verdict], wording: Wording) -> Table:
    """Draw what new rules would have told, a row an alert; what they would not is marked gone."""
    table = Table(box=None, expand=True, padding=(0, 1), header_style="bold cyan")
    table.add_column("fired", no_wrap=True)
    table.add_column("beside now", no_wrap=True)
    table.add_column("rule", max_width=28)
    table.add_column("claim", ratio=1, no_wrap=True, overflow="ellipsis")
    for one in verdicts:
        style = _STYLE[one.mark]
        table.add_row(
            *(Text(cell, style=style if at == 1 else "") for at, cell in enumerate(_cells(one, wording)))
        )
    return table


def trial_lines(verdicts: Iterable[Verdict], wording: Wording) -> Iterator[str]:
    """Say the same in lines for a pipe, parted by tabs: time, mark, seconds of shift, rule, claim, words."""
    for one in verdicts:
        alert = one.alert
        shift = str(int(one.shift.total_seconds()))
        name, words = one_line(alert.rule or "", MOST), one_line(wording(alert.claim), MOST)
        yield "\t".join((show_time(alert.fired_at), one.mark, shift, name, alert.claim, words))


def _cells(one: Verdict, wording: Wording) -> tuple[str, str, str, str]:
    told = one.mark
    mark = f"{span(one.shift.total_seconds())} {told}" if told in ("earlier", "later") else told
    alert = one.alert
    return (
        day_clock(show_time(alert.fired_at)),
        mark,
        one_line(alert.rule or "", MOST),
        one_line(wording(alert.claim), MOST),
    )
