"""The recorded story holds what the demonstration promises."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from models.post import Post, channel_key, parse_post

SEEDS = Path(__file__).parents[2] / "seeds"
STORY = SEEDS / "story"
ORIGIN = "telegram:yellow_folder/4711"


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lines() -> list[Post]:
    rows = (STORY / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    return [parse_post(json.loads(row)) for row in rows]


@pytest.fixture(scope="module")
def posts(lines: list[Post]) -> dict[str, Post]:
    """Each post by uid, as first read."""
    first: dict[str, Post] = {}
    for post in lines:
        if post.kind == "post":
            first.setdefault(post.uid, post)
    return first


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((STORY / "gold.json").read_text(encoding="utf-8"))
    return answer


def uids(gold: dict[str, Any], claim: str | None, *stances: str) -> list[str]:
    told = [(uid, g["stance"]) for uid, g in gold["posts"].items() if g["claim"] == claim]
    return [uid for uid, stance in told if not stances or stance in stances]


def test_it_is_large_enough_to_watch(posts: dict[str, Post]) -> None:
    """At least 220 posts of 45 channels on all three platforms."""
    assert len(posts) >= 220
    assert len({post.channel_uid for post in posts.values()}) >= 45
    assert {post.platform for post in posts.values()} == {"telegram", "twitter", "feed"}


def test_gold_covers_every_post_and_no_other(posts: dict[str, Post], gold: dict[str, Any]) -> None:
    """Each post has one answer, of a claim that is described."""
    assert posts.keys() == gold["posts"].keys()
    assert {g["claim"] for g in gold["posts"].values()} == {*gold["claims"], None}
    assert all((g["claim"] is None) == (g["stance"] is None) for g in gold["posts"].values())
    assert len(uids(gold, None)) >= 25


def test_every_language_is_heard(gold: dict[str, Any]) -> None:
    """Each of the four languages has 30 posts, and supports and denies the target claim."""
    count = Counter(g["lang"] for g in gold["posts"].values())
    assert count.keys() == {"en", "ru", "uk", "kk"}
    assert min(count.values()) >= 30
    for stance in ("support", "deny", "query", "comment"):
        assert {gold["posts"][u]["lang"] for u in uids(gold, "K", stance)} == count.keys()


def test_references_point_to_earlier_posts_of_the_same_platform(posts: dict[str, Post]) -> None:
    """A forward, quote or answer names a post that the recording holds, and follows it."""
    for post in posts.values():
        for uid in filter(None, (post.forward_of, post.quote_of, post.reply_to)):
            assert posts[uid].published_at < post.published_at
            assert posts[uid].platform == post.platform


def test_forwards_carry_the_text_of_their_post(posts: dict[str, Post]) -> None:
    """Platforms forward a text unchanged."""
    forwards = [post for post in posts.values() if post.forward_of]
    assert all(posts[str(post.forward_of)].text == post.text for post in forwards)
    assert sum(post.forward_of == ORIGIN for post in forwards) >= 15


def test_a_few_posts_are_read_late(lines: list[Post]) -> None:
    """Three or four lines lie behind their time by at most ten minutes; all others are in order."""
    late = [post for post in lines if post.read_at]
    assert 3 <= len(late) <= 4
    assert all(0 < (post.read_at - post.published_at).total_seconds() <= 600 for post in late if post.read_at)
    times = [post.read_at or post.published_at for post in lines]
    inversions = [i for i in range(1, len(times)) if times[i] < times[i - 1]]
    assert len(inversions) == 1, "only the repeated line may step back"


def test_it_has_edits_a_deletion_and_a_repeat(
    lines: list[Post], posts: dict[str, Post], gold: dict[str, Any]
) -> None:
    """Edits and deletions name posts of the recording; the books balance."""
    kinds = Counter(post.kind for post in lines)
    assert kinds["delete"] == 1
    assert {post.uid for post in lines if post.kind == "edit"} == {edit["post"] for edit in gold["edits"]}
    assert all(post.uid in posts for post in lines)
    assert kinds["post"] == len(posts) + 1


def test_the_origin_is_neither_the_loudest_nor_the_last(posts: dict[str, Post], gold: dict[str, Any]) -> None:
    """`yellow_folder` is the earliest to report the claim; the loudest account comes an hour later."""
    told = [posts[u] for u in uids(gold, "K")]
    earliest = min(told, key=lambda post: post.published_at)
    loudest = max(told, key=lambda post: post.audience or 0)
    assert earliest.uid == gold["origin"]["K"] == ORIGIN
    assert loudest.channel == "WarDeskGlobal"
    assert min(p.published_at for p in told if p.channel == loudest.channel) > earliest.published_at


def test_forty_relays_trace_to_one_channel(gold: dict[str, Any]) -> None:
    """More than forty supporting posts go back to `yellow_folder`."""
    cited = [u for u, g in gold["posts"].items() if g.get("cites") == "telegram:yellow_folder"]
    assert len(cited) > 40
    assert set(cited) <= set(uids(gold, "K", "support"))


def test_all_nine_traps_are_set(posts: dict[str, Post], gold: dict[str, Any]) -> None:
    """Each trap names posts; the near claim, the questions and the media's denials are labelled as such."""
    traps = gold["trap_posts"]
    assert traps.keys() == set("123456789")
    assert all(traps.values())
    assert all(uid in posts for trap in traps.values() for uid in trap)
    assert len(gold["traps"]) == len(traps)
    assert all(gold["posts"][u]["claim"] == "A" for u in traps["2"])
    assert all(gold["posts"][u]["stance"] == "query" for u in traps["5"])
    carried = {u for denial in gold["denials"] for u in denial["posts"]}
    assert carried.isdisjoint(traps["4"])


