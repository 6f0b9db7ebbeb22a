"""Telegram as the command line runs it: secrets, a changed watchlist, an account that is not let in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from connectors.secret import SecretError
from connectors.telegram import Pace, TelegramError, login, run_telegram
from connectors.telegram.client import read_app, read_session
from connectors.watchlist import WatchlistError

HASH = "0123456789abcdef0123456789abcdef"
HERALD = '[[telegram]]\nchannel = "synthetic_herald"\n'
QUICK = Pace(gap=0.0, lookup=0.0, join=0.05, album=0.05, retry=0.05)


@pytest.fixture
def environ(server: Any, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "session").write_text(server.session().save() + "\n")
    return {
        "RUMOR_TELEGRAM_SESSION_FILE": str(tmp_path / "session"),
        "RUMOR_TELEGRAM_API_ID": "12345",
        "RUMOR_TELEGRAM_API_HASH": HASH,
    }


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    path = tmp_path / "watchlist.toml"
    write(path, HERALD)
    return path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@asynccontextmanager
async def running(*given: Any, **named: Any) -> AsyncIterator[None]:
    task = asyncio.create_task(run_telegram(*given, pace=QUICK, **named))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def soon(_: float) -> None:
    """Wait as long as a test has time for."""
    await asyncio.sleep(0.02)


async def test_a_channel_added_to_the_file_is_read_without_a_restart(
    server: Any, sink: Any, cursors: Any, clock: Any, environ: dict[str, str], watchlist: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Also after the file was broken for a while, which is told and changes nothing."""
    server.channel("synthetic_herald").post("First")
    server.channel("second_herald").post("Second")
    async with running(watchlist, sink, cursors, clock, environ=environ, sleep=soon):
        await sink.until(lambda posts: len(posts) == 1)
        write(watchlist, "[[telegram")
        async with asyncio.timeout(20):
            while "the watchlist stays as it was" not in caplog.text:
                await soon(0)
        write(watchlist, HERALD + '[[telegram]]\nchannel = "second_herald"\n')
        await sink.until(lambda posts: len(posts) == 2)
    assert [post.text for post in sink.posts] == ["First", "Second"]


async def test_a_session_that_was_revoked_is_told_with_the_mend(
    server: Any, sink: Any, cursors: Any, clock: Any, environ: dict[str, str], watchlist: Path
) -> None:
    server.lets_in = False
    with pytest.raises(TelegramError, match="make a new one by `rumor connect telegram --login`"):
        await run_telegram(watchlist, sink, cursors, clock, environ=environ, pace=QUICK)


@pytest.mark.parametrize(
    "missing", ["RUMOR_TELEGRAM_SESSION_FILE", "RUMOR_TELEGRAM_API_ID", "RUMOR_TELEGRAM_API_HASH"]
)
async def test_a_missing_secret_is_named_at_once(
    sink: Any, cursors: Any, clock: Any, environ: dict[str, str], watchlist: Path, missing: str
) -> None:
    del environ[missing]
    with pytest.raises(SecretError, match=missing):
        await run_telegram(watchlist, sink, cursors, clock, environ=environ)


async def test_a_bad_watchlist_is_told_before_anything_is_asked(
    server: Any, sink: Any, cursors: Any, clock: Any, environ: dict[str, str], watchlist: Path
) -> None:
    write(watchlist, "[[telegram]]\n")
    with pytest.raises(WatchlistError, match="line 1"):
        await run_telegram(watchlist, sink, cursors, clock, environ=environ)
    assert not server.asked


@pytest.mark.parametrize("text", ["2abc", "1", "1" + "A" * 352, "1????", "1é"])
def test_a_session_that_is_none_is_told_without_showing_it(text: str) -> None:
    with pytest.raises(TelegramError, match="is no session of Telethon") as error:
        read_session({"RUMOR_TELEGRAM_SESSION": text})
    assert text not in str(error.value)
    assert error.value.__cause__ is None


def test_an_app_is_read_and_its_hash_not_shown() -> None:
    app = read_app({"RUMOR_TELEGRAM_API_ID": "12345", "RUMOR_TELEGRAM_API_HASH": HASH})
    assert app.api_id == 12345
    assert HASH not in repr(app)
    with pytest.raises(TelegramError, match="must be the number"):
        read_app({"RUMOR_TELEGRAM_API_ID": "x", "RUMOR_TELEGRAM_API_HASH": HASH})


def app_of(environ: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if "SESSION" not in name}


async def test_a_login_asks_for_phone_and_code_and_gives_a_session(
    server: Any, environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong code is asked for again. Nothing else than the session may go to standard output."""
    server.lets_in = False
    codes = ["00000", server.code]
    session = await login(app_of(environ), lambda _: "+999123456", lambda _: codes.pop(0), server.session())
    assert session == server.session().save()
    assert server.phone == "999123456"
    assert not codes
    assert capsys.readouterr().out == ""


async def test_a_login_that_telegram_refuses_is_told(server: Any, environ: dict[str, str]) -> None:
    server.lets_in = False
    server.refuse("SendCode", 400, "PHONE_NUMBER_BANNED")
    with pytest.raises(TelegramError, match="banned"):
        await login(app_of(environ), lambda _: "+999123456", lambda _: "1", server.session())
