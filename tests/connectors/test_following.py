"""A watchlist that changes while it is followed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NoReturn

import pytest

from connectors.following import follow
from connectors.watchlist import TelegramChannel, WatchlistError
from connectors.watchlist.edit import add_entry, remove_entry

ONE = "[[telegram]]\nchannel = 'synthetic_herald'\n"
TWO = ONE + "[[telegram]]\nchannel = 'second_herald'\n"
OTHER_PART = ONE + "[[feed]]\nurl = 'https://port.example/rss'\n"


class Looks:
    """Writes the next text before each look at the file; ends with an error that the test expects."""

    def __init__(self, path: Path, *texts: str | None) -> None:
        self._path, self._texts = path, list(texts)

    async def __call__(self, seconds: float) -> None:
        assert seconds == 5
        await asyncio.sleep(0)
        if not self._texts:
            raise EOFError
        text = self._texts.pop(0)
        self._path.unlink() if text is None else self._path.write_text(text)


async def followed(path: Path, *texts: str | None) -> list[list[str]]:
    """Follow through all texts; give the lists that were watched, one after the other."""
    watched: list[list[str]] = []

    async def watch(channels: tuple[TelegramChannel, ...]) -> NoReturn:
        watched.append([channel.channel for channel in channels])
        while True:
            await asyncio.Event().wait()

    path.write_text(ONE)  # noqa: ASYNC240  # nothing else runs yet
    with pytest.raises(EOFError):
        await follow(path, lambda watchlist: watchlist.telegram, watch, Looks(path, *texts))
    return watched


async def test_a_change_is_taken_up_once(tmp_path: Path) -> None:
    assert await followed(tmp_path / "w.toml", ONE, TWO, TWO) == [
        ["synthetic_herald"],
        ["synthetic_herald", "second_herald"],
    ]


async def test_a_change_of_another_part_disturbs_nothing(tmp_path: Path) -> None:
    assert await followed(tmp_path / "w.toml", OTHER_PART) == [["synthetic_herald"]]


@pytest.mark.parametrize("broken", ["[[telegram", "[[telegram]]\n", None])
async def test_a_broken_file_changes_nothing_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: str | None
) -> None:
    path = tmp_path / "w.toml"
    texts: list[Any] = [broken, broken or ONE, TWO]
    assert (await followed(path, *texts))[-1] == ["synthetic_herald", "second_herald"]
    assert caplog.text.count("the watchlist stays as it was") == 1


async def test_a_file_that_is_bad_at_the_start_is_an_error(tmp_path: Path) -> None:
    async def watch(_: object) -> NoReturn:
        raise AssertionError("nothing is to be watched")

    with pytest.raises(WatchlistError, match="cannot be read"):
        await follow(tmp_path / "absent.toml", lambda watchlist: watchlist.telegram, watch)


async def test_what_the_watch_raises_is_raised(tmp_path: Path) -> None:
    async def watch(_: object) -> NoReturn:
        raise OSError("synthetic")

    path = tmp_path / "w.toml"
    path.write_text(ONE)  # nothing else runs yet
    with pytest.raises(OSError, match="synthetic"):
        await follow(path, lambda watchlist: watchlist.telegram, watch)


async def test_an_entry_that_is_added_by_command_is_taken_up_by_who_follows(tmp_path: Path) -> None:
    """Without a restart: the connector's next look finds it."""
    path = tmp_path / "w.toml"
    watched: list[list[str]] = []
    looks = 0

    async def watch(channels: tuple[TelegramChannel, ...]) -> NoReturn:
        watched.append([channel.channel for channel in channels])
        while True:
            await asyncio.Event().wait()

    async def look(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        if looks == 1:
            add_entry(path, TelegramChannel("second_herald"))
        elif looks == 3:
            remove_entry(path, TelegramChannel("synthetic_herald"))
        elif looks == 5:
            raise EOFError

    path.write_text(ONE)  # nothing else runs yet
    with pytest.raises(EOFError):
        await follow(path, lambda watchlist: watchlist.telegram, watch, look)
    assert watched == [["synthetic_herald"], ["synthetic_herald", "second_herald"], ["second_herald"]]
