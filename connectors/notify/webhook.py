"""A web hook: the alert as JSON, signed, posted to a URL.

The receiver computes HMAC-SHA256 of ``<X-Rumor-Timestamp>.<body>`` with the shared secret, compares it in
constant time with ``X-Rumor-Signature`` (``v1=<hex>``), and drops what is older than some minutes. It may get
an alert twice and tells so by ``Idempotency-Key``, the alert's id.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import orjson
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from connectors.notify.answer import retry_after, why
from connectors.notify.public import PrivateAddressError, check_literal
from connectors.notify.target import Alert, Refused, Retry

TIMEOUT: Final = 10.0
"""Seconds for connecting, sending and the answer's head; its body is not read."""
PAUSE: Final = 0.2
MOST_BODY: Final = 256 * 1024
"""Bytes of an alert; ours have a few thousand."""
NEVER: Final = frozenset((400, 405, 410, 413, 414, 415, 422))
"""Answers to what was sent, which sending again would not change; others may be a receiver being mended."""


class Webhook:
    """Posts alerts to one URL."""

    pause = PAUSE

    def __init__(
        self,
        session: ClientSession,
        url: str,
        secret: str,
        allowed: Collection[str],
        clock: Callable[[], datetime],
        timeout: float = TIMEOUT,
    ) -> None:
        self._session, self._url, self._secret = session, url, secret
        self._allowed, self._clock = allowed, clock
        self._timeout = ClientTimeout(total=timeout)

    async def send(self, alert: Alert, key: str) -> None:
        """Post an alert; raise `Retry` or `Refused`."""
        body = orjson.dumps(alert)
        if len(body) > MOST_BODY:
            raise Refused(f"the alert has {len(body)} bytes, more than {MOST_BODY}")
        self._check()
        try:
            await self._post(body, key)
        except ClientConnectorError as error:
            if isinstance(error.os_error, PrivateAddressError):
                raise Refused(_private(error.os_error)) from None
            raise Retry(why(error)) from None
        except (ClientError, TimeoutError, OSError) as error:
            raise Retry(why(error)) from None

    async def _post(self, body: bytes, key: str) -> None:
        headers = signed(self._secret, int(self._clock().timestamp()), body) | {"Idempotency-Key": key}
        async with self._session.post(
            self._url, data=body, headers=headers, allow_redirects=False, timeout=self._timeout
        ) as answer:
            if 200 <= answer.status < 300:
                return
            if answer.status in NEVER:
                raise Refused(f"the receiver answered {answer.status}")
            if 300 <= answer.status < 400:
                raise Retry(f"the receiver answered {answer.status}, and redirects are not followed")
            after = retry_after(answer.headers.get("Retry-After"), self._clock())
            raise Retry(f"the receiver answered {answer.status}", after)

    def _check(self) -> None:
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        if parts.scheme != "https" and host not in self._allowed:
            raise Refused(f"{host} is reached without https: allow it with RUMOR_WEBHOOK_ALLOW")
        try:
            check_literal(host, self._allowed)
        except PrivateAddressError as error:
            raise Refused(_private(error)) from None


def signed(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Give the headers of a body: what it is, when it was signed, and the signature."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "rumor-monitor",
        "X-Rumor-Timestamp": str(timestamp),
        "X-Rumor-Signature": f"v1={digest}",
    }


def _private(error: PrivateAddressError) -> str:
    return f"{error}: if it is meant, allow the host with RUMOR_WEBHOOK_ALLOW"
