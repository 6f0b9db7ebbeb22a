"""Bluesky is read through everything that befalls a line: each change comes once, and nothing is missed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
from aiohttp import WSCloseCode, web

from connectors.bluesky.error import BlueskyError
from connectors.bluesky.progress import STREAM
from connectors.bluesky.run import run_bluesky
from connectors.watchlist import WatchlistError


def micros(time: datetime) -> int:
    return int(time.timestamp() * 1_000_000)


@pytest.fixture
def happened(double: ModuleType, ago: Callable[[float], datetime]) -> Callable[..., Any]:
    """Give an event of now."""

    def event(did: str, rkey: str, record: Any = None, operation: str = "create", seconds: float = 0) -> Any:
        if record is None and operation != "delete":
            record = double.post(f"Post {rkey}.")
        return double.commit(did, rkey, record, micros(ago(seconds)), operation)

    return event


def rkeys(sink: Any) -> list[str]:
    return [post.post_id for post in sink.posts]


async def test_every_post_of_a_watched_account_and_none_of_others(desk, server, sink, double, happened):
    """Edits and deletions follow; likes and accounts' comings and goings are none."""
    desk.watch("handle=harbour.example")
    async with desk.running():
        line = await server.line(0)
        assert line.options[-1]["wantedDids"] == [double.HARBOUR]
        await server.happen(
            happened(double.HARBOUR, "1"),
            happened(double.READER, "2"),
            double.account(double.HARBOUR, micros(desk.clock())),
            happened(double.HARBOUR, "1", double.post("New."), "update"),
            happened(double.HARBOUR, "3", double.repost(double.READER, "2")),
            happened(double.HARBOUR, "1", None, "delete"),
        )
        await sink.until(lambda posts: len(posts) == 4)
    assert sink.lines() == [
        ("post", "1", "Post 1."),
        ("edit", "1", "New."),
        ("post", "3", ""),
        ("delete", "1", ""),
    ]
    assert {post.channel for post in sink.posts} == {"harbour.example"}
    assert sink.posts[2].forward_of == f"bluesky:{double.READER}/2"


async def test_a_repost_has_the_words_of_its_original_as_far_as_they_are_to_be_had(
    desk, server, sink, double, happened
):
    """One that is gone has none; where nobody answers, the stream does not wait."""
    desk.watch("handle=harbour.example", "handle=herald.example")
    known, gone = double.ref(double.READER, "1")["uri"], double.ref(double.READER, "2")["uri"]
    server.posts = {known: double.post("The ferry is sold.", langs=["en"])}
    async with desk.running():
        await server.line(0)
        await server.happen(
            happened(double.HARBOUR, "11", double.repost(double.READER, "1")),
            happened(double.HERALD, "12", double.repost(double.READER, "1")),
            happened(double.HARBOUR, "13", double.repost(double.READER, "2")),
        )
        await sink.until(lambda posts: len(posts) == 3)
        server.posts = {}
        await server.happen(
            happened(double.HARBOUR, "14", double.repost(double.READER, "3")),
            happened(double.HARBOUR, "15", double.repost(double.READER, "4")),
        )
        await sink.until(lambda posts: len(posts) == 5)
    assert [(post.text, post.lang) for post in sink.posts[:3]] == [
        ("The ferry is sold.", "en"), ("The ferry is sold.", "en"), ("", None),
    ]  # fmt: skip
    assert all(post.forward_of for post in sink.posts)
    assert server.looked_up == [known, gone, double.ref(double.READER, "3")["uri"]]


async def test_words_find_posts_of_anybody_and_what_becomes_of_them(desk, server, sink, double, happened):
    desk.watch("keyword=ferry Velmar|lang=en", "handle=harbour.example")
    async with desk.running():
        line = await server.line(0)
        assert line.options[0]["wantedDids"] == []
        await server.happen(
            happened(double.READER, "1", double.post("The Velmar ferry stops.", langs=["en"])),
            happened(double.READER, "2", double.post("The Velmar ferry stops.", langs=["de"])),
            happened(double.READER, "3", double.post("The bridge.")),
            happened(double.READER, "3", None, "delete"),
            happened(double.READER, "1", double.post("I was wrong."), "update"),
            happened(double.READER, "1", None, "delete"),
        )
        await sink.until(lambda posts: len(posts) == 3)
    assert sink.lines() == [
        ("post", "1", "The Velmar ferry stops."), ("edit", "1", "I was wrong."), ("delete", "1", ""),
    ]  # fmt: skip
    assert {post.uid for post in sink.posts} == {f"bluesky:{double.READER}/1"}


