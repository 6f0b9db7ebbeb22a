"""A channel as Telegram knows it: found by its username once, by its id ever after.

Looking up usernames is what Telegram limits hardest (a flood wait of hours); and a username can be given
away, while an id stays: a channel that is renamed is still read, under the name the watchlist gives it, and
whoever takes over its old username is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from telethon import TelegramClient
from telethon.tl import functions, types

from connectors import bounds
from connectors.telegram.error import NoChannelError
from models.post import channel_key


@dataclass(frozen=True, slots=True)
class Source:
    """A channel, named as in the watchlist; id and access hash are of the account that reads it."""

    name: str
    id: int
    access_hash: int
    title: str | None = None
    audience: int | None = None
    joined: bool = False

    @property
    def uid(self) -> str:
        """The key of its cursor: ``telegram:yellow_folder``."""
        return channel_key("telegram", self.name)

    @property
    def peer(self) -> types.InputPeerChannel:
        """The channel as requests name it."""
        return types.InputPeerChannel(self.id, self.access_hash)

    @property
    def channel(self) -> types.InputChannel:
        """The channel as requests about itself name it."""
        return types.InputChannel(self.id, self.access_hash)


def username(channel: object) -> str | None:
    """Give a channel's username, or the first of those it collected; None if it has none."""
    single = bounds.label(getattr(channel, "username", None))
    if single:
        return single
    several = getattr(channel, "usernames", None) or ()
    return next((bounds.label(one.username) for one in several if one.active), None)


async def find(client: TelegramClient, name: str) -> Source:
    """Look a username up; raise `NoChannelError` if it leads to no channel, and Telegram's own errors."""
    found = await client(functions.contacts.ResolveUsernameRequest(name))
    chat = next((chat for chat in found.chats if isinstance(chat, types.Channel)), None)
    if chat is None or not isinstance(found.peer, types.PeerChannel) or chat.id != found.peer.channel_id:
        raise NoChannelError(f"t.me/{name} is no channel: put its right username into the watchlist")
    return Source(name, chat.id, chat.access_hash or 0, bounds.label(chat.title), joined=not chat.left)


async def join(client: TelegramClient, source: Source) -> None:
    """Join a channel: Telegram tells an account at once only of what it has joined."""
    await client(functions.channels.JoinChannelRequest(source.channel))


async def describe(client: TelegramClient, source: Source) -> Source:
    """Read the channel's title and its number of subscribers."""
    full = await client(functions.channels.GetFullChannelRequest(source.channel))
    titles = (bounds.label(chat.title) for chat in full.chats if chat.id == source.id)
    audience = bounds.counter(full.full_chat.participants_count)
    return replace(source, title=next(titles, source.title), audience=audience)