def test_traps_lie_before_the_denial_they_could_be_taken_for(
    posts: dict[str, Post], gold: dict[str, Any]
) -> None:
    """Media's denials, the other claim's denial and the first questions come while nobody has denied K."""
    denied = posts["feed:mk.ru/sarym-odkb"].published_at
    assert all(posts[u].published_at < denied for trap in "46" for u in gold["trap_posts"][trap])
    assert sum(posts[u].published_at < denied for u in gold["trap_posts"]["5"]) >= 4


def test_denials_name_offices_of_the_registry(posts: dict[str, Post], gold: dict[str, Any]) -> None:
    """Each denial's office and official are registered, and its first carrier is the earliest one."""
    offices = {office["id"]: office for office in read_toml(STORY / "officials.toml")["office"]}
    for denial in gold["denials"]:
        office = offices[denial["office"]]
        persons = {person["name"] for person in office.get("person", [])}
        assert denial["official"] is None or denial["official"] in persons
        assert min(denial["posts"], key=lambda u: posts[u].published_at) == denial["posts"][0]
        assert {gold["posts"][u]["claim"] for u in denial["posts"]} == {denial["claim"]}
        first = posts[denial["posts"][0]]
        own = {channel_key("feed", host) for host in office["domains"]} | {*office["accounts"]}
        assert (first.channel_uid in own) == denial["first_hand"]


def test_denials_of_the_target_come_in_the_reported_order(
    posts: dict[str, Post], gold: dict[str, Any]
) -> None:
    """Sarym fires `denied`, the June quote nothing, the ministry `denial_update`; relays nothing."""
    of_k = [denial for denial in gold["denials"] if denial["claim"] == "K"]
    assert [(d["office"], d["fires"]) for d in of_k] == [
        ("kz-majilis", "denied"),
        ("kz-president", None),
        ("kz-mfa", "denial_update"),
    ]
    firsts = [posts[d["posts"][0]].published_at for d in of_k]
    assert firsts == sorted(firsts)
    assert sum(len(d["posts"]) - 1 for d in of_k) >= 30


def test_expected_alerts_agree_with_the_denials(gold: dict[str, Any]) -> None:
    """Each denial that fires has its alert, and nothing else fires one of these kinds."""
    fires = [(d["fires"], d["claim"], d["office"]) for d in gold["denials"] if d["fires"]]
    kinds = ("denied", "denial_update")
    said = [(a["kind"], a["claim"], a["office"]) for a in gold["alerts_expected"] if a["kind"] in kinds]
    assert said == fires
    assert {"kind": "our_page", "claim": "K", "office": "kz-majilis"} in gold["alerts_expected"]
    silent = gold["claims"].keys() - {denial["claim"] for denial in gold["denials"]}
    assert silent == set(gold["expect_no_denial_alert_for"])


def test_the_newsroom_finds_its_own_article_in_the_story(
    posts: dict[str, Post], gold: dict[str, Any]
) -> None:
    """What `newsroom.toml` calls own are exactly the posts that gold calls own."""
    own = read_toml(SEEDS / "newsroom.toml")["own"]
    accounts = {account.lower() for account in own["accounts"]}
    found = [u for u, p in posts.items() if p.channel in own["domains"] or p.channel_uid in accounts]
    assert sorted(found) == sorted(gold["own"])


def test_some_go_on_repeating_after_the_ministry_spoke(posts: dict[str, Post], gold: dict[str, Any]) -> None:
    """There is spread after the denial to measure."""
    denied = posts["feed:mfa.gov.kz/absolute-fake"].published_at
    assert sum(posts[u].published_at > denied for u in uids(gold, "K", "support")) >= 5


def test_media_hosts_are_invented_but_for_those_reported(posts: dict[str, Post]) -> None:
    """Feeds are of `.example` (RFC 2606), save the three hosts whose words were reported."""
    hosts = {post.channel for post in posts.values() if post.platform == "feed"}
    assert {host for host in hosts if not host.endswith(".example")} == {"mk.ru", "zakon.kz", "mfa.gov.kz"}
