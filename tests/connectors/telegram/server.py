"""A Telegram of our own: the wire by the package mtproto, the objects by Telethon's own layer.

The client is Telethon as it is. The key is shared beforehand, so no key exchange takes place.
"""

from __future__ import annotations

import asyncio
import inspect
import os
import struct
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mtproto import ConnectionRole
from mtproto.session import Session
from mtproto.session.messages import Data, NewSession
from mtproto.transport import transports
from rumor_test_telegram_channel import NOON, Channel
from telethon.crypto import AuthKey
from telethon.extensions import BinaryReader
from telethon.sessions import StringSession
from telethon.tl import TLObject, TLRequest, types

RPC_RESULT = 0xF35C6D01
VECTOR = 0x1CB5C415
FIRST_SALT = 0  # Telethon's own, so that no round is lost to a bad salt


class RefusalError(Exception):
    """An error of Telegram's, as it is sent."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.error = types.RpcError(code, message)


@dataclass
class Line:
    """One connection of a client."""

    session: Session
    writer: asyncio.StreamWriter

    def send(self, data: bytes, *, response: bool) -> None:
        self.writer.write(self.session.send(data, content_related=True, response=response))


class Server:
    """Serves channels; counts what it is asked and can be told to refuse it."""

    def __init__(self) -> None:
        self.key = os.urandom(256)
        self.channels: dict[int, Channel] = {}
        self.others: list[Any] = []
        """Channels that are sent along since posts are forwarded from them."""
        self.asked: Counter[str] = Counter()
        self.refusals: dict[str, list[RefusalError]] = {}
        self.phone, self.code, self.lets_in = "", "12345", True
        self.lets_connect = True
        self.swallowed: list[str] = []
        """Requests that get no answer, once each."""
        self._lines: list[Line] = []
        self._server: asyncio.Server | None = None
        self._changed = asyncio.Condition()

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def session(self) -> StringSession:
        """Make an account's session that leads here."""
        session = StringSession()
        session.set_dc(2, "127.0.0.1", self.port)
        session.auth_key = AuthKey(self.key)
        return session

    def channel(self, name: str, **given: Any) -> Channel:
        number = 1000 + len(self.channels) + 1
        self.channels[number] = Channel(self.push, self.others, number, name, **given)
        return self.channels[number]

    def flood(self, request: str, seconds: int) -> None:
        """Answer the next such request with a flood wait."""
        self.refuse(request, 420, f"FLOOD_WAIT_{seconds}")

    def refuse(self, request: str, code: int, message: str) -> None:
        self.refusals.setdefault(request, []).append(RefusalError(code, message))

    def push(self, updates: TLObject) -> None:
        for line in self._lines:
            line.send(bytes(updates), response=False)

    def cut(self) -> None:
        """Tear all connections, as a network does."""
        for line in self._lines:
            line.writer.transport.abort()

    async def until_asked(self, request: str, times: int, patience: float = 20) -> None:
        """Wait until there were so many requests of a kind."""
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(lambda: self.asked[request] >= times)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked["connection"] += 1
        if not self.lets_connect:
            writer.transport.abort()
            return
        session = Session(ConnectionRole.SERVER, transports.FullTransport, auth_key=self.key, salt=FIRST_SALT)
        line = Line(session, writer)
        self._lines.append(line)
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                session.data_received(data)
                await self._take_events(line)
                await writer.drain()
        self._lines.remove(line)
        writer.close()

    async def _take_events(self, line: Line) -> None:
        while event := line.session.next_event():
            if isinstance(event, NewSession) and event.first_message_id is not None:
                line.session.send_session_created(event.first_message_id)
            elif isinstance(event, Data):
                line.session.ack_msg_id(event.message_id)
                await self._take_request(line, BinaryReader(event.data).tgread_object(), event.message_id)
        if waiting := line.session.send(None):
            line.writer.write(waiting)

    async def _take_request(self, line: Line, request: Any, message_id: int) -> None:
        while isinstance(getattr(request, "query", None), TLRequest):
            request = request.query
        name = type(request).__name__.removesuffix("Request")
        if name in ("Ping", "PingDelayDisconnect"):
            return line.send(bytes(types.Pong(message_id, request.ping_id)), response=True)
        if name in self.swallowed:
            self.swallowed.remove(name)
            return None
        try:
            refusals = self.refusals.get(name)
            if refusals:
                raise refusals.pop(0)
            if not self.lets_in and name not in ("GetConfig", "SendCode", "SignIn"):
                raise RefusalError(401, "AUTH_KEY_UNREGISTERED")
            answer = getattr(self, f"_answer_{name}", self._unknown)(request)
        except RefusalError as refusal:
            answer = refusal.error
        line.send(struct.pack("<Iq", RPC_RESULT, message_id) + bytes(answer), response=True)
        self.asked[name] += 1
        async with self._changed:
            self._changed.notify_all()
        return None

    def _unknown(self, request: Any) -> Any:
        raise RefusalError(400, f"METHOD_{type(request).__name__.upper()}_UNKNOWN")

    def _answer_GetConfig(self, _: Any) -> Any:  # noqa: N802  # Telegram's names
        values = {"date": NOON, "expires": NOON, "test_mode": False, "this_dc": 2, "dc_options": []}
        needed = [
            parameter
            for parameter in list(inspect.signature(types.Config.__init__).parameters.values())[1:]
            if parameter.default is inspect.Parameter.empty
        ]
        return types.Config(
            **{p.name: values.get(p.name, "" if "str" in str(p.annotation) else 100) for p in needed}
        )

    def _answer_GetState(self, _: Any) -> Any:  # noqa: N802
        return types.updates.State(1, 0, NOON, 0, 0)

    def _answer_GetDifference(self, _: Any) -> Any:  # noqa: N802
        return types.updates.DifferenceEmpty(NOON, 0)

    def _answer_GetChannelDifference(self, request: Any) -> Any:  # noqa: N802
        # Nothing comes this way: what is missed must be found in the history.
        channel = self.channels[request.channel.channel_id]
        return types.updates.ChannelDifferenceEmpty(channel.pts, final=True, timeout=30)

    def _answer_GetUsers(self, _: Any) -> Any:  # noqa: N802
        me = types.User(id=777, is_self=True, access_hash=1, first_name="Monitor", usernames=[])
        return struct.pack("<Ii", VECTOR, 1) + bytes(me)

    def _answer_SendCode(self, request: Any) -> Any:  # noqa: N802
        self.phone = request.phone_number
        return types.auth.SentCode(types.auth.SentCodeTypeApp(5), "synthetic-hash")

    def _answer_SignIn(self, request: Any) -> Any:  # noqa: N802
        if request.phone_code != self.code:
            raise RefusalError(400, "PHONE_CODE_INVALID")
        self.lets_in = True
        return types.auth.Authorization(types.User(id=777, is_self=True, first_name="Monitor", usernames=[]))

    def _answer_ResolveUsername(self, request: Any) -> Any:  # noqa: N802
        for channel in self.channels.values():
            if channel.name.lower() == request.username.lower():
                return types.contacts.ResolvedPeer(types.PeerChannel(channel.id), [channel.tl()], [])
        raise RefusalError(400, "USERNAME_NOT_OCCUPIED")

    def _answer_JoinChannel(self, request: Any) -> Any:  # noqa: N802
        channel = self._known(request.channel)
        channel.left = False
        return types.Updates([], [], [channel.tl()], NOON, 0)

    def _answer_GetFullChannel(self, request: Any) -> Any:  # noqa: N802
        channel = self._known(request.channel)
        full = types.ChannelFull(
            channel.id, "", 0, 0, 0, types.PhotoEmpty(0), types.PeerNotifySettings(), [], channel.pts,
            participants_count=channel.audience,
        )  # fmt: skip
        return types.messages.ChatFull(full, [channel.tl()], [])

    def _answer_GetHistory(self, request: Any) -> Any:  # noqa: N802
        return self._known(request.peer).page(request)

    def _answer_GetMessages(self, request: Any) -> Any:  # noqa: N802
        channel = self._known(request.channel)
        found = [channel.messages.get(one.id) or types.MessageEmpty(one.id, None) for one in request.id]
        return channel.answer(found)

    def _known(self, peer: Any) -> Channel:
        channel = self.channels.get(peer.channel_id)
        if channel is None or peer.access_hash != channel.id * 7:
            raise RefusalError(400, "CHANNEL_INVALID")
        return channel
