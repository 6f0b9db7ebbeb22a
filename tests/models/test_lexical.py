"""Texts are compared by the words that tell something, in any language; sentences here are synthetic."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.lexical import (
    LONGEST_PIECE,
    MOST_WORDS,
    Lexical,
    _log_probabilities,
    information,
    overlap,
    overlaps,
    signature,
)

BRIDGE = "The mayor of Tarvell says the Orlan bridge will be closed on Monday"


def test_a_text_is_one_with_itself_and_nothing_with_an_empty_one() -> None:
    """The ends of the scale."""
    assert overlap(signature(BRIDGE), signature(BRIDGE)) == 1.0
    assert overlap(signature(BRIDGE), signature("")) == 0.0
    assert overlap(Lexical(), Lexical()) == 0.0


def test_a_rephrasing_is_nearer_than_the_same_phrase_about_another_place() -> None:
    """Names weigh more than the words between them."""
    reworded = "Orlan bridge closes Monday, according to Tarvell's mayor"
    elsewhere = "The mayor of Kinmoor says the Wexley tunnel will be closed on Monday"
    assert overlap(signature(BRIDGE), signature(reworded)) > overlap(signature(BRIDGE), signature(elsewhere))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Президент Токаев отрицает", "отрицание президента Токаева"),
        ("Президент Токаев", "президента Токаева"),
        ("Қасым-Жомарт Тоқаев", "Kasym-Zhomart Tokayev"),
        ("MINISTRY DENIES", "Ministry denies"),
        ("#Tarvell #bridge", "Tarvell bridge"),
    ],
)
def test_inflection_script_case_and_markup_are_no_difference(one: str, other: str) -> None:
    """Most of the weight is in common."""
    assert overlap(signature(one), signature(other)) > 0.5


@pytest.mark.parametrize(
    "words",
    ["and it was not the same", "и это не то, что было", "und es ist nicht das", "et ce n'est pas de la"],
)
def test_words_of_every_text_hardly_count(words: str) -> None:
    """Two texts that share only these share little."""
    assert sum(signature(words).weights) < sum(signature("Orlan bridge").weights)


def test_rare_words_tell_more_than_frequent_ones() -> None:
    """Information is that of the vocabulary's own log-probabilities."""
    assert information("the") < information("police") < information("wombat")


def test_languages_without_spaces_have_words_too() -> None:
    """They are parted into pieces."""
    one, other = signature("东京的地铁明天停止运行"), signature("明天东京地铁停运")
    assert len(one.keys) > 2
    assert 0.2 < overlap(one, other) < 1.0


def test_links_handles_and_pictures_are_no_words() -> None:
    """Copies differ in them."""
    assert signature(f"{BRIDGE} https://t.example/x @tarvell_news 🔥") == signature(BRIDGE)


def test_many_are_compared_as_each_alone() -> None:
    """`overlaps` is `overlap` for a list."""
    many = [signature(text) for text in (BRIDGE, "Orlan bridge", "", "something else altogether")]
    assert overlaps(many[0], many) == [overlap(many[0], other) for other in many]


def test_it_travels_as_json() -> None:
    """Two tuples of whole numbers."""
    sent = msgspec.json.encode(signature(BRIDGE))
    assert msgspec.json.decode(sent, type=Lexical) == signature(BRIDGE)
    assert len(sent) < 400


def test_the_longest_piece_of_the_vocabulary_is_looked_for() -> None:
    """A longer one would never be found."""
    assert max(map(len, _log_probabilities())) <= LONGEST_PIECE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🔥🔥",
        "\ud800",
        "x" * 100_000,
        "слово " * 20_000,
        "中" * 100_000,
        "\u0301" * 5_000,
        "\u200b",
    ],
)
def test_hostile_texts_give_small_signatures(text: str) -> None:
    """Bounded in time and size."""
    assert len(signature(text).keys) <= MOST_WORDS


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_it_is_symmetric_and_between_nothing_and_all(one: str, other: str) -> None:
    """For any two texts."""
    a, b = signature(one), signature(other)
    assert 0.0 <= overlap(a, b) <= 1.0
    assert overlap(a, b) == overlap(b, a)
    assert a.keys == tuple(sorted(set(a.keys)))
