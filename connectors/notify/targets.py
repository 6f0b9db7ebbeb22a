"""Open targets by name: the one place that knows which kinds there are and what they need."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Final

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from connectors.notify.public import PublicResolver
from connectors.notify.target import Address, Target, parse_target
from connectors.notify.telegram import API, TelegramChat
from connectors.notify.terminal import Terminal
from connectors.notify.webhook import Webhook
from connectors.secret import secret
from connectors.store import utc_now

BOT: Final = "RUMOR_TELEGRAM_BOT_TOKEN"
"""Secret (or ``_FILE``): the bot that writes to Telegram chats."""
BOT_API: Final = "RUMOR_TELEGRAM_API"
"""Base URL of the bot API, where it is not Telegram's own."""
HOOK_SIGNING: Final = "RUMOR_WEBHOOK_SECRET"
"""Secret (or ``_FILE``): what web hooks are signed with."""
HOOK_ALLOW: Final = "RUMOR_WEBHOOK_ALLOW"
"""Hosts, parted by commas, that web hooks may reach though not public; on loopback without https too."""


class Targets:
    """Gives a `Target` for its name. Use it as an async context: it owns the connections.

    ``show`` prints the card of an alert in the terminal.
    """

    def __init__(
        self,
        show: Callable[[str], object] = print,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._show, self._environ, self._clock = show, environ, clock
        self._allowed = frozenset(
            host.strip().lower() for host in environ.get(HOOK_ALLOW, "").split(",") if host.strip()
        )
        self._open = dict[str, Target]()

    async def __aenter__(self) -> Targets:
        # No cookies, no proxy of the environment, no cached names: every request is checked by itself.
        resolver = PublicResolver(self._allowed)
        hooks = TCPConnector(resolver=resolver, use_dns_cache=False)
        self._hooks = ClientSession(connector=hooks, cookie_jar=DummyCookieJar())
        self._telegram = ClientSession(cookie_jar=DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hooks.close()
        await self._telegram.close()

    def __call__(self, name: str) -> Target:
        """Open a target; raise `TargetError`, or `SecretError` where its secret is not set."""
        if name not in self._open:
            self._open[name] = self._opened(parse_target(name))
        return self._open[name]

    def _opened(self, address: Address) -> Target:
        if address.kind == "terminal":
            return Terminal(self._show)
        if address.kind == "telegram":
            token = secret(BOT, self._environ)
            return TelegramChat(self._telegram, token, address.value, self._environ.get(BOT_API) or API)
        shared = secret(HOOK_SIGNING, self._environ)
        return Webhook(self._hooks, address.value, shared, self._allowed, self._clock)
