"""What lives on the servers that tell by themselves: how a post comes and goes there; all synthetic."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import orjson
from soak_servers import BLUESKY, SAID, Servers
from telethon.tl import types

from connectors.twitter.snowflake import id_at

LATEST: Final = 12
"""Posts of a channel, the latest, that are changed: where nothing is pushed a reading must find them, minutes
later, among the latest sixty messages."""
DROPPED: Final = 0.1
"""Share of Telegram's pushes that never come."""
KEPT: Final = 30_000
"""Posts of X that search still finds."""

Claim = Callable[[str], Awaitable[None]]
"""Lets a live claim stand on a post, given by its uid."""


@dataclass
class Item:
    """A post that was published."""

    uid: str
    """Folded."""
    place: Any
    """Where it stands: its channel, author or feed."""
    ids: list[Any]
    """Of its messages, or of its versions."""
    text: str
    edits: int = 0


class Stage(Protocol):
    """One server."""

    edits: float
    deletions: float
    """Shares of its posts."""

    async def publish(self, text: str) -> Item:
        """Publish a post."""
        ...

    async def edit(self, item: Item, text: str) -> str:
        """Give a post other words; return its whole text."""
        ...

    async def delete(self, item: Item) -> None:
        """Take a post down."""
        ...

    def may_change(self, item: Item) -> bool:
        """Tell whether a change of it would still be noticed."""
        ...


class TelegramStage:
    """Many channels; some pushes never come."""

    edits, deletions = 0.15, 0.07

    def __init__(self, servers: Servers, chance: random.Random, channels: int) -> None:
        self._chance = chance
        self.channels = [servers.telegram.channel(f"synthetic_{n}") for n in range(channels)]

    def _pushed(self) -> bool:
        return self._chance.random() >= DROPPED

    async def publish(self, text: str) -> Item:
        channel, kind = self._chance.choice(self.channels), self._chance.random()
        if kind < 0.06:
            ids = channel.album(["", text, ""], push=self._pushed())
        elif kind < 0.14:
            origin = types.PeerChannel(self._chance.randrange(5000, 5010))
            header = types.MessageFwdHeader(date=None, from_id=origin, channel_post=7, imported=None)
            ids = [channel.post(text, push=self._pushed(), fwd_from=header)]
        else:
            ids = [channel.post(text, push=self._pushed())]
        return Item(f"telegram:{channel.name}/{ids[0]}", channel, ids, text)

    async def edit(self, item: Item, text: str) -> str:
        item.place.edit(item.ids[0], text, push=self._pushed())
        return text

    async def delete(self, item: Item) -> None:
        item.place.delete(*item.ids, push=self._pushed())

    def everywhere(self, text: str) -> list[str]:
        """Publish a post in every channel; return their uids."""
        return [f"telegram:{channel.name}/{channel.post(text)}" for channel in self.channels]

    def may_change(self, item: Item) -> bool:
        return item.ids[0] in sorted(item.place.messages)[-LATEST:-1]


class XStage:
    """One rule; posts are deleted without a word, and claims stand on those."""

    edits, deletions = 0.1, 0.01

    def __init__(self, servers: Servers, chance: random.Random, claim: Claim) -> None:
        self._x, self._clock, self._chance, self._claim = servers.x, servers.clock, chance, claim
        self._last = 0

    async def publish(self, text: str) -> Item:
        number, text = self._number(), f"The ferry: {text}"
        if self._chance.random() < 0.01:
            self._tear(number, text)
        else:
            self._post(number, text)
        if len(self._x.posts) > KEPT:
            del self._x.posts[next(iter(self._x.posts))]
        return Item(f"twitter:synthetic_author/{number}", None, [number], text)

    async def edit(self, item: Item, text: str) -> str:
        later, text = self._number(), f"The ferry: {text}"
        self._x.replaced |= dict.fromkeys(item.ids, later)
        item.ids.append(later)
        self._post(later, text, edit_history_post_ids=[str(one) for one in item.ids])
        return text

    async def delete(self, item: Item) -> None:
        self._x.deleted |= set(item.ids)
        await self._claim(item.uid)

    def may_change(self, item: Item) -> bool:
        return item.ids[-1] in self._x.posts

    def _number(self) -> int:
        self._last = max(self._last + 1, id_at(self._clock()))
        return self._last

    def _post(self, number: int, text: str, **given: Any) -> None:
        self._x.post(number, text, created_at=f"{self._clock():%Y-%m-%dT%H:%M:%S}.000Z", **given)

    def _tear(self, number: int, text: str) -> None:
        """Publish a post whose line is torn: only search knows it."""
        self._x.posts[number] = SAID.data(number, text)
        self._x.say(SAID.line(SAID.tweet(number, text))[:90] + b"\r\n")


class BlueskyStage:
    """Accounts that are read whole, strangers whose words are looked for, and others nobody asked for."""

    edits, deletions = 0.08, 0.05
    strangers, noise = 0.2, 0.1

    def __init__(self, servers: Servers, chance: random.Random, accounts: int) -> None:
        self._server, self._clock, self._chance = servers.bluesky, servers.clock, chance
        self.handles = {f"herald{n}.example": f"did:plc:{_letters(n)}" for n in range(accounts)}
        self._server.handles = dict(self.handles)
        self._count = self._last = 0

    async def publish(self, text: str) -> Item:
        if self._chance.random() < self.noise:
            await self.murmur()
        key = self._key()
        if self._chance.random() < self.strangers:
            did = name = f"did:plc:{_letters(self._chance.randrange(100, 9_000))}"
            text = f"The ferry: {text}"
        else:
            name, did = self._chance.choice(list(self.handles.items()))
        await self._happen(did, key, text)
        return Item(f"bluesky:{name}/{key}", did, [key], text)

    async def edit(self, item: Item, text: str) -> str:
        await self._happen(item.place, item.ids[0], text, "update")
        return text

    async def delete(self, item: Item) -> None:
        await self._happen(item.place, item.ids[0], None, "delete")

    def may_change(self, item: Item) -> bool:  # noqa: ARG002  # the stream tells all, soon enough
        return True

    async def murmur(self) -> None:
        """Let somebody post what nobody asked for: a stream of everybody's posts is never silent."""
        await self._happen(BLUESKY.READER, self._key(), "The bridge is open")

    def _key(self) -> str:
        self._count += 1
        return f"3lk{self._count}"

    async def _happen(self, did: str, key: str, text: str | None, operation: str = "create") -> None:
        now = self._clock()
        self._last = max(self._last + 1, int(now.timestamp() * 1e6))
        record = None if text is None else BLUESKY.post(text, createdAt=f"{now:%Y-%m-%dT%H:%M:%S}.000Z")
        await self._server.happen(BLUESKY.commit(did, key, record, self._last, operation))


def claim_record(uid: str) -> bytes:
    """Make what is read of a claim that one post denies: the connector for X asks whether it still stands."""
    return orjson.dumps({"claim": uid, "status": "denied", "denials": [{"post": uid}]})


def _letters(number: int) -> str:
    """Write a number as the 24 letters of a DID."""
    return f"{number:o}".translate(str.maketrans("01234567", "abcdefgh")).rjust(24, "z")
