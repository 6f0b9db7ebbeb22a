"""X's stream watched through tweepy as it is, against a local server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.coverage import Coverage
from connectors.secret import SecretError
from connectors.twitter import Api, TwitterError, Watch, run_twitter
from connectors.twitter.progress import STREAM
from connectors.twitter.watch import RULES
from connectors.watchlist import TwitterRule

FERRY = (TwitterRule("ferry", "ferry"),)


@asynccontextmanager
async def watching(watch: Watch, rules: tuple[TwitterRule, ...] = FERRY) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(watch.hold_rules(rules)), asyncio.create_task(watch.stream())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
def make(x: Any, sink: Any, cursors: Any, clock: Any, token: str, at_once: Any) -> Callable[..., Watch]:
    def made(keep_alive: float = 20, **given: Any) -> Watch:
        given = {"sleep": at_once, "clock": clock} | given
        return Watch(token, sink, cursors, api=Api(x.url, keep_alive), **given)

    return made


async def test_posts_are_handed_on_as_they_come(
    x: Any, sink: Any, cursors: Any, make: Any, play: Any, record: Any, as_line: Any, number: Any
) -> None:
    first = number(10**6 << 22)
    lines = as_line(record(first)), b"\r\n", as_line(record(first + 1, "It does not run"))
    x.plays = [play(lines, stays=True)]
    async with watching(make()):
        await sink.until(lambda posts: len(posts) == 2)
    assert [post.uid for post in sink.posts] == [f"twitter:synthetic_author/{first + n}" for n in (0, 1)]
    assert sink.posts[1].text == "It does not run"
    assert sink.posts[0].audience == 77
    assert x.rules["1"] == {"id": "1", "value": "ferry", "tag": "ferry"}
    assert "referenced_tweets.id.author_id" in x.seen[0]["expansions"]
    assert "note_tweet" in x.seen[0]["tweet.fields"]
    assert cursors.kept[STREAM]["last_id"] <= first + 1


async def test_an_answer_of_200_that_closes_at_once_is_not_asked_for_again_and_again(
    x: Any, make: Any, play: Any, wheel: Any
) -> None:
    """In most of an hour of such answers: pauses doubled from 5 s to 320 s, so 16 connections."""
    x.plays = [play()]
    async with watching(make(clock=wheel, sleep=wheel.sleep)):
        await wheel.pass_by(timedelta(minutes=55), asleep=2)
    pauses = [seconds for seconds in wheel.sleeps if seconds < 1800]
    assert pauses[:7] == [5, 10, 20, 40, 80, 160, 320]
    assert set(pauses[7:]) == {320}
    assert x.connects == len(pauses) == 16


async def test_one_keep_alive_before_the_close_earns_no_quicker_return(
    x: Any, make: Any, play: Any, wheel: Any
) -> None:
    x.plays = [play((b"\r\n",))]
    async with watching(make(clock=wheel, sleep=wheel.sleep)):
        await wheel.pass_by(timedelta(minutes=55), asleep=2)
    assert x.connects == 16


async def test_a_429_is_obeyed_until_its_reset(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any, wheel: Any
) -> None:
    """Until the time that X names, if that is later than the minute that X advises."""
    reset = {"x-rate-limit-reset": str(int(wheel.now.timestamp()) + 600)}
    x.plays = [play(status=429, headers=reset), play(status=429), play((as_line(record(10)),), stays=True)]
    coverage = Coverage()
    async with watching(make(clock=wheel, sleep=wheel.sleep, coverage=coverage)):
        await wheel.turn(lambda: len(sink.posts) == 1, asleep=2)
    assert [seconds for seconds in wheel.sleeps if seconds < 1800] == [601, 120]
    assert coverage.of(STREAM).floods == 2


async def test_silence_is_noticed_and_the_stream_opened_anew(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any
) -> None:
    """A connection that says nothing, not even a keep-alive, is dead."""
    x.plays = [play((b"\r\n",), stays=True), play((as_line(record(10)),), stays=True)]
    async with watching(make(keep_alive=0.1)):
        await sink.until(lambda posts: len(posts) == 1)
    assert x.connects == 2


async def test_errors_in_the_stream_are_told_and_the_posts_around_them_come(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """An error line, half a record, other JSON, a record without author: none ends the stream."""
    kind = "https://api.x.com/2/problems/internal-error"
    error = {"errors": [{"title": "operational-disconnect", "detail": "synthetic reason", "type": kind}]}
    nobody = record(12)
    del nobody["data"]["author_id"]
    bad = (as_line(error), b'{"data": {"id"\r\n', b"[1, 2]\r\n", b'{"data": 7}\r\n', as_line(nobody))
    x.plays = [play((as_line(record(10)), *bad, as_line(record(11))), stays=True)]
    async with watching(make()):
        await sink.until(lambda posts: len(posts) == 2)
    assert x.connects == 1
    assert "operational-disconnect: synthetic reason" in caplog.text


async def test_a_rule_without_a_tag_does_not_kill_the_stream(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any
) -> None:
    untagged = record(10) | {"matching_rules": [{"id": "99"}]}
    x.plays = [play((as_line(untagged), as_line(record(11))), stays=True)]
    async with watching(make()):
        await sink.until(lambda posts: len(posts) == 2)
    assert x.connects == 1


async def test_the_stream_comes_back_after_every_kind_of_end(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any
) -> None:
    """Closed in good order, unavailable, forbidden for a moment, torn in the middle of a line."""
    x.plays = [
        play((as_line(record(10)),)),
        play(status=503),
        play(status=403),
        play((as_line(record(11)), b'{"data": {"id": "1')),
        play((as_line(record(12)),), stays=True),
    ]
    async with watching(make()):
        await sink.until(lambda posts: len(posts) == 3)
    assert [post.post_id for post in sink.posts] == ["10", "11", "12"]
    assert x.connects == 5


async def test_a_post_longer_than_a_buffer_comes_whole(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any
) -> None:
    """25,000 characters, each one escaped, three times in one record."""
    long = "\u0416" * 25_000
    data = record(10, long[:280], note_post={"text": long})
    data["includes"]["posts"] = [data["data"], data["data"]]
    raw = as_line(data).decode().encode("ascii", "backslashreplace")
    x.plays = [play((raw,), stays=True)]
    async with watching(make()):
        await sink.until(lambda posts: len(posts) == 1)
    assert len(raw) > 450_000
    assert sink.posts[0].text == long


async def test_a_sink_that_refuses_gets_the_post_again(
    x: Any, sink: Any, make: Any, play: Any, record: Any, as_line: Any
) -> None:
    sink.refusals = 3
    x.plays = [play((as_line(record(10)),), stays=True)]
    async with watching(make()):
        await sink.until(lambda posts: len(posts) == 1)
    assert x.connects == 1


async def test_a_wrong_token_is_told_with_the_mend(x: Any, make: Any, play: Any) -> None:
    x.answers[RULES] = [play(status=401)]
    with pytest.raises(TwitterError, match="put a valid token into RUMOR_TWITTER_BEARER_TOKEN"):
        await make().hold_rules(FERRY)


async def test_rules_are_tried_again_when_x_is_unwell(x: Any, make: Any, play: Any) -> None:
    x.answers[RULES] = [play(status=status) for status in (503, 429, 500)]
    async with watching(make()), asyncio.timeout(20):
        while not x.connects:  # noqa: ASYNC110  # the server has no signal for it
            await asyncio.sleep(0.01)
    assert [rule["value"] for rule in x.rules.values()] == ["ferry"]


async def test_without_rules_nothing_is_streamed(x: Any, make: Any) -> None:
    """An empty list takes down the rules that are there, and opens no stream."""
    x.rule("left from before", "old")
    async with watching(make(), ()), asyncio.timeout(20):
        while x.rules:  # noqa: ASYNC110  # the server has no signal for it
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
    assert x.connects == 0


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


async def soon(seconds: float) -> None:
    await asyncio.sleep(0.02 if seconds < 1800 else 3600)


async def test_a_changed_rule_needs_no_new_connection_and_no_secret_is_logged(
    x: Any, sink: Any, cursors: Any, clock: Any, token: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The bearer token is in no line of the log, though all are written."""
    path = write(tmp_path / "watchlist.toml", "[[twitter]]\nquery = 'ferry'\ntag = 'ferry'\n")
    secret = write(tmp_path / "token", token + "\n")
    environ = {"RUMOR_TWITTER_BEARER_TOKEN_FILE": str(secret)}
    with caplog.at_level(logging.DEBUG):
        running = asyncio.create_task(
            run_twitter(path, sink, cursors, clock, environ=environ, host=x.url, sleep=soon)
        )
        async with asyncio.timeout(20):
            while not x.connects:
                await soon(0)
            write(path, "[[twitter]]\nquery = 'port'\ntag = 'port'\n")
            while [rule["tag"] for rule in x.rules.values()] != ["port"]:
                await soon(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert x.connects == 1
    assert x.tokens == {f"Bearer {token}"}
    assert x.hosts == {x.url.removeprefix("http://")}
    assert token not in caplog.text


async def test_a_missing_token_is_named_at_once(sink: Any, cursors: Any, clock: Any, tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="RUMOR_TWITTER_BEARER_TOKEN is not set"):
        await run_twitter(tmp_path / "w.toml", sink, cursors, clock, environ={})
