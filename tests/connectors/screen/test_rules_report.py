"""Rules in words, and what others would have told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from connectors.screen.rules_report import figures_table, rule_lines, trial_lines, trial_table
from models.rules import FIGURES, parse_rules
from models.track.trial import Verdict

TEXT = """
[[rule]]
name = "fast and wide"
lang = ["uk", "ru"]
platform = "telegram"
about = ["Velmar"]
[rule.when]
doubling_minutes = "< 30"
independent_sources = ">= 3"
audience = "> 50_000"
burst_level = "== 2"
"""


def verdict(mark="new", minutes=0, rule="fast"):
    """Make a verdict on an alert of an invented claim."""
    alert = SimpleNamespace(
        fired_at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC), claim="c1", rule=rule, alert="a1"
    )
    return Verdict(alert, mark, timedelta(minutes=minutes))


def test_a_rule_is_said_in_words():
    """Each sign and each filter."""
    (rule,) = parse_rules(TEXT, "x").rules
    said = [line.plain for line in rule_lines(rule)]
    assert said[0] == "fast and wide"
    assert said[1].startswith("  when time to double: under 30 min (once ten posts")
    assert said[2:4] == [
        "  and independent sources: at least 3",
        "  and followers of its channels: more than 50,000",
    ]
    assert said[4].endswith(": exactly 2")
    assert said[5:] == ["  with a post in ru or uk", "  with a post on telegram", "  about Velmar"]


def test_all_figures_are_listed(printed):
    """A newsroom finds here what it can write."""
    table = printed(figures_table(), width=200)
    assert all(name in table for name in FIGURES)


def test_a_trial_shows_what_is_new_gone_or_moved(printed, hostile):
    """With the rule and the claim's words, as words."""
    found = [
        verdict(),
        verdict("gone"),
        verdict("earlier", -9),
        verdict("later", 75),
        verdict("same", rule=hostile),
    ]
    table = printed(trial_table(found, lambda _: hostile), width=140)
    for told in ("new", "gone", "9 min earlier", "1 h 15 min later", "same", "02 Mar 2026 12:00Z"):
        assert told in table
    assert "\x1b[31m" not in table
    lines = list(trial_lines(found, lambda _: hostile))
    assert [line.split("\t")[1:3] for line in lines] == [
        ["new", "0"], ["gone", "0"], ["earlier", "-540"], ["later", "4500"], ["same", "0"],
    ]  # fmt: skip
    assert all(line.count("\t") == 5 and line.replace("\t", "").isprintable() for line in lines)
