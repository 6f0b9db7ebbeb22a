"""The file of the watchlist is edited entry by entry; the user's words in it stay as they are."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.watchlist import (
    BlueskyAccount,
    BlueskyKeyword,
    Feed,
    TelegramChannel,
    TwitterRule,
    Watchlist,
    WatchlistError,
    load_watchlist,
    parse_watchlist,
)
from connectors.watchlist.edit import add_entry, all_entries, entry_lines, remove_entry
from connectors.watchlist.given import given_entry

SEEDS = Path(__file__).parents[3] / "seeds"

LIST = """\
# The desk's list; ask Inês before you drop anything.

[[telegram]]   # the loud one
channel = "invented_herald"
lang = "kk"
# was 1 until May

# --- second row ---
[[telegram]]
channel = "Invented_Second"
priority = 1

# One rule an entry.
[[twitter]]
query = '(ferry OR "пар ом") -is:nullcast'
tag = "ferry"

[[feed]]
url = "https://port.example/rss"
# the end
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "watch.toml"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_an_entry_is_put_behind_the_last_of_its_kind_and_all_else_stays(path: Path) -> None:
    line = add_entry(path, TelegramChannel("new_herald", "ru", 3, "preview"))
    new = '\n[[telegram]]\nchannel = "new_herald"\nlang = "ru"\npriority = 3\nvia = "preview"\n'
    before = 'channel = "Invented_Second"\npriority = 1\n'
    assert path.read_text(encoding="utf-8") == LIST.replace(before, before + new)
    assert path.read_text(encoding="utf-8").splitlines()[line - 1] == "[[telegram]]"


def test_a_kind_that_is_new_to_the_file_comes_last(path: Path) -> None:
    add_entry(path, BlueskyAccount("desk.port.example"))
    expected = LIST + '\n[[bluesky]]\nhandle = "desk.port.example"\n'
    assert path.read_text(encoding="utf-8") == expected


