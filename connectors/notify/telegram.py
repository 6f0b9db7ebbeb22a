"""A Telegram chat, through the bot API (https://core.telegram.org/bots/api#sendmessage)."""

from __future__ import annotations

import re
from typing import Any, Final

import orjson
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from connectors.notify.answer import bounded, why
from connectors.notify.card import html_card
from connectors.notify.target import Alert, Refused, Retry, TargetError
from models.text import one_line

API: Final = "https://api.telegram.org"
TIMEOUT: Final = 15.0
PAUSE: Final = 3.0
"""Seconds: a group takes 20 messages a minute (https://core.telegram.org/bots/faq)."""
MOST_ANSWER: Final = 64 * 1024
"""Bytes of an answer that are read."""
_TOKEN: Final = re.compile(r"\d{1,20}:[\w-]{5,100}", re.ASCII)


class TelegramChat:
    """Sends alerts to one chat.

    The bot API knows no idempotency key: a crash between sending and noting it shows the alert twice, with
    the same id at its foot.
    """

    pause = PAUSE

    def __init__(
        self, session: ClientSession, token: str, chat: str, api: str = API, timeout: float = TIMEOUT
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise TargetError("the bot token is none: BotFather gives one like 123456:ABC-DEF")
        self._session, self._token = session, token
        self._chat: int | str = chat if chat.startswith("@") else int(chat)
        self._url = f"{api.rstrip('/')}/bot{token}/sendMessage"
        self._timeout = ClientTimeout(total=timeout)

    async def send(self, alert: Alert, key: str) -> None:
        """Send an alert's card; raise `Retry` or `Refused`."""
        del key  # it is the alert's id, which the card carries
        message = {
            "chat_id": self._chat,
            "text": html_card(alert),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        try:
            status, answer = await self._post(message)
        except (ClientError, TimeoutError, OSError) as error:
            raise Retry(why(error)) from None
        if status != 200 or answer.get("ok") is not True:
            raise self._outcome(status, answer)

    async def _post(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        async with self._session.post(
            self._url, json=message, allow_redirects=False, timeout=self._timeout
        ) as answer:
            return answer.status, await _read(answer)

    def _outcome(self, status: int, answer: dict[str, Any]) -> Retry | Refused:
        said = one_line(str(answer.get("description", "")).replace(self._token, "…"), 200)
        reason = f"Telegram answered {status}: {said}" if said else f"Telegram answered {status}"
        more = answer.get("parameters")
        more = more if isinstance(more, dict) else {}
        if isinstance(moved := more.get("migrate_to_chat_id"), int):
            return Refused(f"the group is now telegram:{moved}: subscribe that one instead")
        if status in (400, 403):
            return Refused(reason)
        if status in (401, 404):  # what the bot API answers to a token it does not know
            return Retry(f"{reason} (check RUMOR_TELEGRAM_BOT_TOKEN)")
        after = more.get("retry_after")
        return Retry(reason, bounded(float(after)) if isinstance(after, int) else None)


async def _read(answer: ClientResponse) -> dict[str, Any]:
    """Read the beginning of an answer; what is no JSON object (a proxy's page) is an empty one."""
    body = bytearray()
    async for chunk in answer.content.iter_chunked(8_192):
        body += chunk
        if len(body) > MOST_ANSWER:
            return {}
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}
