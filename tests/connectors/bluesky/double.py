"""A server that speaks as Jetstream and as the public API do, written from their documents.

Every record it sends is held against Bluesky's own models, so that a test cannot send what no server would;
what shall be hostile is sent as raw frames.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from aiohttp import WSMsgType, web
from atproto import models
from atproto_client.models.utils import get_or_create

MODELS = {
    "app.bsky.feed.post": models.AppBskyFeedPost.Record,
    "app.bsky.feed.repost": models.AppBskyFeedRepost.Record,
}
CID = "bafyreidwaivazkwu67xztlmuobx35hs2lnfh3kolmgfmucldvhd3sgzcqi"
HARBOUR = "did:plc:harbouraaaaaaaaaaaaaaaaa"
HERALD = "did:plc:heraldaaaaaaaaaaaaaaaaaa"
READER = "did:plc:readeraaaaaaaaaaaaaaaaaa"


def checked(record: dict[str, Any]) -> dict[str, Any]:
    """Give a record back if Bluesky's models take it, formats of times and ids included."""
    get_or_create(record, MODELS[record["$type"]], strict_string_format=True)
    return record


def post(text: str = "The Velmar ferry stops.", **given: Any) -> dict[str, Any]:
    created = given.pop("createdAt", "2026-03-02T12:00:00.000Z")
    return checked({"$type": "app.bsky.feed.post", "text": text, "createdAt": created, **given})


def repost(did: str, rkey: str) -> dict[str, Any]:
    subject = ref(did, rkey)
    return checked(
        {"$type": "app.bsky.feed.repost", "subject": subject, "createdAt": "2026-03-02T12:00:00.000Z"}
    )


def ref(did: str, rkey: str) -> dict[str, Any]:
    return {"uri": f"at://{did}/app.bsky.feed.post/{rkey}", "cid": CID}


def commit(
    did: str, rkey: str, record: dict[str, Any] | None, time_us: int, operation: str = "create",
    collection: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    kind = collection or (record["$type"] if record else "app.bsky.feed.post")
    change = {"rev": "3l3qo2vutsw2b", "operation": operation, "collection": kind, "rkey": rkey}
    if record is not None:
        change |= {"record": record, "cid": CID}
    return {"did": did, "time_us": time_us, "kind": "commit", "commit": change}


def identity(did: str, handle: str, time_us: int) -> dict[str, Any]:
    told = {"did": did, "handle": handle, "seq": 5, "time": "2026-03-02T12:00:00.000Z"}
    return {"did": did, "time_us": time_us, "kind": "identity", "identity": told}


def account(did: str, time_us: int) -> dict[str, Any]:
    told = {"active": True, "did": did, "seq": 6, "time": "2026-03-02T12:00:00.000Z"}
    return {"did": did, "time_us": time_us, "kind": "account", "account": told}


class Line:
    """One connection."""

    def __init__(self, socket: web.WebSocketResponse, query: dict[str, str]) -> None:
        self.socket, self.query = socket, query
        self.options: list[dict[str, Any]] = []
        self.ready = asyncio.Event()

    async def send(self, event: dict[str, Any]) -> None:
        """Send an event; who was killed or cut off does not hear it."""
        with suppress(ConnectionError):
            await self.socket.send_str(json.dumps(event))

    def wants(self, event: dict[str, Any]) -> bool:
        options = self.options[-1]
        dids, kinds = options["wantedDids"], options["wantedCollections"]
        if dids and event["did"] not in dids:
            return False
        return event["kind"] != "commit" or not kinds or event["commit"]["collection"] in kinds


class Server:
    """Keeps what happened, plays it from a cursor, and goes on live."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.lines: list[Line] = []
        self.handles: dict[str, str] = {"harbour.example": HARBOUR, "herald.example": HERALD}
        self.asked: list[str] = []
        self.refuse: list[web.Response | Callable[[], web.Response]] = []
        """Answers to the next handshakes."""
        self.posts: dict[str, dict[str, Any]] = {}
        """Address -> record of what the API knows; without any it is out of order."""
        self.looked_up: list[str] = []
        self.down = False
        """Whether the API is out of order."""
        self.mute = False
        """Whether pings stay unanswered."""
        self._runner: web.AppRunner | None = None
        self._time = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/subscribe", self._subscribe)
        app.router.add_get("/xrpc/com.atproto.identity.resolveHandle", self._resolve)
        app.router.add_get("/xrpc/app.bsky.feed.getPosts", self._posts)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.stream, self.api = f"ws://{host}:{port}/subscribe", f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for line in self.lines:
            await line.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def happen(self, *events: dict[str, Any]) -> None:
        """Let things happen in the network, in order."""
        for event in events:
            self.events.append(event)
            for line in self.lines:
                if line.ready.is_set() and not line.socket.closed and line.wants(event):
                    await line.send(event)

    async def line(self, number: int) -> Line:
        """Give the connection of this number, counted from 0, once it has said what it wants."""
        async with asyncio.timeout(20):
            while len(self.lines) <= number:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            await self.lines[number].ready.wait()
        return self.lines[number]

    def cut(self) -> None:
        """Cut every wire without a word."""
        for line in self.lines:
            transport = line.socket._req.transport if line.socket._req else None  # type: ignore[union-attr]
            if transport is not None:
                transport.abort()

    async def _subscribe(self, request: web.Request) -> web.StreamResponse:
        if self.refuse:
            answer = self.refuse.pop(0)
            return answer() if callable(answer) else answer
        socket = web.WebSocketResponse(autoping=not self.mute, max_msg_size=10_000_000)
        await socket.prepare(request)
        line = Line(socket, dict(request.query))
        self.lines.append(line)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._update(line, json.loads(message.data))
        return socket

    async def _update(self, line: Line, message: dict[str, Any]) -> None:
        assert message["type"] == "options_update", message
        options = message["payload"]
        assert set(options) == {"wantedCollections", "wantedDids", "maxMessageSizeBytes"}
        assert len(options["wantedDids"]) <= 10_000
        line.options.append(options)
        if not line.ready.is_set():
            assert line.query["requireHello"] == "true"
            since = int(line.query["cursor"])
            for event in self.events:  # it grows while this is sent
                if event["time_us"] >= since and line.wants(event):
                    await line.send(event)
            line.ready.set()

    async def _resolve(self, request: web.Request) -> web.Response:
        handle = request.query["handle"]
        self.asked.append(handle)
        if self.down:
            return web.Response(status=502)
        if handle not in self.handles:
            return web.json_response(
                {"error": "InvalidRequest", "message": "Unable to resolve handle"}, status=400
            )
        return web.json_response({"did": self.handles[handle]})

    async def _posts(self, request: web.Request) -> web.Response:
        uri = request.query["uris"]
        self.looked_up.append(uri)
        if not self.posts:
            return web.Response(status=502)
        view = {
            "$type": "app.bsky.feed.defs#postView",
            "uri": uri,
            "cid": CID,
            "author": {"did": uri.split("/")[2], "handle": "somebody.example"},
            "record": self.posts.get(uri),
            "indexedAt": "2026-03-02T12:00:00.000Z",
        }
        answer = {"posts": [view] if uri in self.posts else []}
        get_or_create(answer, models.AppBskyFeedGetPosts.Response, strict_string_format=True)
        return web.json_response(answer)
