"""One connection to Jetstream: asked for what is wanted, read until it ends."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import orjson

from connectors.bluesky.backoff import EndedError
from connectors.bluesky.wanted import MAX_MESSAGE, Wanted

HEARTBEAT: Final = 20.0
"""Seconds between two pings; a server that does not answer one within half of it is gone."""
QUIET: Final = 60.0
"""Seconds without an event after which a stream of everybody's posts, some fifty a second, is dead."""
CONNECT: Final = 20.0

Take = Callable[[dict[str, Any]], Awaitable[None]]


class TooLargeError(EndedError):
    """The connection ended since an event was larger than asked for; asked again, it would come again."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long silence is borne."""

    heartbeat: float = HEARTBEAT
    quiet: float = QUIET
    connect: float = CONNECT


class Jetstream:
    """A subscription whose options can change while it runs."""

    def __init__(
        self,
        wanted: Callable[[], Wanted],
        take: Take,
        connected: Callable[[], None],
        broken: Callable[[str], None],
        pace: Pace,
    ) -> None:
        """Ask for what ``wanted`` gives; hand events to ``take``, one after the other.

        ``connected`` is told when the stream begins, ``broken`` of what is no event.
        """
        self._wanted, self._take, self._pace = wanted, take, pace
        self._connected, self._broken = connected, broken
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    @property
    def is_open(self) -> bool:
        """Whether a connection stands."""
        return self._socket is not None and not self._socket.closed

    async def change(self) -> None:
        """Ask a running connection for what is wanted now; end it where nothing is."""
        if self._socket is not None and self.is_open:
            await (self._ask(self._socket) if self._wanted() else self._socket.close())

    async def read(self, address: str, cursor: int) -> None:
        """Connect and read until the connection ends, which raises `EndedError`."""
        query = {"requireHello": "true", "cursor": str(cursor)}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._pace.connect)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session:
                async with asyncio.timeout(self._pace.connect):
                    socket = await session.ws_connect(
                        address, params=query, autoping=False, max_msg_size=2 * MAX_MESSAGE
                    )
                await self._read(socket)
        except aiohttp.WSServerHandshakeError as error:
            later = _seconds(error.headers.get("Retry-After") if error.headers else None)
            raise EndedError(f"Bluesky answered {error.status}", error.status, later) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise EndedError(f"no connection: {type(error).__name__}") from None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        try:
            await self._ask(socket)
            self._connected()
            while True:
                await self._one(await self._next(socket))
        finally:
            self._socket = None
            await socket.close()

    async def _next(self, socket: aiohttp.ClientWebSocketResponse) -> bytes | str:
        message = await self._heard(socket)
        if message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
            data: bytes | str = message.data
            return data
        if socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG:
            raise TooLargeError("an event was larger than asked for")
        raise EndedError(f"the connection was closed ({socket.close_code})")

    async def _heard(self, socket: aiohttp.ClientWebSocketResponse) -> aiohttp.WSMessage:
        """Wait for a message that is no ping or pong.

        Only while we wait does silence count. aiohttp's own heartbeat goes on while a slow sink holds us up:
        what is unread is not read on then, its pong neither, and a server that is well would be left.
        """
        loop, quiet, asked = asyncio.get_running_loop(), self._quiet(), False
        began = loop.time()
        while True:
            wait = self._pace.heartbeat / 2 if asked else self._pace.heartbeat
            try:
                async with asyncio.timeout_at(min(loop.time() + wait, began + quiet)):
                    message = await socket.receive()
            except TimeoutError:
                if loop.time() >= began + quiet:
                    raise EndedError(f"nothing came for {quiet:.0f} s") from None
                if asked:
                    raise EndedError("no answer to a ping") from None
                asked = await self._ping(socket)
                continue
            if message.type is aiohttp.WSMsgType.PING:
                await socket.pong(message.data)
            elif message.type is not aiohttp.WSMsgType.PONG:
                return message
            asked = False

    def _quiet(self) -> float:
        """Tell how long it may be that no event comes: of a few accounts for ever."""
        return self._pace.quiet if self._wanted().keywords else math.inf

    async def _ping(self, socket: aiohttp.ClientWebSocketResponse) -> bool:
        try:
            await socket.ping()
        except (ConnectionError, aiohttp.ClientError):
            raise EndedError("the connection was closed") from None
        return True

    async def _one(self, data: bytes | str) -> None:
        try:
            event = orjson.loads(data)
        except orjson.JSONDecodeError:
            self._broken("a message that is no JSON")
            return
        if isinstance(event, dict):
            await self._take(event)
        else:
            self._broken("a message that is no event")

    async def _ask(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        asked = orjson.dumps({"type": "options_update", "payload": self._wanted().options()})
        try:
            await socket.send_str(asked.decode())
        except (ConnectionError, aiohttp.ClientError):  # whoever reads from it is told, too
            return


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isascii() and value.isdigit() and len(value) < 8 else None
