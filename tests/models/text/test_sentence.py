"""Where sentences end, in several scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.text import one_line, sentences, shorten


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It closed. Nobody said why! Did you know?", ["It closed.", "Nobody said why!", "Did you know?"]),
        ("Мост закрыли… Почему?\nНеизвестно", ["Мост закрыли…", "Почему?", "Неизвестно"]),
        ("大桥关闭。原因不明！", ["大桥关闭。", "原因不明！"]),
        ("هل أغلق الجسر؟ نعم۔ لا", ["هل أغلق الجسر؟", "نعم۔", "لا"]),
        ("«Это ложь.» Так сказал мэр.", ["«Это ложь.»", "Так сказал мэр."]),
    ],
)
def test_a_text_is_cut_where_sentences_end(text: str, expected: list[str]) -> None:
    """Latin, Cyrillic, Chinese and Arabic marks and line ends."""
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It cost 3.14 million at mk.example on 15.10 in all",
        "Ab 15. Oktober ist Schluss",
        "За 50 тыс. тенге въезд",
        "Dr. A. Ilvonen of the U.S. office left",
        "Об этом сообщает т.е. пишет газета",
    ],
)
def test_a_full_stop_inside_ends_nothing(text: str) -> None:
    """Numbers, hosts, initials, abbreviations and German days keep theirs."""
    assert sentences(text) == [text]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('ab .!?…\n。«»"5Я'), max_size=300))
def test_nothing_is_lost(text: str) -> None:
    """All sentences together are the text without its spaces."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", [".", "a. ", "\n", ". . ", "a.", "?!"])
def test_a_hostile_length_is_cut_to_its_end(piece: str) -> None:
    """The longest text that is let in is read whole."""
    text = (piece * 200_000)[:200_000]
    assert sum(map(len, sentences(text))) >= len("".join(text.split()))


def test_a_shortened_text_shows_that_something_is_missing() -> None:
    """The ellipsis is within the length."""
    assert shorten("one two three", 8) == "one two…"
    assert shorten("one", 3) == "one"


@settings(deadline=None)
@given(
    st.text(
        st.one_of(st.characters(), st.characters(categories=["Cs", "Cf", "Cc", "Mn", "Co"])), max_size=300
    ),
    st.integers(1, 80),
)
def test_one_line_is_one_line(text: str, most: int) -> None:
    """Bounded, writable as UTF-8, and nothing in it moves or hides what stands around it."""
    shown = one_line(text, most)
    assert len(shown) <= most
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" or c < " " for c in shown)
    assert one_line(shown, most) == shown


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("The\u202e bridge\u200b closes\x1b[31m", "The bridge closes [31m"),
        ("می\u200cرود", "می\u200cرود"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\u200d\u200d\u200db \u200cc", "a b c"),
        ("Br\ud800idge", "Br idge"),
        ("e" + "\u0301" * 500, "e" + "\u0301" * 4),
        ("Brіdge", "Brіdge"),
    ],
)
def test_hostile_characters_go_and_those_of_words_stay(hostile: str, shown: str) -> None:
    """Joiners within words stay; marks in heaps, direction marks, lone surrogates go."""
    assert one_line(hostile, 60) == shown
