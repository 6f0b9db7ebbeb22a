"""A line of ``claims.jsonl``."""

import json
from datetime import timedelta

from models.track import view

CONTRACT = {
    "claim", "text", "lang", "status", "first_seen", "origin", "origin_unread", "posts", "channels",
    "platforms", "independent_sources", "audience", "spread", "denials",
}  # fmt: skip


def test_a_claim_is_shown_in_the_contracts_keys(told, mention, denial, noon):
    """Each of them, as JSON writes it, with the numbers of the record."""
    record = told(mention(0, audience=7), mention(1, channel="twitter:b", lang="uk"), denial(2), denial(3))
    line = json.loads(json.dumps(view(record, noon + timedelta(minutes=2))))
    assert set(line) >= CONTRACT
    assert line["text"] == "The Velmar bridge closes, says source number 0."
    assert (line["lang"], line["status"], line["first_seen"]) == ("en", "denied", "2026-03-02T12:00:00Z")
    assert (line["posts"], line["channels"], line["platforms"]) == (4, 4, 2)
    assert (line["independent_sources"], line["audience"]) == (2, 7)
    assert set(line["spread"]) >= {"per_minute", "doubling_minutes", "reproduction_number", "predicted_posts"}
    assert [(d["post"], d["relays"], d["delay_seconds"]) for d in line["denials"]] == [
        ("telegram:invented_2/2", 1, 120)
    ]
    assert line["first_by_language"]["uk"]["post"] == "twitter:b/1"
    assert line["series"]["posts"] == [4]
    assert line["windows"]["10"] == {
        "posts": 4, "asserting": 2, "channels": 4, "platforms": 2, "languages": 2, "audience": 7,
        "views": None,
    }  # fmt: skip


def test_assertions_after_the_denial_are_counted(told, mention, denial, noon):
    """A denied claim shows who goes on."""
    record = told(mention(0), mention(1), denial(2), mention(3), mention(4), mention(5))
    line = view(record, noon)
    assert line["denied_at"] == "2026-03-02T12:02:00Z"
    assert line["after_denial"] == {
        "asserting_before": 2, "asserting_after": 3, "posts_after": 3, "share_asserting": 1.0,
        "half_life_minutes": None, "knowing": [], "minutes_to_denial": 2.0,
        "per_minute_before": {"value": 1.0, "low": 0.121, "high": 3.61},
        "per_minute_after": {"value": 1.0, "low": 0.206, "high": 2.92},
    }  # fmt: skip


def test_a_post_published_before_the_denial_is_none_after_it(told, mention, denial, noon):
    """However late it was read."""
    told(mention(0), denial(9), mention(1, minute=5, offset=10, read_at=noon + timedelta(minutes=12)))
    after = view(told(mention(2, minute=13, offset=11)), noon)["after_denial"]
    assert (after["asserting_before"], after["asserting_after"]) == (2, 1)


def test_a_statement_without_a_rumour_is_shown_by_its_quote(told, denial, noon):
    """It has no asserting post whose sentence it could be known by."""
    line = view(told(denial(0)), noon)
    assert (line["text"], line["denials"]) == ("The bridge stays open.", [])


def test_time_of_showing_is_never_before_the_record(told, mention, noon):
    """A tick that is behind shows the claim as of its newest post."""
    assert view(told(mention(30)), noon)["shown_at"] == "2026-03-02T12:30:00Z"
