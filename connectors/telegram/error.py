"""What a person can mend about Telegram, what mends itself, and Telethon's own errors by what follows."""

from typing import Final

from telethon import errors

from connectors.posting import SinkError
from models.errors import RumorError


class TelegramError(RumorError):
    """Telegram cannot be read at all; the message says why and what to do."""


class NoChannelError(RumorError):
    """A username of the watchlist that leads to no channel."""


class DisconnectedError(ConnectionError):
    """The client gave up its connection; a new client may succeed."""


FATAL: Final = (errors.UnauthorizedError, errors.AuthKeyError)
"""The account is not let in."""
GONE: Final = (
    NoChannelError,
    errors.ChannelPrivateError,
    errors.UsernameInvalidError,
    errors.UsernameNotOccupiedError,
)
"""The channel is not there, or not for us."""
STALE: Final = (errors.ChannelInvalidError, errors.PeerIdInvalidError)
"""The channel must be looked up anew."""
PASSING: Final = (errors.RPCError, errors.TypeNotFoundError, OSError, SinkError)
"""It may go well next time."""
