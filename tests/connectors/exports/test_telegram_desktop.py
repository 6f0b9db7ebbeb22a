"""A channel exported by Telegram Desktop becomes posts of the contract. All of it is synthetic."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exports import ExportError, Options
from connectors.exports.telegram_desktop import Chat, message_to_post
from models.post import PostError


def message(number: int, **given: Any) -> dict[str, Any]:
    usual = {
        "id": number,
        "type": "message",
        "date": "2026-03-02T15:00:00",
        "date_unixtime": str(1_772_452_800 + number),
        "from": "Velmar News",
        "from_id": "channel1234567890",
        "text": "The Velmar bridge closes tomorrow.",
        "text_entities": [{"type": "plain", "text": "The Velmar bridge closes tomorrow."}],
    }
    return usual | given


def export(*messages: Any, **given: Any) -> bytes:
    head = {"name": "Velmar News", "type": "public_channel", "id": 1234567890}
    return json.dumps({**head, **given, "messages": list(messages)}, indent=1, ensure_ascii=False).encode()


def test_a_message_becomes_a_post(imported: Any) -> None:
    posts, rejected, counts = imported("telegram-desktop", export(message(7)), channel="velmar_news")
    assert rejected == []
    assert (counts.posts, counts.skipped) == (1, 0)
    assert {key: value for key, value in posts[0].items() if value is not None} == {
        "platform": "telegram",
        "channel": "velmar_news",
        "post_id": "7",
        "kind": "post",
        "published_at": "2026-03-02T12:00:07Z",
        "text": "The Velmar bridge closes tomorrow.",
        "channel_id": "1234567890",
        "channel_name": "Velmar News",
        "url": "https://t.me/velmar_news/7",
    }


def test_a_text_in_pieces_is_one_text(imported: Any) -> None:
    """Bold words, links and mentions are objects of their own."""
    pieces = [
        "Мост ",
        {"type": "bold", "text": "закрыт"},
        ": ",
        {"type": "link", "text": "https://port.example"},
    ]
    posts, _, _ = imported("telegram-desktop", export(message(1, text=pieces)))
    assert posts[0]["text"] == "Мост закрыт: https://port.example"


def test_without_a_name_the_channel_goes_by_its_number_and_answers_lead_to_it(imported: Any) -> None:
    answer = message(9, reply_to_message_id=7)
    elsewhere = message(10, reply_to_message_id=3, reply_to_peer_id="channel55")
    to_a_person = message(11, reply_to_message_id=3, reply_to_peer_id="user55")
    posts, _, _ = imported("telegram-desktop", export(answer, elsewhere, to_a_person))
    assert [post["channel"] for post in posts] == ["#1234567890"] * 3
    assert [post["reply_to"] for post in posts] == ["telegram:#1234567890/7", "telegram:#55/3", None]
    assert posts[0]["url"] is None


def test_what_is_no_post_is_left_out_and_what_has_no_words_stays(imported: Any) -> None:
    """Service messages; a photo alone; a forward and an edit, whose last text is all there is."""
    service = {"id": 1, "type": "service", "date": "2026-03-02T15:00:00", "action": "pin_message", "text": ""}
    unsupported = {"id": 2, "type": "unsupported"}
    photo = message(3, text="", photo="(File not included.)", width=1, height=1)
    forward = message(4, forwarded_from="Other Herald")
    edited = message(5, edited="2026-03-02T16:00:00", edited_unixtime="1772456400", text="New text.")
    posts, rejected, counts = imported(
        "telegram-desktop", export(service, unsupported, photo, forward, edited)
    )
    assert [(post["post_id"], post["kind"], post["text"][:3]) for post in posts] == [
        ("3", "post", ""),
        ("4", "post", "The"),
        ("5", "post", "New"),
    ]
    assert (rejected, counts.skipped) == ([], 2)


def test_a_control_character_written_as_no_json_knows_it_is_read(imported: Any) -> None:
    r"""Telegram Desktop writes \x0B; a backslash that the text itself holds before an x stays."""
    raw = export(message(1, text="a@b", from_id=None)).replace(b"a@b", rb"a\x0Bb \\x0B")
    posts, _, _ = imported("telegram-desktop", raw)
    assert posts[0]["text"] == "a\x0bb \\x0B"


def test_of_a_whole_account_only_channels_and_public_groups_are_taken(imported: Any) -> None:
    """The rest is private, and is counted as left out."""

    def chat(kind: str, number: int) -> dict[str, Any]:
        return {"name": kind, "type": kind, "id": number, "messages": [message(number)]}

    kinds = ["personal_chat", "public_channel", "private_group", "saved_messages", "public_supergroup"]
    whole = {
        "about": "synthetic",
        "personal_information": {"user_id": 5, "first_name": "Inês", "messages": "none"},
        "frequent_contacts": {"about": "", "list": [{"id": 1, "type": "user", "name": "x"}]},
        "chats": {"about": "", "list": [chat(kind, 100 + n) for n, kind in enumerate(kinds)]},
        "left_chats": {"about": "", "list": [chat("private_channel", 200)]},
    }
    posts, _, counts = imported("telegram-desktop", json.dumps(whole, indent=1).encode())
    assert [post["channel"] for post in posts] == ["#101", "#104", "#200"]
    assert counts.skipped == 3


def test_an_old_export_needs_the_zone_of_its_times(imported: Any) -> None:
    old = message(1)
    del old["date_unixtime"]
    with pytest.raises(ExportError, match=r"rejected\.jsonl tells why"):
        imported("telegram-desktop", export(old))
    posts, _, _ = imported("telegram-desktop", export(old), zone=ZoneInfo("Europe/Kyiv"))
    assert posts[0]["published_at"] == "2026-03-02T13:00:00Z"


def test_posts_of_one_chat_after_the_other_come_in_order_of_time(imported: Any) -> None:
    messages = [message(5), message(2), message(9)]
    posts, _, _ = imported("telegram-desktop", gzip.compress(export(*messages)))
    assert [post["post_id"] for post in posts] == ["2", "5", "9"]


def test_a_packed_file_that_ends_too_soon_gives_what_is_whole(imported: Any) -> None:
    packed = gzip.compress(export(*(message(n, text=str(n) * 999) for n in range(1, 400))))
    posts, rejected, _ = imported("telegram-desktop", packed[: len(packed) * 3 // 4])
    assert len(posts) > 50
    assert "cannot be read further" in rejected[-1]["error"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (message(1, id=None), "id must be a whole number"),
        (message(1, id=True), "id must be a whole number"),
        (message(1, type="riddle"), "type must be message or service"),
        (message(1, date_unixtime="9" * 15), "out of range"),
        (message(1, date_unixtime="0"), "before 2000"),
        (message(1, reply_to_message_id="x"), "reply_to_message_id"),
        ([1], "a message is a JSON object"),
    ],
)
def test_a_bad_message_is_told_with_its_reason(bad: Any, reason: str) -> None:
    with pytest.raises(PostError, match=reason):
        message_to_post(bad, Chat("velmar"), Options(Path()))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1, 2]", b"\x00\xff", b'{"messages": 1}', b"<html></html>"]
)
def test_what_is_no_export_is_told_with_the_mend(imported: Any, content: bytes) -> None:
    with pytest.raises(ExportError, match="export a channel by Telegram Desktop"):
        imported("telegram-desktop", content)


def test_an_export_without_messages_is_told(imported: Any) -> None:
    with pytest.raises(ExportError, match="it is empty"):
        imported("telegram-desktop", export())


@given(st.lists(st.binary(max_size=60).filter(lambda raw: b"\n" not in raw), max_size=4))
def test_good_messages_come_out_unaltered_whatever_stands_between(
    import_bytes: Any, rubbish: list[bytes]
) -> None:
    """Each bad row is told with its line."""
    good = [
        json.dumps(message(n), indent=1).replace("\n", "\n  ").encode() for n in range(1, len(rubbish) + 2)
    ]
    rows = [row for pair in zip(good, rubbish, strict=False) for row in pair] + good[len(rubbish) :]
    head = b'{\n "name": "Velmar News",\n "type": "public_channel",\n "id": 1234567890,\n "messages": [\n  '
    posts, rejected = import_bytes("telegram-desktop", head + b",\n  ".join(rows) + b"\n ]\n}")
    alone, _ = import_bytes("telegram-desktop", head + b",\n  ".join(good) + b"\n ]\n}")
    assert [post for post in posts if post in alone] == alone
    assert all(row["line"] > 5 for row in rejected)


@given(st.binary(max_size=200))
def test_no_bytes_stop_it(import_bytes: Any, content: bytes) -> None:
    """They are read, or refused in words."""
    with suppress(ExportError):
        posts, _ = import_bytes("telegram-desktop", content)
        assert posts
