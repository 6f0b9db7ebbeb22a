"""What a person can mend about Telegram, and what mends itself."""

from models.errors import RumorError


class TelegramError(RumorError):
    """Telegram cannot be read at all; the message says why and what to do."""


class NoChannelError(RumorError):
    """A username of the watchlist that leads to no channel."""


class DisconnectedError(ConnectionError):
    """The client gave up its connection; a new client may succeed."""
