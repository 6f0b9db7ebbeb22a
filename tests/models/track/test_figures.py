"""The figures that a newsroom's rules may speak of."""

from datetime import timedelta

import pytest

from models.track.figures import FIGURES, figures
from models.track.spread import spread

NAMES = {
    "posts", "asserting_posts", "channels", "independent_sources", "platforms", "languages", "audience",
    "views", "posts_1m", "posts_10m", "posts_60m", "per_minute", "doubling_minutes", "reproduction_number",
    "acceleration", "burst_level", "robust_z", "predicted_posts", "age_minutes",
}  # fmt: skip


def test_every_figure_has_the_name_that_rules_know(told, mention, noon):
    """All of them, each a number or None."""
    found = figures(told(mention(0)), noon)
    assert set(found) >= NAMES
    assert len(found) == len(FIGURES)
    assert all(value is None or isinstance(value, int | float) for value in found.values())


def test_the_figures_are_those_that_are_shown(told, mention, noon):
    """A rule and a page speak of the same numbers."""
    record = told(
        *(mention(n, minute=n // 3, audience=10, views=n) for n in range(30)), mention(30, stance="deny")
    )
    at = noon + timedelta(minutes=31)
    found, shown = figures(record, at), spread(record, at)
    assert (found["posts"], found["asserting_posts"], found["channels"]) == (31, 30, 31)
    assert (found["audience"], found["views"], found["age_minutes"]) == (300, 435, 31.0)
    assert (found["posts_1m"], found["posts_10m"], found["posts_60m"]) == (1, 1, 31)
    for name in ("per_minute", "reproduction_number", "acceleration", "predicted_posts"):
        assert found[name] == pytest.approx(shown[name]["value"], rel=0.01), name


def test_what_is_not_known_is_none(told, mention, noon):
    """One post tells no growth."""
    found = figures(told(mention(0)), noon)
    unknown = ("doubling_minutes", "reproduction_number", "robust_z", "predicted_posts", "views")
    assert [found[name] for name in unknown] == [None] * 5


def test_a_name_that_is_none_is_refused(told, mention, noon):
    """A rule that misspells a figure must not pass silently."""
    with pytest.raises(KeyError):
        figures(told(mention(0)), noon)["post"]