def test_a_list_that_is_not_there_yet_begins_with_its_first_entry(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    assert add_entry(path, Feed("https://port.example/rss", "en")) == 1
    assert path.read_text() == '[[feed]]\nurl = "https://port.example/rss"\nlang = "en"\n'


@pytest.mark.parametrize(
    "wanted",
    [
        TelegramChannel("INVENTED_SECOND"),
        TwitterRule("something else", "ferry"),
        TwitterRule('(ferry OR "пар ом") -is:nullcast', "other"),
        Feed("https://port.example/rss", "kk", 1),
    ],
)
def test_what_is_watched_already_is_told_with_its_line(path: Path, wanted: TelegramChannel) -> None:
    """Handles compare without case; a rule is the same by query or by tag."""
    with pytest.raises(WatchlistError, match=r"watch\.toml, line \d+: .* is watched already"):
        add_entry(path, wanted)
    assert path.read_text(encoding="utf-8") == LIST


def test_only_the_lines_of_a_removed_entry_go(path: Path) -> None:
    """Comments above and below it are the user's; whether they still hold he knows."""
    assert remove_entry(path, TelegramChannel("invented_HERALD")) == 3
    gone = '[[telegram]]   # the loud one\nchannel = "invented_herald"\nlang = "kk"\n'
    assert path.read_text(encoding="utf-8") == LIST.replace(gone, "")
    assert remove_entry(path, Feed("https://port.example/rss")) == 15
    assert path.read_text(encoding="utf-8").endswith('tag = "ferry"\n\n# the end\n')


def test_what_is_not_watched_cannot_be_removed(path: Path) -> None:
    with pytest.raises(WatchlistError, match=r"feed:https://other\.example/ is not watched"):
        remove_entry(path, Feed("https://other.example/"))


def test_windows_line_ends_and_a_missing_last_one_are_kept(path: Path) -> None:
    path.write_bytes(b'[[feed]]\r\nurl = "https://port.example/rss"')
    add_entry(path, Feed("https://b.example/"))
    assert path.read_bytes() == (
        b'[[feed]]\r\nurl = "https://port.example/rss"\r\n\r\n[[feed]]\r\nurl = "https://b.example/"\r\n'
    )


def test_permissions_and_links_survive(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    add_entry(link, Feed("https://b.example/"))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.toml", "watch.toml"]


@pytest.mark.parametrize(
    "odd",
    [
        'feed = [{ url = "https://port.example/rss" }]\n',
        "[[feed]]\nurl = 'https://port.example/rss'\nlang = '''\n[[feed]]'''\n",
    ],
)
def test_a_file_written_another_way_is_refused_and_stays(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(odd)
    with pytest.raises(WatchlistError, match=r"odd\.toml"):
        remove_entry(path, Feed("https://port.example/rss"))
    assert path.read_text() == odd


def test_a_bad_list_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("[[feed]]\n")
    with pytest.raises(WatchlistError, match="line 1: url is missing"):
        add_entry(path, Feed("https://b.example/"))
    assert path.read_text() == "[[feed]]\n"


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match=r"cannot be written"):
        add_entry(tmp_path / "absent" / "watch.toml", Feed("https://b.example/"))


def test_each_entry_of_the_list_that_ships_can_be_removed_and_put_back(tmp_path: Path) -> None:
    path = tmp_path / "seeds.toml"
    shipped = (SEEDS / "watchlist.toml").read_text(encoding="utf-8")
    path.write_text(shipped, encoding="utf-8")
    for entry in all_entries(load_watchlist(path)):
        before = all_entries(load_watchlist(path))
        remove_entry(path, entry)
        assert len(all_entries(load_watchlist(path))) == len(before) - 1
        add_entry(path, entry)
        assert sorted(map(repr, all_entries(load_watchlist(path)))) == sorted(map(repr, before))
    comments = [line for line in shipped.splitlines() if line.startswith("#")]
    edited = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in edited if line.startswith("#")] == comments


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=20))
def test_any_query_and_tag_is_written_so_that_it_is_read_as_it_was(query: str, tag: str) -> None:
    with suppress(WatchlistError):
        rule = given_entry(f"twitter:{query}", tag=tag)
        with suppress(UnicodeEncodeError):  # half of a surrogate pair is in no file
            "\n".join(entry_lines(rule)).encode()
            assert parse_watchlist("\n".join(entry_lines(rule)), "w") == Watchlist(twitter=(rule,))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("telegram:@Invented_Herald", TelegramChannel("Invented_Herald")),
        ("telegram:https://t.me/s/invented_herald", TelegramChannel("invented_herald")),
        ("feed:https://port.example/rss?a=b:c", Feed("https://port.example/rss?a=b:c")),
        ("bluesky:@Desk.Port.example", BlueskyAccount("desk.port.example")),
        ("bluesky:https://bsky.app/profile/desk.port.example", BlueskyAccount("desk.port.example")),
        ("bluesky:did:plc:ewvi7nxzyoun6zhxrhs64oiz", BlueskyAccount("did:plc:ewvi7nxzyoun6zhxrhs64oiz")),
        ("bluesky:ferry Velmar", BlueskyKeyword("ferry Velmar")),
        ("bluesky:паром", BlueskyKeyword("паром")),
    ],
)
def test_what_is_meant_is_told_from_how_it_is_written(words: str, entry: TelegramChannel) -> None:
    assert given_entry(words) == entry


def test_a_rule_without_a_tag_gets_one_of_its_own() -> None:
    """X's stream dies silently of a rule that has none."""
    one, other = given_entry("twitter:ferry"), given_entry("x:bridge")
    assert isinstance(one, TwitterRule)
    assert isinstance(other, TwitterRule)
    assert one.tag != other.tag
    assert given_entry("twitter:ferry") == one


@pytest.mark.parametrize("words", ["", "telegram", "telegram:", "vkontakte:herald", "invented_herald", ":x"])
def test_what_is_nothing_to_watch_is_told_with_the_ways_to_say_it(words: str) -> None:
    with pytest.raises(WatchlistError, match="give telegram:CHANNEL"):
        given_entry(words)