@pytest.mark.parametrize("how", ["abort", "close", "restart"])
async def test_what_happens_while_the_line_is_down_comes_afterwards(
    desk, server, sink, double, happened, how
):
    """The cursor is rewound a little: some come twice, as one uid; none is missed."""
    desk.watch("handle=harbour.example")
    async with desk.running():
        await server.line(0)
        for number in range(20):
            await server.happen(happened(double.HARBOUR, f"a{number}"))
        await sink.until(lambda posts: len(posts) == 20)
        if how == "abort":
            server.cut()
        elif how == "close":
            await server.lines[0].socket.close(code=1001)
        if how != "restart":
            server.lines[0].ready.clear()
            await server.happen(*(happened(double.HARBOUR, f"b{number}") for number in range(20)))
            await sink.until(lambda posts: any(post.post_id == "b19" for post in posts))
    if how == "restart":
        await server.happen(*(happened(double.HARBOUR, f"b{number}") for number in range(20)))
        async with desk.running():
            await sink.until(lambda posts: any(post.post_id == "b19" for post in posts))
    assert set(rkeys(sink)) == {f"{half}{number}" for half in "ab" for number in range(20)}
    assert len({post.key for post in sink.posts}) == 40
    assert len(server.asked) == 1, "a handle is asked for once"


async def test_nothing_counts_before_the_sink_has_it(desk, server, sink, cursors, double, happened):
    desk.watch("handle=harbour.example")
    async with desk.running():
        await server.line(0)
        first, second = happened(double.HARBOUR, "1"), happened(double.HARBOUR, "2")
        await server.happen(first)
        await sink.until(lambda posts: len(posts) == 1)
        sink.open.clear()
        await server.happen(second)
        await asyncio.sleep(0.2)  # several saves by the quick clock
        assert cursors.kept[STREAM]["last_id"] < second["time_us"]
        sink.refusals = 3
        sink.open.set()
        await sink.until(lambda posts: len(posts) == 2)
        await until(lambda: cursors.kept[STREAM]["last_id"] >= second["time_us"])
    saved = [(last, held) for key, last, held in cursors.saved if key == STREAM]
    assert all(held == 2 for last, held in saved if last >= second["time_us"])


async def test_a_running_line_is_asked_anew_when_the_list_changes(desk, server, sink, double, happened):
    """Without a new connection; nothing wanted closes it, for asked for nobody it would bring everybody."""
    desk.watch("handle=harbour.example")
    async with desk.running():
        line = await server.line(0)
        desk.watch("handle=harbour.example", "handle=herald.example")
        await until(lambda: sorted(line.options[-1]["wantedDids"]) == sorted([double.HARBOUR, double.HERALD]))
        await server.happen(happened(double.HERALD, "1"))
        await sink.until(lambda posts: len(posts) == 1)
        desk.path.write_text("")
        await until(lambda: line.socket.closed)
        await asyncio.sleep(0.1)
        assert len(server.lines) == 1
        desk.watch("handle=herald.example")
        again = await server.line(1)
        assert again.options[-1]["wantedDids"] == [double.HERALD]
    assert all(option["wantedDids"] for one in server.lines for option in one.options)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_a_handle_that_nobody_has_is_told_and_asked_for_again_while_others_are_read(
    desk, server, sink, double, happened
):
    desk.watch("handle=nobody.example", "handle=harbour.example")
    async with desk.running():
        await server.line(0)
        await server.happen(happened(double.HARBOUR, "1"))
        await sink.until(lambda posts: len(posts) == 1)
        state = desk.coverage.of("bluesky:nobody.example")
        assert "nobody has this handle" in state.problem
        assert not state.connected
        server.handles["nobody.example"] = double.READER
        await until(lambda: double.READER in server.lines[0].options[-1]["wantedDids"])
        await until(lambda: state.connected)
    assert server.asked.count("harbour.example") == 1


