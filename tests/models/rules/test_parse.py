"""Rules of a newsroom: whatever is wrong is told with file, line and mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules import FIGURES, USUAL, Condition, Rule, Rules, RulesError, parse_rules
from models.rules.rule import OPERATORS

SEEDS = Path(__file__).parents[3] / "seeds" / "rules.toml"
FAST = """
[[rule]]
name = "fast and wide"
when = { doubling_minutes = "< 30", independent_sources = ">= 3", audience = ">= 50_000" }
"""


def test_a_rule_is_read_as_it_is_written():
    """Conditions in their order, numbers with `_`."""
    (rule,) = parse_rules(FAST, "rules.toml").rules
    assert rule.name == "fast and wide"
    assert [str(condition) for condition in rule.conditions] == [
        "doubling_minutes < 30",
        "independent_sources >= 3",
        "audience >= 50_000",
    ]


def test_a_rule_may_be_for_some_claims_only():
    """One language, platform or term, or a list of them."""
    text = FAST + 'lang = "uk"\nplatform = ["telegram", "twitter"]\nabout = ["Velmar", "Велмар"]\n'
    (rule,) = parse_rules(text, "rules.toml").rules
    assert (rule.langs, rule.platforms) == ({"uk"}, {"telegram", "twitter"})
    assert rule.about == ("Velmar", "Велмар")


@pytest.mark.parametrize(
    ("limit", "bound"),
    [(">= 3", 3.0), ("<1.5", 1.5), ("== -2", -2.0), ("> 20 %", 0.2), (" <= 1_000_000.25 ", 1_000_000.25)],
)
def test_numbers_are_written_as_a_person_writes_them(limit, bound):
    """Blanks, thousands, a point, a percentage."""
    (rule,) = parse_rules(f'[[rule]]\nname = "a"\nwhen = {{ posts = "{limit}" }}', "x").rules
    assert rule.conditions[0].bound == bound


def test_one_figure_may_have_two_limits():
    """A list of comparisons, which must all hold."""
    text = '[[rule]]\nname = "a"\nwhen = { doubling_minutes = ["> 5", "< 30"] }'
    (rule,) = parse_rules(text, "x").rules
    assert [str(condition) for condition in rule.conditions] == [
        "doubling_minutes > 5",
        "doubling_minutes < 30",
    ]


def test_the_seeds_are_the_usual_rules():
    """What a newsroom gets that writes no file is what the file says."""
    assert parse_rules(SEEDS.read_text(encoding="utf-8"), str(SEEDS)) == USUAL


def test_the_examples_in_the_seeds_are_rules():
    """A newsroom that takes the comment signs away has working rules."""
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    begins = lines.index("# [[rule]]")
    text = "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines[begins:])
    assert len(parse_rules(text, "rules.toml").rules) == 2


def test_no_rules_must_be_said():
    """`rule = []` silences on purpose; an empty file is a mistake."""
    assert parse_rules("rule = []", "x") == Rules()
    with pytest.raises(RulesError, match=r"x: there is no rule in it; write \[\[rule\]\].*rule = \[\]"):
        parse_rules("# nothing\n", "x")


HEAD = '[[rule]]\nname = "a"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + 'when = { douling_minutes = "< 3" }', "line 3: 'douling_minutes' .* 'doubling_minutes'"),
        (HEAD + 'when = { colour = "< 3" }', "line 3: 'colour' is no figure of a claim; there are posts"),
        (HEAD + "when = { posts = 3 }", 'line 3: posts needs a comparison in quotes, like posts = ">= 3"'),
        (HEAD + 'when = { posts = "=> 3" }', 'line 3: posts = "=> 3" must begin with one of < <= > >= =='),
        (HEAD + 'when = { posts = "3" }', "must begin with one of"),
        (HEAD + 'when = { posts = ">= 3k" }', "needs a number after >="),
        (HEAD + 'when = { posts = "> 1e9" }', "needs a number after >"),
        (HEAD + 'when = { posts = "> 1__0" }', "needs a number after >"),
        (HEAD + 'when = { posts = "> 1234567890123" }', "twelve digits"),
        (HEAD + "when = { posts = [] }", "needs a comparison"),
        (HEAD + "when = {}", "a rule needs when"),
        (HEAD, "a rule needs when"),
        (HEAD + '\n[rule.when]\nposts = "> 3"\naudience = "many"', 'line 6: audience = "many"'),
        (FAST + '[[rule]]\nname = "fast and wide"\nwhen = { posts = "> 1" }', "line 6: two rules"),
        ('[[rule]]\nwhen = { posts = "> 1" }', "needs a name"),
        ('[[rule]]\nname = "  "\nwhen = { posts = "> 1" }', "needs a name"),
        (FAST + 'kind = "denied"', 'line 5: the only kind .* kind = "spreading"'),
        (FAST + 'platform = "Twiter"', "line 5: 'Twiter' is no platform: did you mean 'twitter'"),
        (FAST + 'lang = "Russian"', "line 5: lang must be like"),
        (FAST + "about = [3]", "line 5: about must be a text in quotes"),
        (FAST + 'when_not = { posts = "> 1" }', "line 5: a rule has no 'when_not': did you mean 'when'"),
        ("rule = 3", r"line 1: write \[\[rule\]\] with two brackets"),
        ("rule = [3]", r"line 1: write \[\[rule\]\] with two brackets"),
        ('[rule]\nname = "a"', r"line 1: write \[\[rule\]\] with two brackets"),
        ("[[rules]]", "line 1: 'rules' is not known here"),
        (HEAD + "when = { posts = > 3 }", "line 3: "),
        ("a = " + "[" * 10_000, "line 1: brackets without end"),
        ("a = " + "9" * 5_000, "line 1: "),
        ("#" * 300_000, "at most 200000"),
        ("[[rule]]\n" * 300, "300 rules; at most 200"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_mend(text, said):
    """One sentence, that names the file."""
    with pytest.raises(RulesError, match=said) as told:
        parse_rules(text, "rules.toml")
    assert str(told.value).startswith("rules.toml")
    assert str(told.value).isprintable()


@given(st.text() | st.text(alphabet='[]rule{}=" \nwhenampost<>3_%,.#', max_size=80))
@example("[[rule]]\nname=1\nwhen={}")
@example('[[rule]]\nname="\\u202e"\nwhen={posts=">1"}')
@example("\x00")
def test_any_text_is_rules_or_a_clear_error(text):
    """Nothing else is raised, whatever somebody saved by mistake."""
    told = "rules.toml"
    try:
        assert isinstance(parse_rules(text, "rules.toml"), Rules)
    except RulesError as error:
        told = str(error)
    assert told.startswith("rules.toml")
    assert told.isprintable()


BOUNDS = st.decimals(-999_999_999_999, 999_999_999_999, places=6).map(lambda bound: float(bound) or 0.0)
CONDITIONS = st.builds(
    Condition, st.sampled_from(sorted(FIGURES)), st.sampled_from(sorted(OPERATORS)), BOUNDS
)


@given(st.lists(CONDITIONS, min_size=1, max_size=5, unique_by=lambda condition: condition.figure))
@example([Condition("posts", ">=", 0.000001), Condition("audience", "<", 0.0)])
@example([Condition("posts", "==", 999_999_999_999.0)])
def test_a_rule_written_out_is_read_as_the_same(conditions):
    """The limits that are shown are those that count."""
    when = ", ".join(f'{condition.figure} = "{condition.limit}"' for condition in conditions)
    (rule,) = parse_rules(f'[[rule]]\nname = "a"\nwhen = {{ {when} }}', "x").rules
    assert rule == Rule("a", tuple(conditions))


@given(st.decimals(0, 999_999, places=6))
def test_a_percentage_is_the_same_number(percent):
    """`12.5 %` and `0.125` are one bound, and either can be written back."""
    limits = (f"> {percent} %", f"> {percent.scaleb(-2):f}")
    read = [parse_rules(f'[[rule]]\nname = "a"\nwhen = {{ posts = "{limit}" }}', "x") for limit in limits]
    assert read[0] == read[1]
    again = read[0].rules[0].conditions[0].limit
    assert parse_rules(f'[[rule]]\nname = "a"\nwhen = {{ posts = "{again}" }}', "x") == read[0]
