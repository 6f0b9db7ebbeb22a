"""How a claim came about, as it is shown."""

import json
from datetime import timedelta

from models.track import view


def test_jumps_are_told_in_order_of_time(told, mention, noon):
    """The first post of every platform and language, with the minutes since the earliest post read."""
    record = told(
        mention(5, channel="twitter:b", lang="uk"),
        mention(0, offset=6, read_at=noon + timedelta(minutes=6)),
        mention(9, lang="uk"),
    )  # fmt: skip
    jumps = view(record, noon)["jumps"]
    assert [(jump["to"], jump["name"], jump["minutes"]) for jump in jumps] == [
        ("platform", "telegram", 0.0), ("language", "en", 0.0),
        ("platform", "twitter", 5.0), ("language", "uk", 5.0),
    ]  # fmt: skip
    assert jumps[2]["post"] == "twitter:b/5"


def test_the_tree_is_shown_largest_branch_first(told, mention, noon):
    """With the followers of its channel, who shared it, and what is not known as null."""
    record = told(
        mention(0, channel="telegram:a", audience=500),
        mention(1, parent="telegram:a/0", audience=20),
        mention(2, parent="telegram:unread/7"),
        mention(3, parent="telegram:a/0", forward_of="telegram:a/0"),
    )
    branches = json.loads(json.dumps(view(record, noon)["branches"]))
    assert branches == [
        {
            "post": "telegram:a/0", "has_it_from": None, "at": "2026-03-02T12:00:00Z", "audience": 500,
            "shares": 2, "exact": True, "reach": 20, "predicted_shares": None,
        },
        {
            "post": "telegram:unread/7", "has_it_from": None, "at": None, "audience": None, "shares": 1,
            "exact": True, "reach": None, "predicted_shares": None,
        },
    ]  # fmt: skip


def test_circles_are_shown(told, mention, noon):
    """Two channels that cite each other."""
    record = told(
        mention(0, channel="telegram:a", parent="telegram:b/1"),
        mention(1, channel="telegram:b", parent="telegram:a/0"),
    )
    assert view(record, noon)["circular"] == [{"channel": "telegram:b", "cites": "telegram:a", "posts": 1}]
