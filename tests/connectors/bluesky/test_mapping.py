"""What the stream says becomes posts of the contract, whatever it says."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.bluesky.error import EventError
from connectors.bluesky.mapping import commit_of, commit_to_post, full_text, time_of
from models.post import Post, parse_post, post_record
from models.text.story_links import story_page

SEEN = datetime(2026, 3, 2, 12, 0, 5, 250_000, tzinfo=UTC)
MICROS = int(SEEN.timestamp()) * 1_000_000 + 250_000
READ = SEEN + timedelta(seconds=2)


def mapped(event: dict[str, Any], names: dict[str, str] | None = None) -> Post:
    commit = commit_of(event)
    assert commit is not None
    return commit_to_post(commit, names or {}, READ)


def test_a_post_of_a_watched_account_goes_by_the_name_of_the_watchlist(double: ModuleType) -> None:
    event = double.commit(double.HARBOUR, "3lk", double.post(langs=["en-GB", "pl"]), MICROS)
    assert mapped(event, {double.HARBOUR: "harbour.example"}) == Post(
        platform="bluesky",
        channel="harbour.example",
        post_id="3lk",
        published_at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        text="The Velmar ferry stops.",
        read_at=READ,
        channel_id=double.HARBOUR,
        lang="en",
        url=f"https://bsky.app/profile/{double.HARBOUR}/post/3lk",
    )


def test_everybody_else_goes_by_the_did_and_references_by_the_same_rule(double: ModuleType) -> None:
    """So a post has one uid, whoever sends it or refers to it."""
    answer = double.post(
        reply={"root": double.ref(double.READER, "1"), "parent": double.ref(double.HARBOUR, "2")}
    )
    found = mapped(double.commit(double.READER, "9", answer, MICROS), {double.HARBOUR: "harbour.example"})
    assert found.uid == f"bluesky:{double.READER}/9"
    assert found.reply_to == "bluesky:harbour.example/2"
    parent = mapped(
        double.commit(double.HARBOUR, "2", double.post(), MICROS), {double.HARBOUR: "harbour.example"}
    )
    assert parent.uid == found.reply_to
    assert parse_post(post_record(found)) == found


def test_quotes_and_reposts_refer_to_their_posts(double: ModuleType) -> None:
    quote = {"$type": "app.bsky.embed.record", "record": double.ref(double.READER, "1")}
    assert mapped(double.commit(double.HERALD, "2", double.post(embed=quote), MICROS)).quote_of == (
        f"bluesky:{double.READER}/1"
    )
    external = {
        "$type": "app.bsky.embed.external",
        "external": {"uri": "https://port.example/ferry", "title": "Ferry", "description": ""},
    }
    both = {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": external}
    post = mapped(double.commit(double.HERALD, "2", double.post(embed=both), MICROS))
    assert post.quote_of == f"bluesky:{double.READER}/1"
    assert post.text == "The Velmar ferry stops.\nhttps://port.example/ferry"
    repost = mapped(double.commit(double.HERALD, "3", double.repost(double.READER, "1"), MICROS))
    assert (repost.forward_of, repost.text, repost.kind) == (f"bluesky:{double.READER}/1", "", "post")


def test_a_link_that_the_app_shortens_is_whole_again(double: ModuleType) -> None:
    """Facets count bytes, not characters."""
    text = "Паром: port.example/fe… и всё"
    shown = "port.example/fe…".encode()
    start = text.encode().index(shown)
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://port.example/ferry-stops-today"}
    facet = {"index": {"byteStart": start, "byteEnd": start + len(shown)}, "features": [link]}
    assert (
        full_text(double.post(text, facets=[facet])) == "Паром: https://port.example/ferry-stops-today и всё"
    )


@pytest.mark.parametrize(
    ("created", "believed"),
    [
        ("2026-03-02T11:59:00.000Z", datetime(2026, 3, 2, 11, 59, tzinfo=UTC)),
        ("2026-03-02T14:59:00.000+03:00", datetime(2026, 3, 2, 11, 59, tzinfo=UTC)),
        ("2031-01-01T00:00:00.000Z", SEEN),
        ("2021-01-01T00:00:00.000Z", SEEN),
        ("1985-04-12T23:20:50.123Z", SEEN),
    ],
)
def test_a_time_is_believed_as_far_as_the_stream_bears_it_out(
    double: ModuleType, created: str, believed: datetime
) -> None:
    """Nobody becomes an origin by dating a post back, and nobody moves the clock ahead."""
    post = mapped(double.commit(double.READER, "1", double.post(createdAt=created), MICROS))
    assert (post.published_at, post.at) == (believed, believed)


def test_updates_are_edits_and_deletions_carry_no_text(double: ModuleType) -> None:
    """Both happened when the stream saw them."""
    edit = mapped(double.commit(double.READER, "1", double.post("New."), MICROS, "update"))
    assert (edit.kind, edit.text, edit.published_at) == ("edit", "New.", SEEN)
    gone = mapped(double.commit(double.READER, "1", None, MICROS, "delete"))
    assert (gone.kind, gone.text, gone.uid) == ("delete", "", f"bluesky:{double.READER}/1")


def test_other_events_are_no_commits(double: ModuleType) -> None:
    like = double.commit(double.READER, "1", None, MICROS, "delete", collection="app.bsky.feed.like")
    for event in (
        double.identity(double.READER, "x.example", MICROS),
        double.account(double.READER, MICROS),
        like,
    ):
        assert commit_of(event) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["text", "createdAt", "langs", "reply", "parent", "embed", "record", "external", "media", "uri", "facets",
     "index", "byteStart", "byteEnd", "features", "subject"]
)  # fmt: skip
RECORD = st.recursive(
    JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@given(RECORD, st.sampled_from(["create", "update", "delete"]), st.booleans())
def test_no_record_breaks_the_mapping_and_whatever_comes_out_can_be_stored(
    record: Any, operation: str, repost: bool
) -> None:
    kind = "app.bsky.feed.repost" if repost else "app.bsky.feed.post"
    commit = {"operation": operation, "collection": kind, "rkey": "3lk", "record": record}
    event = {"did": "did:plc:x", "time_us": MICROS, "kind": "commit", "commit": commit}
    with suppress(EventError):
        post = mapped(event)
        assert parse_post(post_record(post)) == post


@given(JSON)
def test_no_event_breaks_the_reader(event: Any) -> None:
    """Read, or refused as broken."""
    for one in (
        event,
        {"kind": "commit", "commit": event},
        {"kind": "commit", "did": event, "time_us": event},
    ):
        if isinstance(one, dict):
            with suppress(EventError):
                commit_of(one)
            with suppress(EventError):
                time_of(one)


def test_a_link_to_a_post_names_the_post_as_it_is_stored(double: ModuleType) -> None:
    """By handle for a watched account, by DID for others; an at:// address is one, too."""
    did, names = double.HARBOUR, {double.HARBOUR: "harbour.example"}
    event = double.commit(did, "3lk", double.post(), MICROS)
    assert story_page("https://bsky.app/profile/harbour.example/post/3lk") == mapped(event, names).key
    assert story_page(f"https://bsky.app/profile/{did}/post/3lk") == mapped(event).key
