"""What is asked for, and what of what comes is taken."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.bluesky import memory
from connectors.bluesky.backoff import Backoff, EndedError
from connectors.bluesky.mapping import commit_of
from connectors.bluesky.matching import Keyword, fold
from connectors.bluesky.memory import Memory
from connectors.bluesky.wanted import Wanted
from connectors.watchlist import BlueskyKeyword

MICROS = 1_772_452_805_000_000


def finds(keyword: str, text: str, lang: str | None = None, langs: tuple[str, ...] = ()) -> bool:
    return Keyword.of(BlueskyKeyword(keyword, lang)).found_in(fold(text), langs)


@pytest.mark.parametrize(
    ("keyword", "text", "found"),
    [
        ("ferry", "The FERRY stops.", True),
        ("ferry Velmar", "In Velmar, all ferries and the ferry stop", True),
        ("ferry Velmar", "The ferry stops", False),
        ("Казахстан ОДКБ", "выход Казахстана из ОДКБ", True),
        ("ОДКБ", "#ОДКБ!", True),
        ("ban", "a banana", False),
        ("ban", "the ban.", True),
        ("pass", "compass", False),
        ("ёлка", "Елка горит", True),
        ("渡し船", "今日は渡し船が止まる", True),
        ("weiß", "WEISS", True),
    ],
)
def test_all_words_must_occur_whole_or_as_stems(keyword: str, text: str, found: bool) -> None:
    assert finds(keyword, text) is found


def test_a_language_is_asked_of_those_who_say_one() -> None:
    assert finds("ferry", "ferry", "en", ("en",))
    assert finds("ferry", "ferry", "en", ())
    assert not finds("ferry", "ferry", "en", ("de", "fr"))


@given(st.text(max_size=100), st.text(max_size=30))
def test_no_text_breaks_the_search(text: str, keyword: str) -> None:
    assert finds(keyword, text) in (True, False)


def test_accounts_alone_are_asked_for_by_did_and_keywords_need_everybody(double: ModuleType) -> None:
    """No DIDs would mean all: then it must be meant."""
    accounts = Wanted({double.HARBOUR: "harbour.example"})
    assert accounts.options()["wantedDids"] == [double.HARBOUR]
    assert accounts.options()["wantedCollections"] == ["app.bsky.feed.post", "app.bsky.feed.repost"]
    words = Wanted(keywords=(Keyword.of(BlueskyKeyword("ferry")),))
    assert words.options()["wantedDids"] == []
    assert words.options()["wantedCollections"] == ["app.bsky.feed.post"]
    assert not Wanted()


def test_of_others_only_what_words_find_is_taken_and_what_becomes_of_it(double: ModuleType) -> None:
    wanted = Wanted({double.HARBOUR: "h"}, (Keyword.of(BlueskyKeyword("ferry")),))
    remembered = Memory()
    remembered.add(f"{double.READER}/1")

    def takes(*given: object) -> bool:
        commit = commit_of(double.commit(*given))
        assert commit is not None
        return wanted.takes(commit, remembered)

    assert takes(double.READER, "5", double.post("A ferry."), MICROS)
    assert not takes(double.READER, "5", double.post("A bridge."), MICROS)
    assert takes(double.HARBOUR, "5", double.post("A bridge."), MICROS)
    assert takes(double.HARBOUR, "5", double.repost(double.READER, "1"), MICROS)
    assert not takes(double.READER, "5", double.repost(double.HARBOUR, "1"), MICROS)
    assert takes(double.READER, "1", None, MICROS, "delete")
    assert not takes(double.READER, "2", None, MICROS, "delete")
    assert takes(double.READER, "1", double.post("A bridge."), MICROS, "update")
    assert not takes(double.READER, "2", double.post("A bridge."), MICROS, "update")


def test_memory_is_bounded_and_survives_being_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    kept = Memory()
    for number in range(5):
        kept.add(f"did/{number}")
    again = Memory.read(kept.record())
    assert [f"did/{number}" in again for number in range(5)] == [False, False, True, True, True]
    for damaged in (None, 5, "x", "x" * 9):
        assert "did/1" not in Memory.read(damaged)


def test_pauses_double_up_to_a_bound_and_a_server_is_heard() -> None:
    backoff = Backoff()
    assert [backoff.wait(EndedError("x"), 0) for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert backoff.wait(EndedError("x"), 61) == 1, "it had worked"
    assert backoff.wait(EndedError("x", 429, 90), 0) == 90
    assert backoff.wait(EndedError("x", 429, 9e9), 0) == 60, "not believed"
    assert backoff.wait(EndedError("x", 503), 0) == 60
