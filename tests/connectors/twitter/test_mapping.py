"""Posts of X as posts of the contract: tweepy's own objects in. All are synthetic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tweepy import Tweet, User

from connectors.twitter import TweetError, tweet_to_post
from connectors.twitter.stream import read_line
from models.post import parse_post, post_record

READ = datetime(2026, 3, 2, 12, 5, tzinfo=UTC)
AT = "2026-03-02T12:00:00.000Z"


def user(number: str, handle: str, **given: Any) -> User:
    return User({"id": number, "username": handle, "name": handle.title()} | given)


def tweet(number: str = "1000", text: str = "The ferry runs", author: str = "501", **given: Any) -> Tweet:
    usual = {"created_at": AT, "edit_history_tweet_ids": [number]}
    return Tweet({"id": number, "text": text, "author_id": author} | usual | given)


ALONG = {
    "users": [
        user("501", "Synthetic_Author", public_metrics={"followers_count": 77}),
        user("502", "second_author"),
    ]
}


def test_a_post_has_author_counters_and_address() -> None:
    metrics = {
        "retweet_count": 3, "reply_count": 4, "like_count": 5, "quote_count": 6, "impression_count": 700,
    }  # fmt: skip
    post = tweet_to_post(tweet(public_metrics=metrics, lang="kk"), ALONG, READ)
    assert post.uid == "twitter:Synthetic_Author/1000"
    assert (post.kind, post.text, post.lang) == ("post", "The ferry runs", "kk")
    assert (post.views, post.forwards, post.likes, post.replies, post.audience) == (700, 3, 5, 4, 77)
    assert (post.channel_id, post.channel_name) == ("501", "Synthetic_Author")
    assert post.published_at == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    assert post.read_at == READ
    assert post.url == "https://x.com/Synthetic_Author/status/1000"


def test_the_long_text_is_the_text() -> None:
    long = tweet(text="The ferry…", note_tweet={"text": "The ferry runs again, at length"})
    assert tweet_to_post(long, ALONG, READ).text == "The ferry runs again, at length"


def test_links_and_escapes_are_as_their_author_wrote_them() -> None:
    urls = [
        {"url": "https://t.co/aB1", "expanded_url": "https://port.example/news?a=1&b=2"},
        {"url": "https://t.co/aB2", "expanded_url": "javascript:alert(1)"},
    ]
    text = "A &amp; B &lt;https://t.co/aB1&gt; https://t.co/aB2 https://t.co/aB3"
    assert tweet_to_post(tweet(text=text, entities={"urls": urls}), ALONG, READ).text == (
        "A & B <https://port.example/news?a=1&b=2> https://t.co/aB2 https://t.co/aB3"
    )


def test_a_retweet_forwards_the_original_with_its_whole_text_and_no_counters() -> None:
    original = tweet("900", "The ferry…", "502", note_tweet={"text": "The ferry runs again, at length"})
    retweet = tweet(
        text="RT @second_author: The fer…",
        referenced_tweets=[{"type": "retweeted", "id": "900"}],
        public_metrics={"retweet_count": 3000},
    )
    post = tweet_to_post(retweet, ALONG | {"tweets": [original]}, READ)
    assert post.forward_of == "twitter:second_author/900"
    assert post.text == "The ferry runs again, at length"
    assert post.forwards is None


def test_a_retweet_of_what_was_not_sent_along_names_the_author_it_shows() -> None:
    retweet = tweet(text="RT @gone_author: The fer…", referenced_tweets=[{"type": "retweeted", "id": "900"}])
    assert tweet_to_post(retweet, ALONG, READ).forward_of == "twitter:gone_author/900"


def test_a_quote_and_a_reply_name_what_they_refer_to() -> None:
    other = tweet("900", "Does it run?", "502")
    both = tweet(
        referenced_tweets=[{"type": "quoted", "id": "900"}, {"type": "replied_to", "id": "800"}],
        in_reply_to_user_id="502",
    )
    post = tweet_to_post(both, ALONG | {"tweets": [other]}, READ)
    assert (post.quote_of, post.reply_to) == ("twitter:second_author/900", "twitter:second_author/800")
    assert post.text == "The ferry runs"


def test_a_quoted_post_that_was_not_sent_along_is_named_by_its_link() -> None:
    urls = [{"url": "https://t.co/q", "expanded_url": "https://twitter.com/gone_author/status/900"}]
    quoting = tweet(referenced_tweets=[{"type": "quoted", "id": "900"}], entities={"urls": urls})
    assert tweet_to_post(quoting, ALONG, READ).quote_of == "twitter:gone_author/900"


def test_a_reply_to_somebody_unknown_names_the_id() -> None:
    answer = tweet(referenced_tweets=[{"type": "replied_to", "id": "800"}], in_reply_to_user_id="999")
    assert tweet_to_post(answer, ALONG, READ).reply_to == "twitter:#999/800"


def test_an_edit_is_an_edit_of_the_first_of_its_line() -> None:
    """And what refers to a later version refers to the first."""
    edited = tweet("1002", "The ferry does not run", edit_history_tweet_ids=["1000", "1001", "1002"])
    post = tweet_to_post(edited, ALONG, READ)
    assert (post.kind, post.post_id) == ("edit", "1000")
    assert post.url == "https://x.com/Synthetic_Author/status/1002"
    quoting = tweet("1100", referenced_tweets=[{"type": "quoted", "id": "1002"}])
    assert (
        tweet_to_post(quoting, ALONG | {"tweets": [edited]}, READ).quote_of == "twitter:Synthetic_Author/1000"
    )


def test_the_newer_vocabulary_of_posts_is_read_too() -> None:
    original = {"id": "900", "text": "x", "author_id": "502", "note_post": {"text": "The whole text"}}
    raw = {
        "id": "1002", "text": "RT", "author_id": "501", "edit_history_post_ids": ["1000", "1002"],
        "referenced_posts": [{"type": "retweeted", "id": "900"}], "created_at": AT,
    }  # fmt: skip
    post = tweet_to_post(raw, ALONG | {"posts": [original]}, READ)
    assert (post.kind, post.post_id, post.forward_of) == ("edit", "1000", "twitter:second_author/900")
    assert post.text == "The whole text"
    plain = {"id": "5", "text": "x", "author_id": "501", "public_metrics": {"repost_count": 3}}
    assert tweet_to_post(plain, ALONG, READ).forwards == 3


def test_an_author_that_was_not_sent_along_is_named_by_id() -> None:
    post = tweet_to_post(tweet(author="777"), {}, READ)
    assert post.uid == "twitter:#777/1000"
    assert post.url == "https://x.com/i/status/1000"


def test_a_time_that_is_missing_is_read_from_the_id() -> None:
    """Milliseconds since 1288834974657, shifted by 22 bits."""
    noon = datetime(2022, 3, 2, 12, 0, tzinfo=UTC)
    number = (int(noon.timestamp() * 1000) - 1288834974657) << 22 | 77
    raw = {"id": str(number), "text": "x", "author_id": "501"}
    assert tweet_to_post(raw, ALONG, READ).published_at == noon


@pytest.mark.parametrize(
    ("given", "lang"),
    [
        ("en", "en"),
        ("in", "id"),
        ("iw", "he"),
        ("zh-CN", "zh"),
        ("und", None),
        ("qme", None),
        (7, None),
        (None, None),
    ],
)
def test_a_language_is_iso_639_1_or_none(given: object, lang: str | None) -> None:
    assert tweet_to_post(tweet(lang=given), ALONG, READ).lang == lang


@pytest.mark.parametrize("raw", [{}, {"id": "x"}, {"id": "1"}, {"id": "1", "author_id": 5}, [], 7])
def test_what_is_no_post_is_refused(raw: object) -> None:
    with pytest.raises(TweetError):
        tweet_to_post(raw, {}, READ)


json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from([
    "text", "created_at", "edit_history_tweet_ids", "entities", "lang", "note_tweet", "public_metrics",
    "referenced_tweets", "in_reply_to_user_id", "username",
])  # fmt: skip


@given(st.dictionaries(keys, json), st.dictionaries(st.sampled_from(["users", "tweets", "posts"]), json))
def test_whatever_x_sends_becomes_a_post_of_the_contract(fields: dict[str, Any], includes: Any) -> None:
    """A field that is none of its kind is left out; the post can be written and read."""
    post = tweet_to_post({"id": "1000", "author_id": "501"} | fields, includes, READ)
    assert parse_post(orjson.loads(orjson.dumps(post_record(post)))).post_id == post.post_id


@given(st.binary(max_size=60) | json.map(orjson.dumps))
def test_no_line_of_the_stream_breaks_the_reader(raw: bytes) -> None:
    line = read_line(raw)
    assert line.tweet is not None or line.problems
