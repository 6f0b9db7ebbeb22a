"""An account's way into Telegram: its secrets, the client, and how a session is made."""

from __future__ import annotations

import asyncio
import os
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from getpass import getpass
from typing import Any, Final

from telethon import TelegramClient, errors
from telethon.sessions import StringSession
from telethon.tl import functions

from connectors.secret import secret
from connectors.telegram.error import TelegramError
from connectors.telegram.line import Line

SESSION: Final = "RUMOR_TELEGRAM_SESSION"
API_ID: Final = "RUMOR_TELEGRAM_API_ID"
API_HASH: Final = "RUMOR_TELEGRAM_API_HASH"
LOGIN: Final = "rumor connect telegram --login"
PATIENCE: Final = 60.0
"""Seconds until a request counts as lost."""
RETRY_DELAY: Final = 2
"""Seconds between two attempts to reconnect."""

OF_ONE_CHANNEL: Final = frozenset(
    request.CONSTRUCTOR_ID
    for request in (
        functions.messages.GetHistoryRequest,
        functions.channels.GetMessagesRequest,
        functions.channels.GetFullChannelRequest,
    )
)
"""Requests whose flood wait may be for the channel they ask about."""


@dataclass(frozen=True, slots=True)
class App:
    """An application registered at my.telegram.org; never shown."""

    api_id: int
    api_hash: str = field(repr=False)


def read_app(environ: Mapping[str, str] = os.environ) -> App:
    """Read the application's id and hash; raise `SecretError` or `TelegramError`, which name the variable."""
    api_id = secret(API_ID, environ)
    if not api_id.isdecimal():
        raise TelegramError(f"{API_ID} must be the number that my.telegram.org shows as api_id")
    return App(int(api_id), secret(API_HASH, environ))


def read_session(environ: Mapping[str, str] = os.environ) -> StringSession:
    """Read the account's session; raise `SecretError` or `TelegramError`, which name variable and mend."""
    text = secret(SESSION, environ)
    try:
        session = StringSession(text)
    except (ValueError, struct.error):
        session = None
    if session is None or session.auth_key is None:
        raise TelegramError(f"{SESSION} is no session of Telethon: make one by `{LOGIN}`")
    return session


class PatientClient(TelegramClient):  # type: ignore[misc]
    """Waits for an answer, but not for ever, and lets one channel's flood wait be no other's.

    Telethon loses a request now and then when the line is torn. And once Telegram asks to wait before a
    request is made again, Telethon refuses all of that kind by itself, whatever channel they are for. Here
    one more is tried: if it has to wait, too, the wait is the account's, and all are refused till it is over.
    """

    patience: float = PATIENCE

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._tried_once_more: set[int] = set()

    async def __call__(self, request: Any, *given: Any, **named: Any) -> Any:
        """Ask Telegram; raise `TimeoutError`, which is an `OSError`, when no answer comes.

        A `FloodWaitError` that Telegram was not asked for is marked as ``held``.
        """
        kind = int(getattr(request, "CONSTRUCTOR_ID", 0))
        held = kind in self._flood_waited_requests
        try:
            async with asyncio.timeout(self.patience):
                answer = await super().__call__(request, *given, **named)
        except errors.FloodWaitError as flood:
            flood.held = held
            if not held and kind in OF_ONE_CHANNEL and kind not in self._tried_once_more:
                self._tried_once_more.add(kind)
                self._flood_waited_requests.pop(kind, None)
            raise
        self._tried_once_more.discard(kind)
        return answer


def open_client(
    app: App,
    session: StringSession,
    line: Line,
    retry_delay: float = RETRY_DELAY,
    patience: float = PATIENCE,
) -> TelegramClient:
    """Make a client that never sleeps through a flood wait, and tells ``line`` when it connects."""
    client = PatientClient(
        session,
        app.api_id,
        app.api_hash,
        connection=line.connection(),
        connection_retries=None,
        retry_delay=retry_delay,
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        # A pushed edit must not overtake its post; handlers here never wait.
        sequential_updates=True,
    )
    client.patience = patience
    return client


async def login(
    environ: Mapping[str, str] = os.environ,
    ask: Callable[[str], str] = input,
    ask_secret: Callable[[str], str] = getpass,
    begin: StringSession | None = None,
) -> str:
    """Log an account in by phone, code and password; give the session to be put into the secret.

    The session lets whoever has it read and write as this account: show it once, to its owner. ``begin`` is
    where a login starts; by default at Telegram's own address with nothing known. Raises `TelegramError`.
    """
    app = read_app(environ)
    client = TelegramClient(begin or StringSession(), app.api_id, app.api_hash)
    try:
        # Telethon prints; standard output is kept for the session alone.
        with redirect_stdout(sys.stderr):
            await client.start(
                phone=lambda: ask("Phone number of the account, with country code: "),
                code_callback=lambda: ask_secret("Code that Telegram sent: "),
                password=lambda: ask_secret("Password of two-step verification: "),
            )
        session: str = client.session.save()
        return session
    except (errors.RPCError, OSError, RuntimeError) as error:
        raise TelegramError(f"Telegram did not log the account in: {error}; try again later") from None
    finally:
        await client.disconnect()
