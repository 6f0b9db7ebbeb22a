"""On the recorded story the vetoes part Armenia from Kazakhstan, and hardly ever a claim from itself."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from models.claim.live import CORE_SHARE
from models.facts import Gazetteer, joins, parse_aliases, read_facts, veto
from models.language import detect
from models.officials import parse_officials
from models.post import parse_post
from models.reading import Facts

SEEDS = Path(__file__).parents[3] / "seeds"
FEW = 20


@pytest.fixture(scope="module")
def told() -> dict[str, list[tuple[str, Facts]]]:
    """Give the facts of each claim's posts with their stance, each text once."""
    registry = parse_officials((SEEDS / "story/officials.toml").read_text(encoding="utf-8"), "officials.toml")
    aliases = parse_aliases((SEEDS / "aliases.toml").read_text(encoding="utf-8"), "aliases.toml")
    gazetteer = Gazetteer(aliases, registry.names())
    gold = json.loads((SEEDS / "story/gold.json").read_text(encoding="utf-8"))["posts"]
    found: dict[str, list[tuple[str, Facts]]] = {}
    seen: set[str] = set()
    for line in (SEEDS / "story/posts.jsonl").read_text(encoding="utf-8").splitlines():
        post = parse_post(json.loads(line))
        answer = gold.get(post.uid)
        if not post.text or not answer or not answer["claim"] or post.reply_to or post.text in seen:
            continue
        seen.add(post.text)
        read = read_facts(post.text, detect(post.text, post.lang), gazetteer)
        found.setdefault(answer["claim"], []).append((answer["stance"], read))
    return found


def core(posts: list[tuple[str, Facts]]) -> Facts:
    """Give the facts that enough of the first asserting posts name, as a live claim has them."""
    first = [read for stance, read in posts if stance == "support"][:FEW]

    def shared(kind: str) -> frozenset[str]:
        counts = Counter(fact for read in first for fact in getattr(read, kind))
        return frozenset(fact for fact, count in counts.items() if count >= CORE_SHARE * len(first))

    return Facts(shared("entities"), shared("numbers"), shared("dates"))


def vetoed(posts: list[tuple[str, Facts]], claim: Facts) -> float:
    return sum(veto(read, claim) is not None for _, read in posts) / len(posts)


def test_armenia_is_kept_out_of_the_claim_on_kazakhstan(told: dict[str, list[tuple[str, Facts]]]) -> None:
    """One country swapped: more than four posts of five are vetoed, those left name both."""
    asserting = [post for post in told["A"] if post[0] == "support"]
    assert vetoed(asserting, core(told["K"])) > 0.8
    assert vetoed([post for post in told["K"] if post[0] == "support"], core(told["A"])) > 0.8


@pytest.mark.parametrize("claim", ["K", "A", "P", "B", "X", "F"])
def test_a_claim_hardly_vetoes_its_own_posts(claim: str, told: dict[str, list[tuple[str, Facts]]]) -> None:
    """Reports, denials, questions and comments alike: at most two in a hundred."""
    assert vetoed(told[claim], core(told[claim])) <= 0.02


def test_posts_of_a_claim_share_more_than_posts_of_two(told: dict[str, list[tuple[str, Facts]]]) -> None:
    """Shared facts speak for one claim."""
    claim = core(told["K"])
    own = [joins(read, claim) for _, read in told["K"]]
    others = [joins(read, claim) for name, posts in told.items() if name != "K" for _, read in posts]
    assert sum(own) / len(own) > 2 * sum(others) / len(others)
