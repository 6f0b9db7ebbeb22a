"""A fold is the ordered stage over the records of a replay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from folding import fold, records
from methods import RAW_BASE, squeezed, unidentified, unvetoed

from models.claim import match
from models.claim.rules import AssignRules
from models.post import Post
from models.reading import Facts, Reading
from streams.codec import parse_control
from streams.parts import Parts, load_parts
from streams.settings import Settings

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class OneDirection:
    """An embedder for which all texts are alike."""

    name = "one direction"

    def embed(self, text: str) -> np.ndarray:
        del text
        return np.eye(1, 384, dtype=np.float32)[0]


def reading(number: int, minute: float, direction: int = 0, **given: str) -> Reading:
    """Make what was read of a post whose vector has one direction."""
    post = Post(
        "telegram", "ch", str(number), NOON + timedelta(minutes=minute), text=f"post {number}", **given
    )
    vector = np.eye(1, 384, direction, dtype=np.float32)[0]
    return Reading(post, "en", post.text, True, vector, Facts(), None)


@pytest.fixture(scope="module")
def parts() -> Parts:
    seeds = ROOT / "seeds"
    settings = Settings(
        officials=seeds / "story/officials.toml",
        aliases=seeds / "aliases.toml",
        newsroom=seeds / "newsroom.toml",
    )
    return load_parts(settings, OneDirection())


def test_a_tick_comes_first_then_once_a_minute_and_the_end_last() -> None:
    """As the feed of a replay has it: two posts within a minute share a tick."""
    found = [parse_control(value) for value in records([reading(1, 0), reading(2, 0.5), reading(3, 2)])]
    assert [one.control if one else "post" for one in found] == [
        "tick", "post", "post", "tick", "post", "tick", "end",
    ]  # fmt: skip


def test_like_posts_are_one_claim_and_others_another(parts: Parts) -> None:
    """The stage itself decides: by its rules equal vectors join, and those at right angles do not."""
    found = fold(
        [reading(1, 0, 0), reading(2, 1, 0), reading(3, 2, 1)], parts, centre=lambda vector, _: vector
    )
    assert found["telegram:ch/1"] == found["telegram:ch/2"] != found["telegram:ch/3"]


def test_without_identity_a_forward_goes_by_its_meaning(parts: Parts) -> None:
    """A forward follows its original, however unlike its words, unless that path is taken away."""
    posts = [reading(1, 0, 0), reading(2, 1, 1, forward_of="telegram:ch/1")]
    whole = fold(posts, parts, centre=lambda vector, _: vector)
    bare = fold([unidentified(one) for one in posts], parts, centre=lambda vector, _: vector)
    assert whole["telegram:ch/1"] == whole["telegram:ch/2"]
    assert bare["telegram:ch/1"] != bare["telegram:ch/2"]


def test_squeezed_rules_say_of_the_upper_part_what_the_rules_say_of_the_whole() -> None:
    """A threshold keeps its place among what is left of the scale."""
    rules = AssignRules()
    assert (squeezed(rules).join - RAW_BASE) / (1 - RAW_BASE) == pytest.approx(rules.join)


def test_the_veto_is_back_after_an_ablation() -> None:
    """Taken away inside the block alone."""
    kazakhstan, armenia = (Facts(entities=frozenset((f"country:{c}",))) for c in ("KZ", "AM"))
    with unvetoed():
        assert match.veto(kazakhstan, armenia) is None
    assert match.veto(kazakhstan, armenia)
