"""What a newsroom can follow: channels, rules, feeds, accounts and keywords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

PRIORITIES: Final = (1, 2, 3)
USUAL_PRIORITY: Final = 2

Via = Literal["account", "preview"]
"""How a channel of Telegram is read: by a logged-in account, or by its public web page."""
VIAS: Final[tuple[Via, ...]] = get_args(Via)


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """A public channel of Telegram, by its username without ``@``."""

    channel: str
    lang: str | None = None
    priority: int = USUAL_PRIORITY
    via: Via = "account"


@dataclass(frozen=True, slots=True)
class TwitterRule:
    """One rule of X's filtered stream; the tag names it in answers and in the account's list of rules."""

    query: str
    tag: str
    priority: int = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed by its address."""

    url: str
    lang: str | None = None
    priority: int = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class BlueskyAccount:
    """An account of Bluesky whose every post is read, by its handle without ``@`` or by its DID."""

    handle: str
    lang: str | None = None
    priority: int = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class BlueskyKeyword:
    """Words that must all occur in a post of Bluesky, whoever wrote it.

    With ``lang`` only posts that say they are in this language, or that say none.
    """

    keyword: str
    lang: str | None = None
    priority: int = USUAL_PRIORITY


BlueskyEntry = BlueskyAccount | BlueskyKeyword


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All that is followed; each part in order of priority, then as written."""

    telegram: tuple[TelegramChannel, ...] = ()
    twitter: tuple[TwitterRule, ...] = ()
    feeds: tuple[Feed, ...] = ()
    bluesky: tuple[BlueskyEntry, ...] = ()

    def telegram_via(self, via: Via) -> tuple[TelegramChannel, ...]:
        """Give the channels of Telegram that are read in this way."""
        return tuple(channel for channel in self.telegram if channel.via == via)
