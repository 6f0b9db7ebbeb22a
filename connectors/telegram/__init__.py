"""Telegram: public channels read with one account, nothing missed."""

from connectors.telegram.client import login, open_client
from connectors.telegram.error import DisconnectedError, TelegramError
from connectors.telegram.line import Line
from connectors.telegram.mapping import deleted_post, message_to_post
from connectors.telegram.pace import Pace
from connectors.telegram.run import run_telegram
from connectors.telegram.source import Source
from connectors.telegram.watch import watch

__all__ = [
    "DisconnectedError",
    "Line",
    "Pace",
    "Source",
    "TelegramError",
    "deleted_post",
    "login",
    "message_to_post",
    "open_client",
    "run_telegram",
    "watch",
]
