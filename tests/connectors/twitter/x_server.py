"""X's API on a local port: every answer is held against X's own description before it is sent.

Accounts and posts are synthetic. A rule matches where one of its words occurs in a text.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import x_document
from aiohttp import web
from x_records import AUTHOR, PROBLEMS, Play, data, line, refusal

from connectors.twitter.snowflake import id_at

STREAM: Final = "/2/tweets/search/stream"
RULES: Final = "/2/tweets/search/stream/rules"
SEARCH: Final = "/2/tweets/search/recent"
LOOKUP: Final = "/2/tweets"


class XServer:
    """Holds rules and posts, plays the stream, searches and looks up.

    One play a connection, the last one over and over.
    """

    def __init__(self) -> None:
        self.rules: dict[str, dict[str, str]] = {}
        self.plays: list[Play] = [Play(stays=True)]
        self.answers: dict[str, list[Play | None]] = {RULES: [], SEARCH: [], LOOKUP: []}
        """Answers to the next requests of a path, in place of the true ones; None: the true one."""
        self.refuses: Callable[[str], dict[str, Any] | None] = lambda _: None
        self.search_refuses: Callable[[str], bool] = lambda _: False
        self.clock: Callable[[], datetime] | None = None
        """Where it is set, search knows posts from ten seconds to seven days old."""
        self.tokens_end = False
        """Whether page tokens are refused."""
        self.strict = True
        """Whether parameters that X's description does not name are refused."""
        self.wordless = False
        """Whether all parameters are refused."""
        self.posts: dict[int, dict[str, Any]] = {}
        """All that was posted, by id."""
        self.deleted: set[int] = set()
        self.hidden: set[int] = set()
        """Posts of accounts that are private now."""
        self.replaced: dict[int, int] = {}
        """Edited posts by their later versions: search shows the last only."""
        self.complaints = 0
        """Requests with parameters that were refused."""
        self.connects = 0
        self.reads = 0
        """Posts sent, as X counts them."""
        self.asked: list[tuple[str, Any]] = []
        self.searches: list[dict[str, str]] = []
        self.lookups: list[list[str]] = []
        self.seen: list[dict[str, str]] = []
        """Queries of the stream's connections."""
        self.tokens: set[str] = set()
        self.hosts: set[str] = set()
        self._live: set[asyncio.Queue[bytes | None]] = set()
        self._runner: web.AppRunner | None = None
        self._number = 0

    @property
    def url(self) -> str:
        assert self._runner is not None
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    @property
    def live(self) -> int:
        """Connections that bring what is posted."""
        return len(self._live)

    def rule(self, value: str, tag: str | None = None) -> str:
        """Add a rule that is there already."""
        self._number += 1
        rule = {"id": str(self._number), "value": value} | ({"tag": tag} if tag else {})
        self.rules[rule["id"]] = rule
        return rule["id"]

    def post(self, number: int, text: str = "The ferry runs", **given: Any) -> None:
        """Publish a post: it goes to the live connections if a rule matches, and is found from now on."""
        self.posts[number] = data(number, text, **given)
        matching = [rule for rule in self.rules.values() if matches(rule["value"], text)]
        if not matching:
            return
        record = {"data": self.posts[number], "includes": {"users": [AUTHOR]}}
        rules = [{key: rule[key] for key in ("id", "tag") if key in rule} for rule in matching]
        for queue in self._live:
            self.reads += 1
            queue.put_nowait(line(record | {"matching_rules": rules}))

    def say(self, raw: bytes) -> None:
        """Send bytes to the live connections."""
        for queue in self._live:
            queue.put_nowait(raw)

    def cut(self) -> None:
        """End the live connections; what they were not sent yet is sent before."""
        for queue in self._live:
            queue.put_nowait(None)

    def hang_up(self) -> None:
        """End the live connections at once: their client has gone."""
        self.cut()
        self._live.clear()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get(STREAM, self._stream)
        app.router.add_get(RULES, self._get_rules)
        app.router.add_post(RULES, self._change_rules)
        app.router.add_get(SEARCH, self._search)
        app.router.add_get(LOOKUP, self._lookup)
        self._runner = web.AppRunner(app, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        self.connects += 1
        self._note(request)
        self.seen.append(dict(request.query))
        play = self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]
        assert x_document.complaint(STREAM, dict(request.query)) is None
        if play.status != 200:
            return _failure(STREAM, play)
        answer = web.StreamResponse(status=play.status, headers=play.headers)
        await answer.prepare(request)
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        if play.live:
            self._live.add(queue)
        try:
            for one in play.lines:
                self.reads += b'"data"' in one
                await answer.write(one)
            while play.live and (said := await queue.get()) is not None:
                await answer.write(said)
        except ConnectionResetError:
            return answer
        finally:
            self._live.discard(queue)
        if play.stays:
            await asyncio.Event().wait()
        return answer

    async def _get_rules(self, request: web.Request) -> web.Response:
        self._note(request)
        if play := self._next_answer(RULES):
            return _failure(RULES, play)
        given = {"data": list(self.rules.values())} if self.rules else {}
        return _answer(RULES, {**given, "meta": {"result_count": len(self.rules)}})

    async def _change_rules(self, request: web.Request) -> web.Response:
        body = await request.json()
        x_document.check_body(RULES, body)
        self.asked.extend(body.items())
        if "delete" in body:
            for rule_id in body["delete"]["ids"]:
                del self.rules[rule_id]
            deleted = {"deleted": len(body["delete"]["ids"])}
            return _answer(RULES, {"meta": {"summary": deleted}}, "post")
        errors = [error for rule in body["add"] if (error := self._refusal(rule["value"]))]
        # One that is refused costs all of its request.
        rules = [] if errors else body["add"]
        added = [self.rules[self.rule(rule["value"], rule.get("tag"))] for rule in rules]
        answer = {"meta": {"summary": {"created": len(added), "not_created": len(errors)}}}
        given = ({"data": added} if added else {}) | ({"errors": errors} if errors else {})
        return _answer(RULES, answer | given, "post")

    async def _search(self, request: web.Request) -> web.Response:
        self._note(request)
        query = dict(request.query)
        if wrong := self._complaint(SEARCH, query):
            return wrong
        self.searches.append(query)
        if play := self._next_answer(SEARCH):
            return _failure(SEARCH, play)
        if self.search_refuses(query["query"]) or len(query["query"]) > 512:
            return _invalid(SEARCH, "query", query["query"], "Reference to an operator that search lacks")
        since, until = int(query.get("since_id", 0)), int(query.get("until_id", 2**63))
        if self.clock and since < id_at(self.clock() - timedelta(days=7)):
            return _invalid(SEARCH, "since_id", str(since), "'since_id' must be created in the last 7 days")
        if self.tokens_end and "next_token" in query:
            return _invalid(SEARCH, "next_token", query["next_token"], "'next_token' has ended")
        if self.clock:
            until = min(until, id_at(self.clock() - timedelta(seconds=10)))
        hits = sorted(
            (number for number, post in self.posts.items() if self._found(number, post, query["query"])),
            reverse=True,
        )
        # A token is a place among ids: what is edited or deleted between two pages shifts nothing.
        until = min(until, int(query.get("next_token", until)))
        hits = [number for number in hits if since < number < until]
        size = int(query.get("max_results", 10))
        page, rest = hits[:size], hits[size:]
        self.reads += len(page)
        meta: dict[str, Any] = {"result_count": len(page)}
        if page:
            meta |= {"newest_id": str(page[0]), "oldest_id": str(page[-1])}
        if rest:
            meta["next_token"] = str(page[-1])
        given = {"data": [self.posts[n] for n in page], "includes": {"users": [AUTHOR]}} if page else {}
        return _answer(SEARCH, given | {"meta": meta})

    async def _lookup(self, request: web.Request) -> web.Response:
        self._note(request)
        query = dict(request.query)
        if wrong := self._complaint(LOOKUP, query):
            return wrong
        ids = query["ids"].split(",")
        self.lookups.append(ids)
        if play := self._next_answer(LOOKUP):
            return _failure(LOOKUP, play)
        found = [self.posts[int(one)] for one in ids if self._stands(int(one))]
        errors = [self._missing(one) for one in ids if not self._stands(int(one))]
        self.reads += len(found)
        given = {"data": found, "includes": {"users": [AUTHOR]}} if found else {}
        return _answer(LOOKUP, given | ({"errors": errors} if errors else {}))

    def _next_answer(self, path: str) -> Play | None:
        return self.answers[path].pop(0) if self.answers[path] else None

    def _found(self, number: int, post: dict[str, Any], query: str) -> bool:
        return self._stands(number) and number not in self.replaced and matches(query, post["text"])

    def _stands(self, number: int) -> bool:
        return number in self.posts and number not in self.deleted | self.hidden

    def _missing(self, number: str) -> dict[str, Any]:
        hidden = int(number) in self.hidden
        kind = "not-authorized-for-resource" if hidden else "resource-not-found"
        return {
            "value": number, "resource_id": number, "resource_type": "tweet", "parameter": "ids",
            "title": "Authorization Error" if hidden else "Not Found Error",
            "detail": f"Could not find tweet with ids: [{number}].", "type": f"{PROBLEMS}/{kind}",
        }  # fmt: skip

    def _complaint(self, path: str, query: dict[str, str]) -> web.Response | None:
        wrong = x_document.complaint(path, query) if self.strict else None
        if self.wordless:
            wrong = "The query parameter [expansions] is not one of []"
        self.complaints += wrong is not None
        return _invalid(path, "query", "", wrong) if wrong else None

    def _refusal(self, value: str) -> dict[str, Any] | None:
        if any(rule["value"] == value for rule in self.rules.values()):
            return refusal(value, "DuplicateRule", "Synthetic: it is there already")
        return self.refuses(value)

    def _note(self, request: web.Request) -> None:
        self.tokens.add(request.headers["Authorization"])
        self.hosts.add(request.headers["Host"])


def matches(query: str, text: str) -> bool:
    """Tell whether one of the words of a query of ORs occurs in a text."""
    words = re.findall(r"[^\W_]\w*", re.sub(r"\bOR\b", " ", query))
    return any(word.lower() in text.lower() for word in words)


def _answer(path: str, payload: dict[str, Any], method: str = "get") -> web.Response:
    x_document.check(path, method, 200, payload)
    return web.json_response(payload)


def _invalid(path: str, parameter: str, value: str, detail: str) -> web.Response:
    kind = "application/problem+json"
    payload = {
        "type": f"{PROBLEMS}/invalid-request", "title": "Invalid Request", "status": 400, "detail": detail,
        "parameter": parameter, "value": value,
    }  # fmt: skip
    x_document.check(path, "get", 400, payload, kind)
    return web.json_response(payload, status=400, content_type=kind)


def _failure(path: str, play: Play) -> web.Response:
    if play.body:
        kind, text = play.body
        return web.Response(text=text, content_type=kind, status=play.status, headers=play.headers)
    payload = {"code": play.status, "message": "synthetic"}
    x_document.check(path, "get", play.status, payload)
    return web.json_response(payload, status=play.status, headers=play.headers)
