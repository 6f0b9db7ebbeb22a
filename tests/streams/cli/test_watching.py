"""``rumor watch``: the list from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from connectors.watchlist import TwitterRule, WatchlistError, load_watchlist
from streams.cli.watching import watch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "watch.toml"


def rumor(path: Path, *words: str) -> Result:
    return CliRunner(env={"RUMOR_WATCHLIST": str(path), "COLUMNS": "160"}).invoke(watch, list(words))


def test_what_is_added_is_listed_and_what_is_removed_is_not(path: Path) -> None:
    """By platform and priority, with what of X's allowance is taken."""
    assert rumor(path, "add", "telegram:synthetic_herald", "--lang", "ru", "--priority", "1").exit_code == 0
    assert rumor(path, "add", "telegram:web_herald", "--via", "preview").exit_code == 0
    assert rumor(path, "add", 'twitter:"the ferry" -is:nullcast', "--tag", "ferry").exit_code == 0
    assert rumor(path, "add", "feed:https://port.example/rss", "--lang", "en").exit_code == 0
    assert rumor(path, "add", "bluesky:desk.port.example").exit_code == 0
    assert rumor(path, "add", "bluesky:ferry Velmar").exit_code == 0
    listed = rumor(path, "list").output
    for word in (
        "synthetic_herald",
        '"the ferry" -is:nullcast',
        "ferry",
        "https://port.example/rss",
        "preview",
    ):
        assert word in listed
    assert "2 channels of Telegram (1 by their web page), 1 of 1,000 rules of X (24 characters)" in listed
    assert "1 accounts and 1 keywords of Bluesky" in listed
    assert rumor(path, "remove", "twitter:ferry").exit_code == 0
    assert "the ferry" not in rumor(path, "list").output
    assert "0 of 1,000 rules" in rumor(path, "check").output


def test_a_tag_or_a_query_names_a_rule(path: Path) -> None:
    rumor(path, "add", "twitter:ferry", "--tag", "boats")
    assert load_watchlist(path).twitter == (TwitterRule("ferry", "boats"),)
    assert rumor(path, "remove", "x:boats").exit_code == 0
    answer = rumor(path, "remove", "x:boats")
    assert isinstance(answer.exception, WatchlistError)
    assert "no rule of X has the tag" in str(answer.exception)


def test_a_duplicate_is_told_with_its_line(path: Path) -> None:
    rumor(path, "add", "telegram:synthetic_herald")
    answer = rumor(path, "add", "telegram:@SYNTHETIC_herald")
    assert "line 1: telegram:SYNTHETIC_herald is watched already" in str(answer.exception)


def test_check_names_line_and_mend_of_a_bad_list(path: Path) -> None:
    path.write_text("\n[[telegram]]\nchannel = 'x'\n")
    answer = rumor(path, "check")
    assert isinstance(answer.exception, WatchlistError)
    assert "line 2: 'x' is no username" in str(answer.exception)


@pytest.mark.parametrize("command", ["add", "remove", "list", "check"])
def test_each_command_has_an_example(command: str) -> None:
    assert f"Example: rumor watch {command}" in CliRunner().invoke(watch, [command, "--help"]).output
