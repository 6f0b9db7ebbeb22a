"""One spelling of a text; equal keys for copies only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import copy_key, normalise, plain

SAID = "Northmark will close the Veldra bridge on Monday"


@pytest.mark.parametrize(
    "written",
    [
        f"🚨🚨 {SAID}!!! https://news.example/a?utm_source=x",
        f"RT @some_channel: {SAID}",
        f"**{SAID}** @reader_1",
        f"<b>{SAID}</b>",
        SAID.upper(),
        SAID.replace(" ", "\u00a0\u200b"),
        f"[{SAID}](https://news.example/story)",
    ],
)
def test_a_copy_has_the_key_of_its_original(written: str) -> None:
    """Pictures, links, handles, markup, case and a retweet's prefix make no new text."""
    assert copy_key(written) == copy_key(SAID)


def test_another_word_makes_another_key() -> None:
    """One number changed is another text."""
    assert copy_key("Petrol limited to 20 litres a car") != copy_key("Petrol limited to 30 litres a car")


@pytest.mark.parametrize(
    "short", ["", "Good morning!", "👍👍👍", "https://news.example/x", "ok ok ok", "早上好"]
)
def test_a_few_words_are_no_copy(short: str) -> None:
    """What everybody writes anew every day has no key."""
    assert copy_key(short) is None


def test_chinese_without_spaces_has_a_key() -> None:
    """Letters take the place of words where no spaces part them."""
    assert copy_key("北方省将从星期一起关闭维尔德拉大桥并停止通行") is not None


@pytest.mark.parametrize(
    "nothing", ["", "  \n", "🙏🙏", "https://news.example/x", "@somebody_1", "!!! … —", "\u200b"]
)
def test_nothing_is_left_where_nothing_is_said(nothing: str) -> None:
    """A post of pictures and links has no words."""
    assert normalise(nothing) == ""


def test_hashtags_stay_as_words() -> None:
    """A hashtag is often the only place that names the subject."""
    assert normalise("#Northmark leaves the #Veldra_pact") == "northmark leaves the veldra_pact"


def test_a_mail_address_is_no_handle() -> None:
    """Only a free-standing @name is somebody's account."""
    assert "press@office.example" in normalise("Write to press@office.example today")


def test_case_and_line_ends_survive_in_the_plain_text() -> None:
    """Sentences and names are told by them later."""
    assert plain("Veldra Closed\nNORTHMARK 😀") == "Veldra Closed\nNORTHMARK  "


@settings(deadline=None)
@given(st.text(max_size=400))
def test_normalising_twice_changes_nothing_of_the_words(text: str) -> None:
    """The result has single spaces, and is empty or has a letter or digit."""
    words = normalise(text)
    assert words == " ".join(words.split())
    assert words == "" or any(map(str.isalnum, words))