async def test_nothing_is_read_before_it_is_known_whose_it_is_but_an_api_out_of_order_stops_no_words(
    desk, server, sink, double, happened
):
    """Else the first posts of an account, found by words, would go by another name than those after."""
    desk.watch("keyword=ferry", "handle=harbour.example", "handle=herald.example")
    async with desk.running():
        line = await server.line(0)
        assert len(line.options[0]["wantedCollections"]) == 2
        await server.happen(happened(double.HARBOUR, "1", double.post("A ferry.")))
        await sink.until(lambda posts: len(posts) == 1)
        assert sink.posts[0].channel == "harbour.example"
    server.down = True
    desk.watch("keyword=ferry", "handle=other.example", "handle=harbour.example")
    async with desk.running():
        await server.line(1)
        await server.happen(happened(double.READER, "2", double.post("A ferry.")))
        await sink.until(lambda posts: any(post.post_id == "2" for post in posts))
        assert "answered 502" in desk.coverage.of("bluesky:other.example").problem
        assert desk.coverage.of("bluesky:harbour.example").connected


async def test_an_account_that_is_renamed_is_read_on_under_its_name(desk, server, sink, double, happened):
    """Its new name is shown, and survives a restart; its old one may be somebody else's by now."""
    desk.watch("handle=harbour.example")
    async with desk.running():
        await server.line(0)
        await server.happen(
            double.identity(double.HARBOUR, "port.example", micros(desk.clock())),
            double.identity(double.READER, "stranger.example", micros(desk.clock())),
            happened(double.HARBOUR, "1"),
        )
        await sink.until(lambda posts: len(posts) == 1)
    server.handles["harbour.example"] = double.READER
    async with desk.running():
        await server.line(1)
        await server.happen(happened(double.HARBOUR, "2"))
        await sink.until(lambda posts: any(post.post_id == "2" for post in posts))
    assert {(post.channel, post.channel_name) for post in sink.posts} == {("harbour.example", "port.example")}


async def test_hostile_frames_cost_nothing_but_themselves(desk, server, sink, double, happened):
    desk.watch("keyword=ferry", "handle=harbour.example")
    async with desk.running():
        line = await server.line(0)
        good = happened(double.HARBOUR, "1")
        frames = [
            "", "{", "[1]", "null", '"x"', "[" * 5_000, json.dumps({**good, "did": "x" * 9_999}),
            json.dumps({**good, "time_us": "soon"}),
            json.dumps({**good, "time_us": 9 * 10**15, "did": double.READER}),
            json.dumps({**good, "commit": {**good["commit"], "rkey": "../x"}}),
            json.dumps({**good, "commit": {**good["commit"], "record": [1]}}),
        ]  # fmt: skip
        for frame in frames:
            await line.socket.send_str(frame)
        await line.socket.send_bytes(b"\x00\xff")
        await server.happen(good)
        await sink.until(lambda posts: len(posts) == 1)
        server.cut()
        again = await server.line(1)
        assert int(again.query["cursor"]) <= micros(desk.clock()), "no event moves the cursor into the future"
    assert set(rkeys(sink)) == {"1"}
    assert desk.waits.count(1.0) == 1, "one connection, not one for each frame"


async def test_an_event_too_large_is_passed_by_and_told(desk, server, sink, double, happened):
    """Asked for again it would come again, for ever."""
    desk.watch("handle=harbour.example")
    async with desk.running():
        line = await server.line(0)
        await server.happen(happened(double.HARBOUR, "1"))
        await sink.until(lambda posts: len(posts) == 1)
        await line.socket.send_str("x" * 3_000_000)
        again = await server.line(1)
        assert int(again.query["cursor"]) > server.events[0]["time_us"]
        assert line.socket.close_code == WSCloseCode.MESSAGE_TOO_BIG
        await server.happen(happened(double.HARBOUR, "2"))
        await sink.until(lambda posts: len(posts) == 2)
    assert [gap.why for gap in desk.coverage.of(STREAM).gaps] == ["an event was larger than asked for"]


async def test_a_server_that_answers_no_ping_is_left(desk, server):
    """A wire that is cut without a word looks open for ever otherwise."""
    server.mute = True
    desk.watch("handle=harbour.example")
    async with desk.running(heartbeat=0.2):
        await server.line(1)


