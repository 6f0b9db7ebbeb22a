"""When a rule fires."""

from __future__ import annotations

import pytest

from models.rules import Condition, Rule, Rules, Subject
from models.rules.figures import FIGURES
from models.track import figures as tracked

VELMAR = Subject(frozenset({"ru", "en"}), frozenset({"telegram"}), ("В Велмаре закроют мост.",))
FAST = Condition("doubling_minutes", "<", 30)
WIDE = Condition("independent_sources", ">=", 3)


def figures(**given):
    """Give figures by name; the others cannot be told."""
    return given.get


def subject():
    """Give what the claim is about."""
    return VELMAR


@pytest.mark.parametrize(
    ("sign", "met"),
    [
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        (">", (False, False, True)),
        (">=", (False, True, True)),
        ("==", (False, True, False)),
    ],
)
def test_each_sign_means_what_it_means(sign, met):
    """Below, at and above the bound."""
    assert tuple(Condition("posts", sign, 5).met(value) for value in (4, 5, 6)) == met


def test_all_conditions_of_a_rule_must_hold():
    """One that does not is enough to keep it silent."""
    rule = Rule("a", (FAST, WIDE))
    assert rule.fires(figures(doubling_minutes=20, independent_sources=3), subject)
    assert not rule.fires(figures(doubling_minutes=20, independent_sources=2), subject)
    assert not rule.fires(figures(doubling_minutes=40, independent_sources=3), subject)


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "=="])
def test_a_figure_that_cannot_be_told_meets_nothing(sign):
    """Not even "less than": unknown growth is not slow growth."""
    assert not Condition("doubling_minutes", sign, 0).met(None)


def test_any_rule_fires_and_the_first_gives_its_name():
    """In the order of the file."""
    rules = Rules((Rule("fast", (FAST,)), Rule("wide", (WIDE,))))
    found = rules.first(figures(doubling_minutes=20, independent_sources=3), subject)
    assert found is not None
    assert found.name == "fast"
    found = rules.first(figures(independent_sources=3), subject)
    assert found is not None
    assert found.name == "wide"
    assert rules.first(figures(), subject) is None


@pytest.mark.parametrize(
    ("given", "fires"),
    [
        ({"langs": frozenset({"ru"})}, True),
        ({"langs": frozenset({"uk"})}, False),
        ({"platforms": frozenset({"telegram", "feed"})}, True),
        ({"platforms": frozenset({"twitter"})}, False),
        ({"about": ("Orlan", "Велмар")}, True),
        ({"about": ("Орлан",)}, False),
        ({"langs": frozenset({"ru"}), "about": ("Орлан",)}, False),
    ],
)
def test_a_rule_may_be_for_some_claims_only(given, fires):
    """Languages, platforms and terms, inflected or not."""
    assert Rule("a", (WIDE,), **given).fires(figures(independent_sources=3), subject) is fires


def test_dear_figures_are_not_asked_for_in_vain():
    """A rule with a cheap condition that fails costs no more than that one, wherever it stands."""
    asked = []

    def tell(name):
        asked.append(name)
        return 1.0

    assert not Rule("a", (FAST, WIDE)).fires(tell, subject)
    assert asked == ["independent_sources"]


def test_rules_speak_of_the_figures_that_are_tracked():
    """Each has words for a person, and none has words alone."""
    assert list(FIGURES) == list(tracked.FIGURES)
