"""The seed story ends as its gold says, and a naive monitor's ending would be noticed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

import pytest

from models.cues import denial_cue
from models.language import detect
from models.post import fold_uid, parse_post

pytestmark = pytest.mark.integration

DENIALS = ("denied", "denial_update", "unconfirmed_denial")
Outcome = dict[str, Any]


@pytest.fixture(scope="module")
def gold(play) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((play.STORY / "gold.json").read_text())
    return found


@pytest.fixture(scope="module")
def posts(play) -> list[Any]:
    """Give the story's posts, each once."""
    rows = (play.STORY / "posts.jsonl").read_text().splitlines()
    first = {}
    for post in (parse_post(json.loads(row)) for row in rows):
        first.setdefault(post.key, post)
    return list(first.values())


def b_cubed(gold: dict[str, str], found: dict[str, str]) -> float:
    """Give B-cubed F1 (Bagga and Baldwin 1998): a post the monitor left out is a claim of its own."""
    ours = {post: found.get(post, f"alone {post}") for post in gold}
    together = Counter((gold[p], ours[p]) for p in gold)
    sizes, shares = Counter(gold.values()), Counter(ours.values())
    precision = sum(n * n / shares[o] for (_, o), n in together.items()) / len(gold)
    recall = sum(n * n / sizes[g] for (g, _), n in together.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def complaints(outcome: Outcome, gold: dict[str, Any]) -> list[str]:
    """Name the traps of the story that an outcome fell into."""
    claim_of = {key: m["claim"] for key, m in outcome["mentions"].items() if m["claim"]}
    labels = {fold_uid(uid): g["claim"] or f"none {uid}" for uid, g in gold["posts"].items()}
    home = homes(labels, claim_of)
    return [
        *_claims(gold, labels, claim_of, home),
        *_denials(outcome, gold, home),
        *_origin(outcome, gold, home),
    ]


def homes(labels: dict[str, str], claim_of: dict[str, str]) -> dict[str, str]:
    """Give, for each gold claim, the found claim that holds most of its posts."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for key, label in labels.items():
        if key in claim_of:
            votes[label][claim_of[key]] += 1
    return {label: count.most_common(1)[0][0] for label, count in votes.items()}


def _claims(gold, labels, claim_of, home):
    if (f1 := b_cubed(labels, claim_of)) < 0.85:
        yield f"1: B-cubed F1 {f1:.2f}"
    langs = {gold["posts"][u]["lang"] for u in gold["posts"] if claim_of.get(fold_uid(u)) == home["K"]}
    if langs < {"en", "ru", "uk", "kk"}:
        yield f"1: the claim holds only {sorted(langs)}"
    strays = [u for u in gold["trap_posts"]["2"] if claim_of.get(fold_uid(u)) == home["K"]]
    if len(strays) > 2 or home["A"] == home["K"]:
        yield f"2: {len(strays)} posts about Armenia are in the claim"


def _denials(outcome, gold, home):
    fired = [a for a in outcome["alerts"].values() if a["kind"] in DENIALS]
    for alert in fired:
        if not any(_is(alert, denial, home) for denial in gold["denials"] if denial["fires"]):
            said = alert["denial"]
            yield f"3-8: {alert['kind']} on {alert['claim']} by {said['office']} from {said['post']}"
    for denial in gold["denials"]:
        hits = [alert for alert in fired if denial["fires"] and _is(alert, denial, home)]
        if denial["fires"] and len(hits) != 1:
            yield f"7: {len(hits)} alerts of {denial['office']} on {denial['claim']}"


def _is(alert, denial, home):
    said = alert["denial"]
    return (
        alert["claim"] == home.get(denial["claim"])
        and alert["kind"] == denial["fires"]
        and said["post"] in denial["posts"]
        and (said["office"], said["official"], said["first_hand"], sorted(said["cautions"]))
        == (denial["office"], denial["official"], denial["first_hand"], sorted(denial["cautions"]))
    )


def _origin(outcome, gold, home):
    origin = outcome["claims"][home["K"]]["origin"]
    if origin != gold["origin"]["K"]:
        yield f"9: the origin is {origin}"


def test_the_story_ends_as_its_gold_says(undisturbed, gold):
    """None of the nine traps; every expected alert once, with office, person, standing and cautions."""
    assert complaints(undisturbed, gold) == []


def test_our_own_article_is_told_of(undisturbed):
    """When the claim that it carries is denied."""
    pages = {
        p["post"] for a in undisturbed["alerts"].values() if a["kind"] == "our_page" for p in a["own_pages"]
    }
    assert "feed:litoral-post.example/kazakhstan-csto-unconfirmed" in pages


def test_the_old_quote_stands_on_the_card_with_its_cautions(undisturbed, gold):
    """It fired nothing, and it is not lost."""
    labels = {fold_uid(uid): g["claim"] or f"none {uid}" for uid, g in gold["posts"].items()}
    claim_of = {key: m["claim"] for key, m in undisturbed["mentions"].items() if m["claim"]}
    claim = undisturbed["claims"][homes(labels, claim_of)["K"]]
    (old,) = [d for d in claim["denials"] if d["office"] == "kz-president"]
    assert set(old["cautions"]) >= {"stale", "second_hand"}
    assert claim["status"] == "denied"


def test_a_naive_monitor_falls_into_the_traps(posts, gold):
    """One claim a language, an alert for every post that denies something and names an office."""
    assert complaints(naive(posts), gold) != []
    told = {complaint[0] for complaint in complaints(naive(posts), gold)}
    assert {"1", "3", "7"} <= told


def naive(posts) -> Outcome:
    """Monitor as one would in an afternoon: keyword, language, loudest account."""
    about = [p for p in posts if any(w in p.text.lower() for w in ("csto", "одкб", "ұқшұ"))]
    langs = {p.key: detect(p.text, p.lang) for p in about}
    mentions = {p.key: {"claim": langs[p.key], "post": p.uid} for p in about}
    alerts = {}
    for post in about:
        if denial_cue(post.text, langs[post.key]) >= 0.5:
            said = {
                "office": post.channel,
                "official": None,
                "first_hand": False,
                "cautions": [],
                "post": post.uid,
            }
            alerts[post.key] = {"kind": "denied", "claim": langs[post.key], "denial": said}
    loudest = max(about, key=lambda p: p.audience or 0).uid
    claims = {lang: {"origin": loudest} for lang in {m["claim"] for m in mentions.values()}}
    return {"mentions": mentions, "alerts": alerts, "claims": claims}
