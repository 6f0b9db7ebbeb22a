"""The watchlist: what is read, and what a newsroom is told when it cannot be."""

from __future__ import annotations

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

SEEDS = Path(__file__).parents[2] / "seeds"

GOOD = """
[[telegram]]
channel = "@Invented_Herald"
lang = "kk"
priority = 2

[[telegram]]
channel = "invented_first"
priority = 1
via = "preview"

[[twitter]]
query = "(ferry OR паром) -is:nullcast"
tag = "ferry"

[[feed]]
url = "https://port.example/rss"
lang = "en"
priority = 3

[[bluesky]]
keyword = " ferry  Velmar"
lang = "en"
priority = 3

[[bluesky]]
handle = "@Desk.Port.example"
priority = 1

[[bluesky]]
handle = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
"""


def test_every_part_is_read_and_the_first_in_priority_comes_first() -> None:
    assert parse_watchlist(GOOD, "watchlist.toml") == Watchlist(
        telegram=(
            TelegramChannel("invented_first", None, 1, "preview"),
            TelegramChannel("Invented_Herald", "kk", 2, "account"),
        ),
        twitter=(TwitterRule("(ferry OR паром) -is:nullcast", "ferry", 2),),
        feeds=(Feed("https://port.example/rss", "en", 3),),
        bluesky=(
            BlueskyAccount("desk.port.example", None, 1),
            BlueskyAccount("did:plc:ewvi7nxzyoun6zhxrhs64oiz", None, 2),
            BlueskyKeyword("ferry Velmar", "en", 3),
        ),
    )


def test_a_channel_is_read_by_an_account_or_by_its_web_page_and_never_by_both() -> None:
    watchlist = parse_watchlist(GOOD, "watchlist.toml")
    assert [channel.channel for channel in watchlist.telegram_via("preview")] == ["invented_first"]
    assert [channel.channel for channel in watchlist.telegram_via("account")] == ["Invented_Herald"]


def test_an_empty_watchlist_follows_nothing() -> None:
    assert parse_watchlist("", "watchlist.toml") == Watchlist()


def test_the_list_that_ships_is_good() -> None:
    """A newsroom starts from it."""
    watchlist = load_watchlist(SEEDS / "watchlist.toml")
    assert watchlist.telegram
    assert watchlist.twitter
    assert watchlist.feeds
    assert watchlist.telegram_via("preview")
    assert {type(entry) for entry in watchlist.bluesky} == {BlueskyAccount, BlueskyKeyword}
    assert [entry.priority for entry in watchlist.telegram] == sorted(e.priority for e in watchlist.telegram)


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ('[[telegram]]\nchannel = "ab"', 1, "write what follows t.me/"),
        ('[[telegram]]\nchannel = "https://t.me/invented"', 1, "write what follows t.me/"),
        ("[[telegram]]\nlang = 'ru'", 1, "channel is missing"),
        ("[[telegram]]\nchannel = 'invented'\nlang = 'russian'", 1, "two letters"),
        ("[[telegram]]\nchannel = 'invented'\npriority = 4", 1, "1 (first), 2 or 3 (last)"),
        ("[[telegram]]\nchannel = 'invented'\npriority = true", 1, "1 (first), 2 or 3 (last)"),
        ("[[telegram]]\nchannel = 'invented'\nname = 'x'", 1, "'name' is not known"),
        ("[[telegram]]\nchannel = 'invented'\nvia = 'web'", 1, '"account" or "preview"'),
        ("[[bluesky]]\nlang = 'en'", 1, "handle is missing"),
        ("[[bluesky]]\nhandle = 'invented'", 1, "like name.bsky.social"),
        ("[[bluesky]]\nhandle = 'a.example'\nkeyword = 'ferry'", 1, "[[bluesky]] for each"),
        ("[[bluesky]]\nkeyword = '!?'", 1, "one or a few words"),
        (f"[[bluesky]]\nkeyword = '{'f' * 201}'", 1, "at most 200 characters"),
        ("\n[telegram]\nchannel = 'invented'", 2, "two brackets"),
        ("[[twitter]]\nquery = 'ferry'", 1, "tag is missing"),
        ("[[twitter]]\nquery = 'ferry'\ntag = ' '", 1, "tag is missing"),
        (f"# rules\n[[twitter]]\nquery = '{'f' * 1025}'\ntag = 'long'", 2, "split it in two"),
        ("[[feed]]\nurl = 'ftp://port.example'", 1, "https://"),
        ("[[feed]]\nurl = 'https://[broken'", 1, "https://"),
        ("\n\n[[vkontakte]]\nchannel = 'invented'", 3, "'vkontakte' is not known"),
    ],
)
def test_an_error_names_the_file_the_line_and_the_mend(text: str, line: int, mend: str) -> None:
    with pytest.raises(WatchlistError) as error:
        parse_watchlist(text, "watch.toml")
    assert str(error.value).startswith(f"watch.toml, line {line}:")
    assert mend in str(error.value)


@pytest.mark.parametrize(
    "twice",
    [
        "[[telegram]]\nchannel='invented'\n[[telegram]]\nchannel='@INVENTED'",
        "[[twitter]]\nquery='ferry'\ntag='a'\n[[twitter]]\nquery='paper'\ntag='a'",
        "[[twitter]]\nquery='ferry'\ntag='a'\n[[twitter]]\nquery='ferry'\ntag='b'",
        "[[bluesky]]\nhandle='a.example'\n[[bluesky]]\nhandle='@A.example'",
        "[[bluesky]]\nkeyword='Ferry  now'\n[[bluesky]]\nkeyword='ferry now'",
        "[[feed]]\nurl='https://a.example/x'\n[[feed]]\nurl='https://a.example/x'",
    ],
)
def test_what_stands_twice_is_refused_with_both_lines(twice: str) -> None:
    with pytest.raises(WatchlistError, match=r"line \d+: .* stands in w, line 1 already"):
        parse_watchlist(twice, "w")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match=r"absent\.toml: cannot be read"):
        load_watchlist(tmp_path / "absent.toml")


def test_more_rules_than_x_takes_are_refused() -> None:
    text = "\n".join(f"[[twitter]]\nquery = 'ferry {n}'\ntag = 't{n}'" for n in range(1001))
    with pytest.raises(WatchlistError, match="1001 rules, but X takes 1000"):
        parse_watchlist(text, "w")


@given(st.text(max_size=200) | st.text(alphabet='[]telgramfdbusky="\n 1', max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever stands in the file, it is read or refused in words."""
    with suppress(WatchlistError):
        assert isinstance(parse_watchlist(text, "w"), Watchlist)
