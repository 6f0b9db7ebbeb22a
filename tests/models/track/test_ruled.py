"""A claim spreads by the newsroom's rules, once, and the alert says by which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules import parse_rules
from models.track import TrackSettings, alert_record
from models.track.ruled import spreads_by

SEEDS = parse_rules((Path(__file__).parents[3] / "seeds" / "rules.toml").read_text(encoding="utf-8"), "seeds")


def rules(text):
    """Give settings with rules, one a line: name and conditions."""
    lines = [line.partition(":") for line in text.strip().splitlines()]
    tables = [f'[[rule]]\nname = "{name.strip()}"\nwhen = {{ {when} }}' for name, _, when in lines]
    return TrackSettings(rules=parse_rules("\n".join(tables), "rules.toml"))


def test_an_alert_names_its_rule(told, mention):
    """In its record and nowhere else: the line for a person is the same for all rules."""
    told.settings = rules('two posts: asserting_posts = ">= 2"')
    told(mention(0), mention(1))
    record = alert_record(told.alerts[0])
    assert (record["kind"], record["rule"]) == ("spreading", "two posts")
    assert record["text"].startswith("SPREADING: 2 posts assert it")


def test_a_claim_that_spreads_by_one_rule_does_not_spread_again_by_another(told, mention):
    """Once for each claim."""
    told.settings = rules('two: asserting_posts = ">= 2"\nthree: independent_sources = ">= 3"')
    told(*map(mention, range(9)))
    assert [alert.rule for alert in told.alerts] == ["two"]


def test_new_rules_tell_nothing_anew(told, mention):
    """The id of an alert does not depend on its rule, and what was told under old rules stays told."""
    told.settings = rules('two: asserting_posts = ">= 2"')
    told(mention(0), mention(1))
    told.settings = rules('three: asserting_posts = ">= 3"')
    told(mention(2), mention(3))
    assert len(told.alerts) == 1
    other = type(told)(told.weigher, told.settings)
    other(*map(mention, range(4)))
    assert other.alerts[0].alert == told.alerts[0].alert


def test_without_rules_nobody_is_told(told, mention):
    """The claim stays emerging."""
    told.settings = replace(told.settings, rules=parse_rules("rule = []", "x"))
    assert told(*map(mention, range(20))).status == "emerging"
    assert told.alerts == []


def test_growth_can_be_a_condition(told, mention):
    """Doubling is told once there is enough to tell: eight posts a minute after one in five."""
    told.settings = rules('fast: doubling_minutes = "< 30", audience = ">= 1_000"')
    slow = [mention(n, minute=5 * n, audience=10) for n in range(8)]
    told(*slow)
    assert told.alerts == []
    fast = [mention(8 + n, minute=40 + n // 8, audience=500) for n in range(60)]
    told(*fast)
    assert [alert.rule for alert in told.alerts] == ["fast"]


DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["support"] * 3 + ["query", "comment"]), st.integers(0, 6), st.integers(0, 3_000)
    ),
    max_size=30,
)


@settings(max_examples=80, deadline=None)
@given(DRAWN)
def test_the_seeds_say_what_was_built_in_before(tell, mention, drawn):
    """Five asserting posts and three independent sources, whatever else is true of a claim."""
    story = tell([mention(0)])
    for number, (stance, source, minute) in enumerate(drawn, 1):
        record = story(mention(number, stance=stance, source=f"telegram:s{source}", minute=minute))
        before = record.asserting >= 5 and record.sources.size() >= 3
        assert (spreads_by(record, SEEDS) is not None) == before


def test_figures_are_those_of_the_records_own_time(told, mention, noon):
    """A post that is read late tells the rate of when it is read, so a replay fires as the stream did."""
    told.settings = rules('now: posts_10m = ">= 3"')
    told(*(mention(n, at=noon, read_at=noon + timedelta(hours=1)) for n in range(3)))
    assert told.alerts == []
    told(*(mention(3 + n, minute=61) for n in range(3)))
    assert [alert.rule for alert in told.alerts] == ["now"]
