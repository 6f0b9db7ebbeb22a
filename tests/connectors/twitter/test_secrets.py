"""The bearer token is in no log, no traceback, no coverage and no cursor, whatever fails."""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from connectors.claim_posts import LivePost
from connectors.coverage import Coverage
from connectors.twitter import TwitterError, run_twitter

RULES, SEARCH, LOOKUP = "/2/tweets/search/stream/rules", "/2/tweets/search/recent", "/2/tweets"
WATCHLIST = "[[twitter]]\nquery = 'ferry'\ntag = 'ferry'\n"


class OnePost:
    """A claim's only post."""

    def posts(self) -> list[LivePost]:
        return [LivePost("twitter:synthetic_author/7", denial=True)]

    async def run(self) -> None:
        await asyncio.Event().wait()


@pytest.fixture
def run(tmp_path: Path, token: str, sink: Any, cursors: Any, wheel: Any) -> Any:
    """Run the command's work, its token in a file, against a host."""
    path, secret = tmp_path / "watchlist.toml", tmp_path / "token"
    path.write_text(WATCHLIST)
    secret.write_text(token + "\n")
    environ = {"RUMOR_TWITTER_BEARER_TOKEN_FILE": str(secret), "RUMOR_TWITTER_LOOKUP_MINUTES": "1"}

    def made(host: str, coverage: Coverage) -> Any:
        return run_twitter(
            path, sink, cursors, wheel, environ=environ, host=host, coverage=coverage, sleep=wheel.sleep,
            live=OnePost(),
        )  # fmt: skip

    return made


async def test_whatever_fails_the_token_is_told_nowhere(
    x: Any, play: Any, run: Any, wheel: Any, token: str, cursors: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Answers of every kind on every path, at the level at which libraries say all they know."""
    strange = [
        play(status=503), play(status=429), play(status=500, body=("text/html", "<h1>synthetic</h1>")),
        play(status=502, body=("application/json", "{")), play(status=400, body=("application/json", "[1]")),
        play(status=200, body=("text/plain", "synthetic")),
    ]  # fmt: skip
    x.answers = {path: list(strange) for path in (RULES, SEARCH, LOOKUP)}
    x.plays = [play((b"\r\n",)), *strange[:5], play((b"{", b"\xff\r\n" * 9)), play(stays=True)]
    coverage = Coverage()
    asyncio.get_running_loop().set_debug(True)
    with caplog.at_level(logging.DEBUG):
        running = asyncio.create_task(run(x.url, coverage))
        await wheel.turn(lambda: not any(x.answers.values()) and len(x.plays) == 1, patience=60)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert x.tokens == {f"Bearer {token}"}, "it was sent"
    assert "http 503" in caplog.text
    told = [
        caplog.text,
        repr(coverage),
        repr(cursors.kept),
        *(repr(record.args) for record in caplog.records),
    ]
    assert not [text for text in told if token in text]


async def test_the_error_that_ends_the_command_does_not_tell_it(
    x: Any, play: Any, run: Any, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor do the errors behind it, which Python prints along."""
    x.answers[RULES] = [play(status=401)]
    with caplog.at_level(logging.DEBUG), pytest.raises(TwitterError) as caught:
        await run(x.url, Coverage())
    shown = "".join(traceback.format_exception(caught.value))
    assert "RUMOR_TWITTER_BEARER_TOKEN" in shown
    assert token not in shown + repr(caught.value) + caplog.text


async def test_a_host_that_is_not_there_does_not_bring_it_out(
    run: Any, wheel: Any, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        running = asyncio.create_task(run("http://127.0.0.1:9", Coverage()))
        await wheel.turn(lambda: "X is asked again in 1.00 s: network" in caplog.text)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert token not in caplog.text
