"""An account's archive of X becomes posts of the contract. All of it is synthetic."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exports import ExportError
from connectors.exports.x_archive import Account, tweet_to_post
from models.post import PostError

OWNER = Account("VelmarDesk", "4711", "Velmar Desk")


def tweet(number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "edit_info": {"initial": {"editTweetIds": [str(number)], "editsRemaining": "5"}},
        "retweeted": False,
        "entities": {"user_mentions": [], "urls": [], "symbols": [], "hashtags": []},
        "favorite_count": "3",
        "id_str": str(number),
        "id": str(number),
        "retweet_count": "1",
        "created_at": "Mon Mar 02 12:00:07 +0000 2026",
        "full_text": "The Velmar bridge &amp; the ferry close.",
        "lang": "en",
    }
    return {"tweet": usual | given}


def archive(*rows: Any) -> bytes:
    return b"window.YTD.tweets.part0 = " + json.dumps(list(rows), indent=2).encode()


def test_a_row_becomes_a_post_of_the_account_whose_archive_it_is(imported: Any, tmp_path: Path) -> None:
    """`account.js` beside it says whose."""
    owner = {"account": {"username": "VelmarDesk", "accountId": "4711", "accountDisplayName": "Velmar Desk"}}
    (tmp_path / "account.js").write_text(f"window.YTD.account.part0 = [ {json.dumps(owner)} ]")
    posts, rejected, _ = imported("x-archive", archive(tweet(900)))
    assert rejected == []
    assert {key: value for key, value in posts[0].items() if value is not None} == {
        "platform": "twitter",
        "channel": "VelmarDesk",
        "post_id": "900",
        "kind": "post",
        "published_at": "2026-03-02T12:00:07Z",
        "text": "The Velmar bridge & the ferry close.",
        "channel_id": "4711",
        "channel_name": "Velmar Desk",
        "lang": "en",
        "url": "https://x.com/VelmarDesk/status/900",
        "forwards": 1,
        "likes": 3,
    }


def test_an_archive_whose_owner_nobody_tells_is_refused_with_the_mend(imported: Any) -> None:
    with pytest.raises(ExportError, match=r"account\.js beside it, or give --channel"):
        imported("x-archive", archive(tweet(900)))
    posts, _, _ = imported("x-archive", archive(tweet(900)), channel="@VelmarDesk")
    assert posts[0]["channel"] == "VelmarDesk"


def test_a_version_after_the_first_is_an_edit_of_the_first() -> None:
    later = tweet(905, edit_info={"edit": {"initialTweetId": "900", "editControlInitial": {}}})
    post = tweet_to_post(later, OWNER)
    assert (post.post_id, post.kind) == ("900", "edit")
    listed = tweet(905, edit_info={"initial": {"editTweetIds": ["905", "900"]}})
    assert tweet_to_post(listed, OWNER).post_id == "900"


def test_answers_quotes_and_reposts_refer_to_their_posts() -> None:
    answer = tweet(1, in_reply_to_status_id_str="77", in_reply_to_screen_name="OtherDesk")
    assert tweet_to_post(answer, OWNER).reply_to == "twitter:OtherDesk/77"
    nameless = tweet(1, in_reply_to_status_id_str="77", in_reply_to_user_id_str="5")
    assert tweet_to_post(nameless, OWNER).reply_to == "twitter:#5/77"
    link = {"url": "https://t.co/abc", "expanded_url": "https://twitter.com/OtherDesk/status/88"}
    quote = tweet_to_post(tweet(1, full_text="Look. https://t.co/abc", entities={"urls": [link]}), OWNER)
    assert (quote.quote_of, quote.text) == (
        "twitter:OtherDesk/88",
        "Look. https://twitter.com/OtherDesk/status/88",
    )
    media = {"expanded_url": "https://twitter.com/OtherDesk/status/99/photo/1"}
    repost = tweet_to_post(tweet(1, full_text="RT @OtherDesk: A ferry.", entities={"media": [media]}), OWNER)
    assert (repost.forward_of, repost.likes) == ("twitter:OtherDesk/99", None)
    plain = tweet_to_post(tweet(1, full_text="RT @OtherDesk: A ferry."), OWNER)
    assert plain.forward_of is None


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("x", "JSON object"),
        ({"tweet": 5}, "id_str"),
        (tweet(1, id_str="0x1"), "id_str"),
        (tweet(1, created_at="2026-03-02"), "created_at must be like"),
        (tweet(1, created_at="Mon Mar 41 12:00:07 +0000 2026"), "is no time"),
        (tweet(1, created_at="Mon Mar 02 12:00:07 +0000 1970"), "before 2000"),
        (tweet(1, full_text=None), "full_text"),
    ],
)
def test_a_bad_row_is_told_with_its_reason(bad: Any, reason: str) -> None:
    with pytest.raises(PostError, match=reason):
        tweet_to_post(bad, OWNER)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"tweets": []}', b"id,body\n1,x", b"\xff\xfe"])
def test_what_is_no_archive_is_told_with_the_mend(imported: Any, content: bytes) -> None:
    with pytest.raises(ExportError, match=r"give data/tweets\.js"):
        imported("x-archive", content, channel="VelmarDesk")


def test_plain_json_and_rows_without_the_wrapping_are_read_too(imported: Any) -> None:
    content = json.dumps([tweet(2)["tweet"], tweet(1)["tweet"]]).encode()
    posts, _, _ = imported("x-archive", content, channel="VelmarDesk")
    assert [post["post_id"] for post in posts] == ["2", "1"], "of one time, in the order of the file"


@given(st.lists(st.binary(max_size=60).filter(lambda raw: b"\n" not in raw), max_size=4))
def test_good_rows_come_out_unaltered_whatever_stands_between(
    import_bytes: Any, rubbish: list[bytes]
) -> None:
    good = [json.dumps(tweet(n), indent=2).replace("\n", "\n  ").encode() for n in range(1, len(rubbish) + 2)]
    rows = [row for pair in zip(good, rubbish, strict=False) for row in pair] + good[len(rubbish) :]
    head = b"window.YTD.tweets.part0 = [\n  "
    posts, _ = import_bytes("x-archive", head + b",\n  ".join(rows) + b"\n]", channel="v")
    alone, _ = import_bytes("x-archive", head + b",\n  ".join(good) + b"\n]", channel="v")
    assert [post for post in posts if post in alone] == alone
    assert len(alone) == len(good)


@given(st.binary(max_size=200))
def test_no_bytes_stop_it(import_bytes: Any, content: bytes) -> None:
    """They are read, or refused in words."""
    with suppress(ExportError):
        posts, _ = import_bytes("x-archive", content, channel="v")
        assert posts
