"""Datasets of 4CAT become posts of the contract. All rows are synthetic."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exports import ExportError

TELEGRAM: dict[str, Any] = {
    "id": "velmar_news-7",
    "thread_id": "velmar_news",
    "chat": "velmar_news",
    "author": "1234567890",
    "author_username": "velmar_news",
    "author_name": "Velmar News",
    "body": 'The bridge, "closed",\nsays who?',
    "reply_to": "",
    "views": "1200",
    "timestamp": "2026-03-02 12:00:07",
    "unix_timestamp": "1772452807",
    "author_forwarded_from_name": "",
    "author_forwarded_from_username": "",
}
TWITTER: dict[str, Any] = {
    "id": "900",
    "thread_id": "900",
    "timestamp": "2026-03-02 12:00:07",
    "unix_timestamp": "1772452807",
    "link": "https://x.com/VelmarDesk/status/900",
    "body": "The Velmar bridge closes.",
    "author": "VelmarDesk",
    "author_fullname": "Velmar Desk",
    "author_id": "4711",
    "language_guess": "en",
    "retweet_count": "1",
    "reply_count": "2",
    "like_count": "3",
    "impression_count": "",
    "is_retweet": "no",
    "retweeted_user": "",
    "is_quote_tweet": "no",
    "quote_tweet_id": "",
    "quote_author": "",
    "is_reply": "no",
    "replied_author": "",
}


def dataset(*rows: dict[str, Any]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_a_row_about_telegram_becomes_a_post(imported: Any) -> None:
    posts, rejected, _ = imported("4cat-csv", dataset(TELEGRAM))
    assert rejected == []
    assert {key: value for key, value in posts[0].items() if value is not None} == {
        "platform": "telegram",
        "channel": "velmar_news",
        "post_id": "7",
        "kind": "post",
        "published_at": "2026-03-02T12:00:07Z",
        "text": 'The bridge, "closed",\nsays who?',
        "channel_name": "Velmar News",
        "url": "https://t.me/velmar_news/7",
        "views": 1200,
    }


def test_older_datasets_number_posts_without_their_channel_and_answers_by_number(imported: Any) -> None:
    old = TELEGRAM | {"id": "8", "reply_to": "7", "views": "", "author_username": "somebody"}
    nameless = old | {"chat": "99887766", "thread_id": "99887766"}
    posts, _, _ = imported("4cat-csv", dataset(old, nameless))
    assert [post["reply_to"] for post in posts] == ["telegram:velmar_news/7", "telegram:#99887766/7"]
    assert [post["channel_id"] for post in posts] == [None, "99887766"]
    assert [post["channel_name"] for post in posts] == [None, None]


def test_a_row_about_x_becomes_a_post(imported: Any) -> None:
    posts, _, _ = imported("4cat-csv", dataset(TWITTER))
    assert {key: value for key, value in posts[0].items() if value is not None} == {
        "platform": "twitter",
        "channel": "VelmarDesk",
        "post_id": "900",
        "kind": "post",
        "published_at": "2026-03-02T12:00:07Z",
        "text": "The Velmar bridge closes.",
        "channel_id": "4711",
        "channel_name": "Velmar Desk",
        "lang": "en",
        "url": "https://x.com/VelmarDesk/status/900",
        "forwards": 1,
        "replies": 2,
        "likes": 3,
    }


def test_answers_quotes_and_reposts_of_both_namings(imported: Any) -> None:
    """A repost has the original's text and no counters."""
    answer = TWITTER | {"id": "901", "is_reply": "yes", "replied_author": "OtherDesk"}
    quote = TWITTER | {
        "id": "902",
        "is_quote_tweet": "yes",
        "quote_tweet_id": "88",
        "quote_author": "OtherDesk",
    }
    repost = TWITTER | {"id": "903", "is_retweet": "yes", "body": "RT @OtherDesk: A ferry.", "lang": "und"}
    posts, _, _ = imported(
        "4cat-csv", dataset(TWITTER | {"lang": ""}, *({**x, "lang": ""} for x in (answer, quote)), repost)
    )
    assert [post["reply_to"] for post in posts] == [None, "twitter:OtherDesk/900", None, None]
    assert [post["quote_of"] for post in posts] == [None, None, "twitter:OtherDesk/88", None]
    assert (posts[3]["text"], posts[3]["likes"]) == ("A ferry.", None)
    older = {("replied_user" if key == "replied_author" else key): value for key, value in answer.items()}
    posts, _, _ = imported("4cat-csv", dataset(older))
    assert posts[0]["reply_to"] == "twitter:OtherDesk/900"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "x"}, "id must be a number"),
        ({"unix_timestamp": "", "timestamp": "yesterday"}, "cannot be read"),
        ({"unix_timestamp": ""}, "has no zone: give it by --zone"),
        ({"author": " "}, "channel must be a non-empty string"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_reason(
    imported: Any, change: dict[str, str], reason: str
) -> None:
    posts, rejected, _ = imported("4cat-csv", dataset(TWITTER, TWITTER | change, TWITTER | {"id": "5"}))
    assert [post["post_id"] for post in posts] == ["900", "5"]
    assert rejected[0]["line"] == 3
    assert reason in rejected[0]["error"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"id,body,timestamp\n1,x,2\n", b"{}"])
def test_another_csv_is_told_with_the_mend(imported: Any, content: bytes) -> None:
    with pytest.raises(ExportError, match=r"download it from 4CAT|it is empty"):
        imported("4cat-csv", content)


def test_line_breaks_of_unicode_inside_a_cell_part_no_row(imported: Any) -> None:
    body = "one\u2028two\x0bthree\r\nfour\x1c"
    posts, rejected, _ = imported("4cat-csv", dataset(TWITTER | {"body": body}))
    assert (posts[0]["text"], rejected) == (body, [])


@given(st.lists(st.binary(max_size=60).filter(lambda raw: b"\n" not in raw), min_size=1, max_size=4))
def test_good_rows_come_out_unaltered_whatever_stands_between(
    import_bytes: Any, rubbish: list[bytes]
) -> None:
    """Even a quote that nobody closes costs its own line only."""
    good = [TELEGRAM | {"id": str(n), "body": f'a "{n}"\nb'} for n in range(1, len(rubbish) + 2)]
    head, *_ = dataset(good[0]).split(b"\r\n")
    rows = [dataset(row)[len(head) + 2 :] for row in good]
    content = head + b"\r\n"
    for number, row in enumerate(rows):
        content += row + (rubbish[number] + b"\r\n" if number < len(rubbish) else b"")
    posts, _ = import_bytes("4cat-csv", content)
    alone, _ = import_bytes("4cat-csv", dataset(*good))
    assert [post for post in posts if post in alone] == alone
    assert len(alone) == len(good)


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_stop_it(import_bytes: Any, content: bytes, headed: bool) -> None:
    head = dataset(TELEGRAM).split(b"\r\n")[0] + b"\r\n" if headed else b""
    """They are read, or refused in words."""
    with suppress(ExportError):
        posts, _ = import_bytes("4cat-csv", head + content)
        assert posts
