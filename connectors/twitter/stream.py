"""One connection of the filtered stream: tweepy's client, which ends as soon as anything is wrong.

tweepy reconnects by itself, without end and in one case without a pause (an answer of 200 that closes at
once), and swallows what kills it. So each of its hooks ends the connection here with the reason, and
`connectors.twitter.watch` decides when there is another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import orjson
from tweepy.asynchronous import AsyncStreamingClient

from connectors.twitter.client import FIELDS
from connectors.twitter.failure import FailedError
from connectors.twitter.session import Api

log = logging.getLogger(__name__)

PATH: Final = "/2/tweets/search/stream"
PARAMETERS: Final = {name.replace(".", "_"): fields for name, fields in FIELDS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the stream."""

    tweet: Mapping[str, Any] | None
    includes: Mapping[str, Any]
    problems: tuple[str, ...] = ()
    torn: bool = False
    """Whether a post may have been in it that cannot be read."""


def read_line(raw: bytes) -> Line:
    """Read a line of the stream, whatever stands in it; a problem is told in the words X found for it.

    Which rules matched is not read: a rule without a tag would kill tweepy there.
    """
    try:
        record = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return Line(None, {}, ("a line that is no JSON",), torn=True)
    if not isinstance(record, dict):
        return Line(None, {}, ("a line that is no JSON object",), torn=True)
    tweet, includes = record.get("data"), record.get("includes")
    errors = record.get("errors") or ([] if isinstance(tweet, dict) else [record])
    return Line(
        tweet if isinstance(tweet, dict) else None,
        includes if isinstance(includes, dict) else {},
        tuple(_problem(error) for error in errors) if isinstance(errors, list) else (),
    )


def _problem(error: object) -> str:
    if not isinstance(error, dict):
        return "an error that is no JSON object"
    return f"{error.get('title', 'unnamed')}: {error.get('detail', '')}"[:300]


class FilteredStream(AsyncStreamingClient):  # type: ignore[misc]
    """Connects once and gives every line to ``take``."""

    def __init__(
        self,
        bearer_token: str,
        api: Api,
        take: Callable[[Line], Awaitable[None]],
        connected: Callable[[], Awaitable[None]],
        alive: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(bearer_token)
        self._api, self._take, self._connected, self._alive = api, take, connected, alive
        self._end: FailedError | None = None

    async def connect_once(self, backfill_minutes: int | None = None) -> NoReturn:
        """Read the stream to its end; raise `FailedError` that says why it ended."""
        self._end = None
        self.session = self._api.session()  # tweepy closes it at the end of each connection
        reading: asyncio.Task[None] = self.filter(backfill_minutes=backfill_minutes, **PARAMETERS)
        try:
            # Waiting for the task itself would lose our own cancellation: tweepy swallows it.
            await asyncio.wait({reading})
        finally:
            reading.cancel()
            await asyncio.wait({reading})
        raise self._end or FailedError("fault", detail="tweepy ended without a word")

    async def on_data(self, raw_data: bytes) -> None:
        """Take a line; a slow taker holds the stream back."""
        await self._take(read_line(raw_data))

    async def on_connect(self) -> None:
        """Tell that X answered 200."""
        await self._connected()

    async def on_keep_alive(self) -> None:
        """Tell that the stream lives; the session's time-out starts anew with every byte."""
        await self._alive()

    async def on_closed(self, resp: object) -> NoReturn:  # noqa: ARG002  # tweepy's signature
        """End: X closed the stream."""
        raise FailedError("closed")

    async def on_request_error(self, status_code: int) -> NoReturn:
        """End: X answered something else than 200."""
        raise FailedError("http", status_code)

    async def on_connection_error(self) -> NoReturn:
        """End: the network failed, or nothing came for too long."""
        raise FailedError("network")

    async def on_exception(self, exception: Exception) -> None:
        """Keep why it ended."""
        if isinstance(exception, FailedError):
            self._end = exception
        else:
            log.error("the stream of X fails on our side", exc_info=exception)
            self._end = FailedError("fault", detail=type(exception).__name__)

    async def on_disconnect(self) -> None:
        """Say nothing: `connect_once` raises the reason."""
