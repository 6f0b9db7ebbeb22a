"""``result.json`` of Telegram Desktop: the export of one channel or chat, or of a whole account.

It names a chat by its title and number, not by its username: without a given name its posts go by
``telegram:#<number>/<post>``, as forwards from unknown channels do. Of a forward it tells from whom, but not
which post, so there is no uid to refer to. Of a whole account's export only channels and public groups are
taken: the rest is private. (Keys as in ``export_output_json.cpp`` of github.com/telegramdesktop/tdesktop.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from connectors.exports.error import ExportError
from connectors.exports.json_stream import Item, JsonStream
from connectors.exports.taken import CUT, Options, Rows, Skipped, Taken, decoded, moment
from connectors.recording import Rejected
from models.post import Post, PostError, parse_post, uid_of

TYPES: Final = frozenset(("public_channel", "private_channel", "public_supergroup"))
"""Chats of an account that are taken."""
MOST_NESTED: Final = 64
_KEYS: Final = ("name", "type", "id")
_PEER: Final = re.compile(r"(?:channel|chat)(\d{1,19})")


@dataclass(frozen=True, slots=True)
class Chat:
    """Where messages were posted."""

    channel: str
    channel_id: str | None = None
    title: str | None = None


def read_telegram_desktop(source: BinaryIO, options: Options) -> Rows:
    """Give every message of an export; raise `ExportError` if it is none."""
    stream = JsonStream(source)
    found = False
    for fields, alone in _chats(stream, options):
        found = True
        chat = _chat(fields, options, alone) if alone or fields.get("type") in TYPES else None
        for item in stream.items():
            yield Skipped(item.line) if chat is None else _taken(item, chat, options)
        if stream.cut:
            yield Rejected(stream.line, CUT)
    if not found:
        raise ExportError(
            f'{options.path}: there is no list "messages" in it; export a channel by Telegram Desktop'
            ' ("Export chat history", format "Machine-readable JSON") and give its result.json'
        )


def message_to_post(message: object, chat: Chat, options: Options) -> Post | None:
    """Make a post of one message, None of a service message; raise `PostError`."""
    if not isinstance(message, dict):
        raise PostError("a message is a JSON object")
    kind = message.get("type")
    if kind in ("service", "unsupported"):
        return None
    if kind != "message":
        raise PostError(f"type must be message or service, not {str(kind)[:40]!r}")
    known = not chat.channel.startswith("#")
    record = {
        "platform": "telegram",
        "channel": chat.channel,
        "post_id": _number(message, "id"),
        "published_at": moment(message.get("date_unixtime"), message.get("date"), options),
        "text": _text(message.get("text")),
        "channel_id": chat.channel_id,
        "channel_name": chat.title,
        "url": f"https://t.me/{chat.channel}/{message['id']}" if known else None,
        "reply_to": _answered(message, chat),
    }
    return parse_post(record)


def _taken(item: Item, chat: Chat, options: Options) -> Taken:
    try:
        post = message_to_post(decoded(item.raw), chat, options)
    except PostError as error:
        return Rejected(item.line, str(error))
    return Skipped(item.line) if post is None else post


def _chats(stream: JsonStream, options: Options) -> Iterator[tuple[dict[str, str], bool]]:
    """Give name, type and id of each chat when its messages come, and whether it is the only one."""
    open_: list[dict[str, str] | None] = []
    key, word = "", ""
    while (token := stream.token()) is not None:
        if token in (b"{", b"["):
            if token == b"[" and key == "messages" and open_ and (fields := open_[-1]) is not None:
                yield fields, len(open_) == 1  # whose end is read as that of any list
            open_.append({} if token == b"{" else None)
            if len(open_) > MOST_NESTED:
                raise ExportError(f"{options.path}, line {stream.line}: no export has so many brackets")
            key = ""
        elif token in (b"}", b"]"):
            if open_:
                open_.pop()
            key = ""
        elif token == b":":
            key = word
        elif token == b",":
            key = ""
        else:
            word = _word(token)
            if key in _KEYS and open_ and (fields := open_[-1]) is not None:
                fields[key] = word
                key = ""


def _word(token: bytes) -> str:
    try:
        return str(decoded(token))
    except PostError:
        return ""


def _chat(fields: dict[str, str], options: Options, alone: bool) -> Chat:
    number = fields.get("id", "")
    number = number if number.isascii() and number.isdigit() else ""
    named = options.channel if alone else None  # one name is not that of many chats
    channel = named or (f"#{number}" if number else "")
    if not channel:
        raise ExportError(f"{options.path} does not say which channel it is of: name it by --channel")
    title = fields.get("name")
    return Chat(channel, number or None, title if title not in (None, "None") else None)


def _number(message: dict[str, Any], key: str) -> str:
    value = message.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise PostError(f"{key} must be a whole number, not {str(value)[:40]!r}")
    return str(value)


def _text(value: object) -> str:
    """Join the pieces in which a text with links and bold words is written."""
    pieces = value if isinstance(value, list) else [value]
    return "".join(
        text
        for piece in pieces
        if isinstance(text := piece.get("text") if isinstance(piece, dict) else piece, str)
    )


def _answered(message: dict[str, Any], chat: Chat) -> str | None:
    if message.get("reply_to_message_id") is None:
        return None
    number = _number(message, "reply_to_message_id")
    peer = message.get("reply_to_peer_id")
    if peer is None:
        return uid_of("telegram", chat.channel, number)
    match = _PEER.fullmatch(peer) if isinstance(peer, str) else None
    if match is None:
        return None
    return uid_of("telegram", chat.channel if match[1] == chat.channel_id else f"#{match[1]}", number)
