"""Each synthetic recording holds together: its posts, its registry and its gold speak of the same things."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from connectors.recording import Recorded, read_recording
from models.officials import Registry, parse_officials
from models.post import Post, channel_key

HERE: Final = Path(__file__).parent
FOLDERS: Final = sorted(path.parent for path in HERE.glob("*/gold.json"))
STANCES: Final = {"support", "deny", "query", "comment"}
CAUTIONS: Final = {"stale", "scope", "second_hand", "unnamed"}
FIRES: Final = {"denied", "denial_update", "unconfirmed_denial", None}
ROLES: Final = {"target", "near", "other"}

each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def read_lines(folder: Path) -> list[Post]:
    lines = list(read_recording(folder / "posts.jsonl"))
    assert [line for line in lines if not isinstance(line, Recorded)] == []
    return [line.post for line in lines if isinstance(line, Recorded)]


def read_posts(folder: Path) -> dict[str, Post]:
    """Give each post by uid, as first read."""
    first: dict[str, Post] = {}
    for post in read_lines(folder):
        if post.kind == "post":
            first.setdefault(post.uid, post)
    return first


def read_gold(folder: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return gold


def read_registry(folder: Path) -> Registry:
    path = folder / "officials.toml"
    return parse_officials(path.read_text(encoding="utf-8"), path.name)


def test_there_are_recordings_and_one_of_them_expects_no_denial_alert() -> None:
    """The set is not empty, and holds a story in which nobody who may deny does."""
    assert FOLDERS
    assert any(read_gold(folder)["zero_denial_alerts"] for folder in FOLDERS)


@each
def test_every_line_can_be_taken(folder: Path) -> None:
    """No line is rejected, and edits and deletions are of posts that stand before them."""
    seen: set[str] = set()
    for post in read_lines(folder):
        assert post.kind == "post" or post.uid in seen
        seen.add(post.uid)
    assert len(seen) >= 28


@each
def test_references_name_earlier_posts_of_the_same_platform(folder: Path) -> None:
    """A forward carries the text of its original; a quote or an answer follows what it names."""
    posts = read_posts(folder)
    for post in posts.values():
        for uid in filter(None, (post.forward_of, post.quote_of, post.reply_to)):
            if uid in posts:
                assert posts[uid].published_at < post.published_at
                assert posts[uid].platform == post.platform
        if post.platform == "telegram" and post.forward_of in posts:
            assert posts[post.forward_of].text == post.text


@each
def test_gold_says_that_it_is_synthetic(folder: Path) -> None:
    """Nobody takes an invented rumour for a reported one."""
    assert "synthetic" in read_gold(folder)["notes"].lower()


@each
def test_gold_covers_every_post_and_no_other(folder: Path) -> None:
    """Each post has one answer, with labels that are known, of a claim that is described."""
    gold = read_gold(folder)
    assert gold["posts"].keys() == read_posts(folder).keys()
    answers = gold["posts"].values()
    assert {g["claim"] for g in answers} == {*gold["claims"], None}
    assert all((g["claim"] is None) == (g["stance"] is None) for g in answers)
    assert {g["stance"] for g in answers} <= {*STANCES, None}
    assert {g["stance_alt"] for g in answers if "stance_alt" in g} <= STANCES
    assert {g["lang"] for g in answers} == set(gold["languages"])


@each
def test_a_target_crosses_languages_and_platforms(folder: Path) -> None:
    """One target is told on Telegram and Twitter, in two of the recording's languages, beside near claims."""
    gold, posts = read_gold(folder), read_posts(folder)
    roles = {claim: described["role"] for claim, described in gold["claims"].items()}
    assert {"target", "near"} <= set(roles.values()) <= ROLES
    targets = [claim for claim, role in roles.items() if role == "target"]
    told = {c: {uid: g["lang"] for uid, g in gold["posts"].items() if g["claim"] == c} for c in targets}
    wanted = min(2, len(gold["languages"]))
    crossing = [c for c in targets if len(set(told[c].values())) >= wanted]
    assert any({posts[uid].platform for uid in told[c]} >= {"telegram", "twitter"} for c in crossing)


@each
def test_denials_name_offices_and_persons_of_the_registry(folder: Path) -> None:
    """A denial has a registered office and official; its carriers deny, the earliest of them first."""
    gold, posts = read_gold(folder), read_posts(folder)
    offices = {office.id: office for office in read_registry(folder).offices}
    for denial in gold["denials"]:
        office = offices[denial["office"]]
        assert denial["official"] in {None, *(person.name for person in office.persons)}
        assert denial["claim"] in gold["claims"]
        assert denial["fires"] in FIRES
        assert denial["fires"] or denial["why"]
        carriers = [posts[uid] for uid in denial["posts"]]
        assert min(carriers, key=lambda post: post.published_at) is carriers[0]
        assert {gold["posts"][uid]["stance"] for uid in denial["posts"]} == {"deny"}


@each
def test_first_hand_is_an_account_or_a_host_of_the_office(folder: Path) -> None:
    """Only a post of the office itself is first-hand; any other has the caution `second_hand`."""
    gold, posts = read_gold(folder), read_posts(folder)
    offices = {office.id: office for office in read_registry(folder).offices}
    for denial in gold["denials"]:
        office, first = offices[denial["office"]], posts[denial["posts"][0]]
        own = {account.channel for account in office.accounts}
        own |= {channel_key("feed", host) for host in office.domains}
        assert denial["first_hand"] is (first.channel_uid in own)
        assert set(denial["cautions"]) <= CAUTIONS
        assert denial["first_hand"] is ("second_hand" not in denial["cautions"])


@each
def test_alerts_follow_the_order_of_strength(folder: Path) -> None:
    """Weak denials fire at most `unconfirmed_denial`; the first strong one fires `denied`, once."""
    gold = read_gold(folder)
    for claim in gold["claims"]:
        of_claim = [d for d in gold["denials"] if d["claim"] == claim and not d.get("optional")]
        for denial in of_claim:
            if {"stale", "unnamed"} & set(denial["cautions"]):
                assert denial["fires"] in {"unconfirmed_denial", None}
        fired = [d["fires"] for d in of_claim if d["fires"]]
        assert fired.count("denied") <= 1
        assert fired.count("unconfirmed_denial") <= 1
        assert "denial_update" not in fired or fired.index("denied") < fired.index("denial_update")
        assert not (fired and claim in gold["expect_no_denial_alert_for"])


@each
def test_a_recording_without_alerts_says_so(folder: Path) -> None:
    """`zero_denial_alerts` is told exactly where no denial fires."""
    gold = read_gold(folder)
    assert gold["zero_denial_alerts"] is not any(denial["fires"] for denial in gold["denials"])


@each
def test_confirmations_and_edits_name_what_is_there(folder: Path) -> None:
    """A confirmation names an office and a post of the claim; an edit of gold is an edit of the recording."""
    gold, posts = read_gold(folder), read_posts(folder)
    offices = {office.id for office in read_registry(folder).offices}
    for confirmed in gold["confirmed"]:
        assert confirmed["office"] in offices
        assert gold["posts"][confirmed["post"]]["claim"] == confirmed["claim"]
        assert confirmed["post"] in posts
    edited = {post.uid for post in read_lines(folder) if post.kind == "edit"}
    assert {edit["post"] for edit in gold["edits"]} <= edited
    assert {edit["stance_now"] for edit in gold["edits"]} <= STANCES
