"""One channel of a Telegram of our own: its messages, and what is pushed of them. All are synthetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from telethon.tl import TLObject, types

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Push = Callable[[TLObject], None]


@dataclass
class Channel:
    """One channel of the server: its messages, and the updates that led to them."""

    send: Push
    others: list[Any]
    """Channels that are sent along since posts are forwarded from them."""
    id: int
    name: str
    title: str = "Synthetic herald"
    audience: int = 4200
    left: bool = False
    messages: dict[int, Any] = field(default_factory=dict)
    next_id: int = 1
    pts: int = 1
    told: dict[int, list[str]] = field(default_factory=dict)
    """Post id -> all texts it ever had; of an album under its first message."""
    deleted: set[int] = field(default_factory=set)
    edits: int = 0

    def tl(self) -> types.Channel:
        return types.Channel(
            id=self.id,
            title=self.title,
            photo=types.ChatPhotoEmpty(),
            date=NOON,
            access_hash=self.id * 7,
            username=self.name,
            broadcast=True,
            left=self.left,
        )

    def post(self, text: str, *, push: bool = True, chats: tuple[Any, ...] = (), **given: Any) -> int:
        """Publish a post; ``push=False``: no client is told."""
        message = self._message(text, given)
        self.told[message.id] = [text]
        if push:
            self.push(types.UpdateNewChannelMessage(message, self.pts, 1), *chats)
        return message.id

    def album(self, texts: list[str], *, push: bool = True) -> list[int]:
        """Publish an album; its messages come as Telegram sends them, in one container."""
        pieces = [self._message(text, {"grouped_id": 9000 + self.next_id}) for text in texts[:1]]
        pieces += [self._message(text, {"grouped_id": pieces[0].grouped_id}) for text in texts[1:]]
        self.told[pieces[0].id] = [next(filter(None, texts), "")]
        if push:
            first = self.pts - len(pieces) + 1
            self.push_all([types.UpdateNewChannelMessage(m, first + n, 1) for n, m in enumerate(pieces)])
        return [message.id for message in pieces]

    def edit(self, post_id: int, text: str, *, push: bool = True, **given: Any) -> None:
        message = self.messages[post_id]
        message.message = text
        self.edits += 1
        message.edit_date = message.date + timedelta(minutes=5, seconds=self.edits)
        if post_id in self.told:
            self.told[post_id].append(text)
        for key, value in given.items():
            setattr(message, key, value)
        self.pts += 1
        if push:
            self.push(types.UpdateEditChannelMessage(message, self.pts, 1))

    def delete(self, *post_ids: int, push: bool = True) -> None:
        for post_id in post_ids:
            del self.messages[post_id]
            if post_id in self.told:
                self.deleted.add(post_id)
        self.pts += len(post_ids)
        if push:
            self.push(types.UpdateDeleteChannelMessages(self.id, list(post_ids), self.pts, len(post_ids)))

    def push(self, update: TLObject, *chats: Any) -> None:
        self.push_all([update], *chats)

    def push_all(self, updates: list[TLObject], *chats: Any) -> None:
        self.send(types.Updates(updates, [], [self.tl(), *chats], NOON, 0))

    def page(self, query: Any) -> Any:
        """Answer messages.getHistory by the rules of offsets (https://core.telegram.org/api/offsets)."""
        newest_first = sorted(self.messages.values(), key=lambda message: -message.id)
        below = [n for n, m in enumerate(newest_first) if not query.offset_id or m.id < query.offset_id]
        start = (below[0] if below else len(newest_first)) + query.add_offset
        return self.answer(newest_first[max(0, start) : max(0, start + query.limit)])

    def answer(self, messages: list[Any]) -> types.messages.ChannelMessages:
        chats = [self.tl(), *self.others]
        return types.messages.ChannelMessages(self.pts, len(self.messages), messages, [], chats, [])

    def _message(self, text: str, given: dict[str, Any]) -> Any:
        message = types.Message(
            id=self.next_id,
            peer_id=types.PeerChannel(self.id),
            date=NOON + timedelta(seconds=self.next_id),
            message=text,
            post=True,
            **given,
        )
        self.messages[message.id] = message
        self.next_id += 1
        self.pts += 1
        return message
