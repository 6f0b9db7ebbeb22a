"""The figures of a claim that a rule can speak of, as a person calls them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Figure(NamedTuple):
    """One figure, for a person."""

    said: str
    """What it is, as it stands before "at least 5"."""
    unit: str = ""
    told: str = "always"
    """From when on it can be told: until then no comparison with it holds."""
    cost: int = 3
    """Microseconds it took of a claim of 60 posts: of a rule's conditions the cheapest come first."""


_ENOUGH: Final = "once ten posts show a trend that is beyond doubt"

FIGURES: Final[dict[str, Figure]] = {
    "posts": Figure("posts of any stance"),
    "asserting_posts": Figure("posts that assert it"),
    "channels": Figure("channels"),
    "independent_sources": Figure("independent sources"),
    "platforms": Figure("platforms"),
    "languages": Figure("languages"),
    "audience": Figure("followers of its channels", cost=34),
    "views": Figure("views", told="where a platform tells views"),
    "posts_1m": Figure("posts in the last minute"),
    "posts_10m": Figure("posts in the last 10 minutes"),
    "posts_60m": Figure("posts in the last hour"),
    "per_minute": Figure("asserting posts a minute (last 10 minutes)", cost=33),
    "doubling_minutes": Figure("time to double", "min", _ENOUGH, 47),
    "reproduction_number": Figure(
        "posts that each post brings about", told="once eleven posts came lately", cost=41
    ),
    "acceleration": Figure("change of the rate, posts a minute each minute", cost=59),
    "burst_level": Figure("burst level (1: twice its usual pace, 2: four times, 3: eight times)", cost=54),
    "robust_z": Figure("deviations above its own pace (median)", told="once its own pace is known", cost=6),
    "predicted_posts": Figure("posts it is foretold to reach", told="once ten posts are read", cost=450),
    "age_minutes": Figure("age, from the earliest post read", "min"),
}
"""Name -> what it is; the names are those of `models.track.figures`."""
