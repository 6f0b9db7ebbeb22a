"""Which posts a claim's record names. All are synthetic."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.claim_posts import MOST, ClaimPosts, LivePost, picked

CLAIM = {
    "claim": "abcd", "status": "denied", "origin": "telegram:synthetic_channel/7",
    "first_by_platform": {
        "telegram": {"post": "telegram:synthetic_channel/7"}, "twitter": {"post": "twitter:One/11"},
    },
    "first_by_language": {"en": {"post": "twitter:One/11"}, "ru": {"post": None}},
    "wordings": [{"text": "x", "post": "twitter:two/12"}, {"text": "y", "post": "twitter:three/13"}],
    "denials": [{"post": "twitter:Office/14"}, {"post": "feed:office.example/15"}],
    "deleted_words": ["twitter:Three/13"],
}  # fmt: skip


def test_a_claim_stands_on_its_first_posts_its_wordings_and_its_denials() -> None:
    """Those of one platform, each once, without those that are known to be deleted."""
    assert picked(CLAIM, "twitter") == {
        "posts": ["twitter:two/12", "twitter:one/11"],
        "denials": ["twitter:office/14"],
    }
    assert picked(CLAIM, "telegram") == {"posts": ["telegram:synthetic_channel/7"], "denials": []}


@pytest.mark.parametrize(
    "change",
    [
        {"status": "dormant"},
        {"merged_into": "beef"},
        {"first_by_platform": {}, "first_by_language": {}, "wordings": [], "denials": []},
    ],
)
def test_a_claim_that_sleeps_or_is_gone_or_not_of_x_stands_on_nothing(change: dict[str, Any]) -> None:
    assert picked(CLAIM | change, "twitter") is None


def test_no_claim_fills_the_memory() -> None:
    wordings = [{"post": f"twitter:synthetic/{n}"} for n in range(500)]
    record = picked(CLAIM | {"wordings": wordings}, "twitter")
    assert record is not None
    assert len(record["posts"]) == MOST


def test_a_post_that_denies_one_claim_is_a_denial_in_all() -> None:
    posts = ClaimPosts("unused:9092", "claims", "twitter")
    posts._claims = {
        "a": {"posts": ["twitter:office/14"], "denials": []},
        "b": {"posts": [], "denials": ["twitter:office/14"]},
        "c": {"posts": ["twitter:office/14", "twitter:one/11"], "denials": []},
    }
    assert sorted(posts.posts(), key=lambda post: post.uid) == [
        LivePost("twitter:office/14", denial=True), LivePost("twitter:one/11"),
    ]  # fmt: skip


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["twitter:a/1", "x", "twitter:a/b"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["post", "k"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(CLAIM)), json))
def test_no_record_of_a_claim_breaks_it(record: dict[str, Any]) -> None:
    found = picked(record, "twitter")
    assert found is None or set(found["posts"] + found["denials"]) == {"twitter:a/1"}
