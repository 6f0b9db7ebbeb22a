"""A post as the contract has it: names, times, bounds. All posts are synthetic."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.post import (
    MAX_TEXT,
    PostError,
    channel_of,
    fold_uid,
    parse_post,
    parse_time,
    post_record,
    show_time,
    uid_of,
)

EARLY, LATE = datetime(2000, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001  hypothesis takes naive ones
LABEL = st.text(min_size=1, max_size=30).filter(lambda s: s.strip().lstrip("@").replace("\0", "").strip())
USUAL = {
    "platform": "twitter",
    "channel": "@Velmar_MFA",
    "post_id": 17,
    "published_at": "2026-03-02T12:00:00Z",
    "text": "No.",
}


def test_a_handle_loses_its_at_sign_and_keeps_its_case() -> None:
    """Shown as written, compared without case."""
    post = parse_post(USUAL)
    assert post.uid == "twitter:Velmar_MFA/17"
    assert post.key == "twitter:velmar_mfa/17"
    assert post.channel_uid == "twitter:velmar_mfa"


def test_a_slash_in_a_channel_is_escaped_so_that_a_uid_splits_at_the_first() -> None:
    """Feeds are named by hosts and paths."""
    uid = uid_of("feed", "velmar.example/news", "2026/17")
    assert uid == "feed:velmar.example%2Fnews/2026/17"
    assert channel_of(uid) == "feed:velmar.example%2fnews"


@given(channel=LABEL, post_id=LABEL)
def test_a_uid_leads_back_to_its_channel(channel: str, post_id: str) -> None:
    """For any names a platform may allow."""
    post = parse_post(USUAL | {"channel": channel, "post_id": post_id})
    assert fold_uid(post.uid) == post.key
    assert channel_of(post.uid) == post.channel_uid


@pytest.mark.parametrize("uid", ["", "telegram", "telegram:", "telegram:a", "telegram:/1", ":a/1", "a/1:b"])
def test_what_is_no_uid_is_refused(uid: str) -> None:
    """With the form it should have."""
    with pytest.raises(PostError, match="platform:channel/post_id"):
        fold_uid(uid)


def test_times_are_turned_to_utc() -> None:
    """An offset is a time zone, none is a guess."""
    assert parse_time("2022-09-14T22:57:00+02:00", "t") == datetime(2022, 9, 14, 20, 57, tzinfo=UTC)
    with pytest.raises(PostError, match="no time zone"):
        parse_time("2022-09-14T22:57:00", "t")


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2022-13-01T00:00:00Z", 17, None, "0001-01-01T00:00:00+23:59"]
)
def test_what_is_no_time_is_refused_by_its_key(value: object) -> None:
    """So that a person finds it in the line."""
    with pytest.raises(PostError, match="published_at"):
        parse_time(value, "published_at")


@given(st.datetimes(min_value=EARLY, max_value=LATE))
def test_a_time_is_written_so_that_it_is_read_again(naive: datetime) -> None:
    """To the millisecond."""
    at = naive.replace(tzinfo=timezone(timedelta(hours=5)))
    assert abs(parse_time(show_time(at), "t") - at) < timedelta(milliseconds=1)


def test_event_time_is_never_later_than_reading() -> None:
    """A post dated tomorrow happened when it was read."""
    post = parse_post(USUAL | {"read_at": "2026-03-01T12:00:00Z"})
    assert post.at == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"text": None}, "text is missing"),
        ({"text": 5}, "text must be a string"),
        ({"text": "x" * (MAX_TEXT + 1)}, "more than"),
        ({"kind": "story"}, "kind must be one of"),
        ({"audience": True}, "audience must be a whole number"),
        ({"views": 1.5}, "views must be a whole number"),
        ({"forward_of": "nobody"}, "forward_of: uid"),
        ({"channel": "@"}, "channel must be a non-empty string"),
        ({"channel_id": []}, "channel_id must be a string"),
        ({"published_at": "1970-01-01T00:00:00Z"}, "before 2000"),
    ],
)
def test_a_wrong_key_is_named_with_its_mend(given: dict[str, Any], word: str) -> None:
    """One clear sentence."""
    with pytest.raises(PostError, match=word):
        parse_post(USUAL | given)


def test_a_deletion_needs_no_text() -> None:
    """It carries none."""
    assert parse_post({**USUAL, "kind": "delete", "text": None}).text == ""


def test_unknown_keys_are_ignored() -> None:
    """Keys may be added freely."""
    assert parse_post(USUAL | {"mood": "grim"}) == parse_post(USUAL)


def test_an_edit_can_say_that_its_text_is_as_it_was() -> None:
    """Only an edit; a record of any other post does not hold the key."""
    edit = parse_post(USUAL | {"kind": "edit", "same_text": True})
    assert edit.same_text
    assert parse_post(post_record(edit)) == edit
    assert not parse_post(USUAL | {"same_text": True}).same_text
    assert "same_text" not in post_record(parse_post(USUAL))


@given(
    st.fixed_dictionaries(
        {"text": st.text(max_size=200), "channel": LABEL},
        optional={
            "views": st.integers(0, 2**40),
            "url": st.text(max_size=50),
            "lang": st.sampled_from(["en", "kk"]),
        },
    )
)
def test_a_post_written_is_the_post_read(given: dict[str, Any]) -> None:
    """Through JSON and back."""
    post = parse_post(USUAL | given)
    assert parse_post(json.loads(json.dumps(post_record(post)))) == post


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*USUAL, "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_a_post_or_refused_with_a_reason(value: Any) -> None:
    """Never another error."""
    try:
        parse_post(value)
    except PostError as error:
        message = str(error)
    else:
        return
    assert message


def test_a_deletion_has_no_text_whatever_the_source_sends_along() -> None:
    """It is deleted."""
    record = {"platform": "telegram", "channel": "invented", "post_id": "1", "kind": "delete"}
    post = parse_post(record | {"published_at": "2026-03-02T12:00:00Z", "text": "The old words."})
    assert post.text == ""