async def test_a_server_is_not_left_since_we_are_slow(desk, server, sink, double, happened):
    """More than is read ahead waits, its pong behind it, for longer than a ping may stay unanswered."""
    desk.watch("handle=harbour.example")
    async with desk.running(heartbeat=0.05):
        await server.line(0)
        sink.open.clear()
        long = double.post("A long story. " * 200)
        happening = asyncio.ensure_future(
            server.happen(*(happened(double.HARBOUR, str(n), long) for n in range(300)))
        )
        await asyncio.sleep(0.3)
        sink.open.set()
        await happening
        await sink.until(lambda posts: len(posts) == 300)
    assert desk.coverage.of(STREAM).connects == 1


async def test_a_silent_stream_of_everybody_is_left(desk, server):
    desk.watch("keyword=ferry")
    async with desk.running(quiet=0.2):
        await server.line(1)
        state = desk.coverage.of(STREAM)
        assert state.connects >= 1


async def test_refusals_are_waited_out_longer_and_longer_and_told(desk, server):
    """A server that opens and closes at once is no success either."""
    busy = web.Response(status=429, headers={"Retry-After": "75"})
    server.refuse = [web.Response(status=500), busy, web.Response(status=404)]
    desk.watch("handle=harbour.example")
    async with desk.running():
        await server.line(0)
        state = desk.coverage.of(STREAM)
        assert [wait for wait in desk.waits if wait in (1, 2, 4, 75)] == [1, 75, 4]
        assert state.floods == 1
        for number in range(4):
            await (await server.line(number)).socket.close()
        await server.line(4)
        assert [wait for wait in desk.waits if wait in (8, 16, 32, 60)] == [8, 16, 32, 60]
        await until(lambda: state.connected)
        assert state.problem is None


async def test_what_the_servers_keep_no_more_is_told_as_a_gap(desk, server, sink, double, happened):
    """36 hours; what was missed before that cannot be had."""
    desk.watch("handle=harbour.example")
    start = desk.clock()
    async with desk.running():
        await server.line(0)
        await server.happen(happened(double.HARBOUR, "1"))
        await sink.until(lambda posts: len(posts) == 1)
    clock = desk.clock
    desk.clock = lambda: clock() + timedelta(hours=50)
    async with desk.running():
        await server.line(1)
        state = desk.coverage.of(STREAM)
        await until(lambda: bool(state.gaps) and state.connected)
    (gap,) = state.gaps
    assert timedelta(hours=13) < gap.until - start < timedelta(hours=15)
    assert "36 hours" in gap.why


async def test_a_post_found_by_words_keeps_its_name_when_its_author_is_watched_later(
    desk, server, sink, double, happened
):
    """Else its deletion would be of a post that nobody knows."""
    server.handles["reader.example"] = double.READER
    desk.watch("keyword=ferry")
    async with desk.running():
        line = await server.line(0)
        await server.happen(happened(double.READER, "1", double.post("A ferry.")))
        await sink.until(lambda posts: len(posts) == 1)
        desk.watch("keyword=ferry", "handle=reader.example")
        await until(lambda: len(line.options) > 1 and len(line.options[-1]["wantedCollections"]) == 2)
        await server.happen(
            happened(double.READER, "1", None, "delete"),
            happened(double.READER, "2", double.post("A bridge.")),
        )
        await sink.until(lambda posts: len(posts) == 3)
    assert [post.channel for post in sink.posts] == [double.READER, double.READER, "reader.example"]


@pytest.mark.parametrize("name", ["RUMOR_BLUESKY_STREAMS", "RUMOR_BLUESKY_API"])
@pytest.mark.parametrize(
    "address", ["jetstream.example", "ftp://x.example", "wss://", "https://x.example:99999"]
)
async def test_a_wrong_address_is_told(desk, sink, cursors, name, address):
    desk.watch("handle=harbour.example")
    with pytest.raises(BlueskyError, match=name):
        await run_bluesky(desk.path, sink, cursors, desk.clock, environ={name: address})


async def test_a_bad_list_at_the_start_is_an_error(desk, sink, cursors):
    desk.path.write_text("[[bluesky]]\n")
    with pytest.raises(WatchlistError, match="handle is missing"):
        await run_bluesky(desk.path, sink, cursors, desk.clock, environ={})
