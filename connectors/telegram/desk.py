"""What the readers of all channels share, and what is pushed to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from telethon import TelegramClient
from telethon.tl import types

from connectors.coverage import Coverage
from connectors.cursors import Cursors
from connectors.posting import Clock, Sink, Sleep
from connectors.telegram.pace import Pace, Turnstile


@dataclass(frozen=True, slots=True)
class New:
    """A message was pushed."""

    message: types.Message


@dataclass(frozen=True, slots=True)
class Edited:
    """A message was pushed anew; often only its reactions changed."""

    message: types.Message


@dataclass(frozen=True, slots=True)
class Deleted:
    """Messages were deleted."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wake:
    """Look at what is due."""


@dataclass(frozen=True, slots=True)
class Look:
    """See what became of posts, however old."""

    ids: tuple[int, ...]


Event = New | Edited | Deleted | Wake | Look


class Inbox(Protocol):
    """Takes what is pushed for one channel, without waiting."""

    def offer(self, event: Event) -> None:
        """Take an event, or know that one was dropped."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the readers of all channels share."""

    client: TelegramClient
    sink: Sink
    cursors: Cursors
    clock: Clock
    pace: Pace
    sleep: Sleep
    turnstile: Turnstile
    """Before every request but look-ups."""
    lookups: Turnstile
    """Before every look-up of a username."""
    coverage: Coverage
    routes: dict[int, Inbox] = field(default_factory=dict)
    """Channel id -> its reader, for what is pushed."""
    names: dict[int, str] = field(default_factory=dict)
    """Channel id -> name in the watchlist, for forwards."""
