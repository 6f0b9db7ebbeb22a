"""HTTP sessions for tweepy, which knows one host and keeps no header of an answer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, hdrs

from connectors.posting import Clock

log = logging.getLogger(__name__)

API_HOST: Final = "https://api.x.com"
TWEEPY_HOST: Final = "api.twitter.com"
KEEP_ALIVE: Final = 30.0
"""Seconds of silence after which a stream is dead: X sends something every 20
(https://docs.x.com/x-api/fundamentals/handling-disconnections)."""
CONNECT: Final = 20.0
MOST_SKEW: Final = 20.0
"""Seconds; a gap is searched 30 seconds beyond both its ends."""
LONGEST_LINE: Final = 2**20
"""Bytes; four of the longest posts of 25,000 characters in one record, each letter escaped."""


class Api:
    """Where X's API is, and when it next answers after it said 429."""

    def __init__(
        self, host: str = API_HOST, keep_alive: float = KEEP_ALIVE, clock: Clock | None = None
    ) -> None:
        """Prepare; a ``clock`` is held against X's."""
        self._base = urlsplit(host)
        self._keep_alive, self._clock = keep_alive, clock
        self._answers: dict[str, tuple[int, datetime | None]] = {}

    def status(self, path: str) -> int | None:
        """Give the status of the last answer to a path."""
        return self._answers.get(path, (None, None))[0]

    def reset(self, path: str) -> datetime | None:
        """Give when a path answers again, as its last answer says; each path is counted by itself."""
        return self._answers.get(path, (None, None))[1]

    def session(self) -> aiohttp.ClientSession:
        """Make a session that leads to the host; whoever takes it closes it."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=self._keep_alive)
        return aiohttp.ClientSession(
            timeout=timeout, read_bufsize=LONGEST_LINE, middlewares=(self._lead,), trust_env=True
        )

    async def _lead(self, request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
        if request.url.host == TWEEPY_HOST:
            request.url = (
                request.url.with_scheme(self._base.scheme)
                .with_host(self._base.hostname or TWEEPY_HOST)
                .with_port(self._base.port)
            )
            request.headers[hdrs.HOST] = self._base.netloc
        answer = await handler(request)
        reset = _reset(answer.headers.get("x-rate-limit-reset"))
        self._answers[request.url.path] = answer.status, reset
        self._compare(answer.headers.get(hdrs.DATE))
        return answer

    def _compare(self, date: str | None) -> None:
        """Warn once of a clock that is wrong: where gaps begin and end is reckoned by it."""
        if self._clock is None or date is None:
            return
        try:
            ahead = (self._clock() - parsedate_to_datetime(date)).total_seconds()
        except (TypeError, ValueError):
            return
        if abs(ahead) > MOST_SKEW:
            log.warning("the clock here is %+.0f s from X's: set it, or posts around gaps are missed", ahead)
            self._clock = None


def _reset(header: str | None) -> datetime | None:
    if header is None or not header.isdecimal() or len(header) > 11:
        return None
    return datetime.fromtimestamp(int(header), UTC)
