"""A text repeated but for a few words is found and told; another number, name or verb makes another text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import Sketch, likeness, normalise, sketch

SAID = "The harbour of Sandrock closes to all ferries on Monday because the old pier is sinking"
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzж", min_size=1, max_size=9), min_size=8, max_size=90)


def of(text: str, *guard: str) -> Sketch:
    """Sketch a text that has words enough."""
    found = sketch(normalise(text), guard)
    assert found is not None
    return found


def near(one: str, other: str) -> bool:
    """Tell whether two texts meet in a band and are alike."""
    ours, theirs = of(one), of(other)
    return bool(set(ours.bands) & set(theirs.bands)) and likeness(ours.words, theirs.words) > 0


@pytest.mark.parametrize(
    "other",
    [
        f"UPDATE: {SAID}",
        f"❗️❗️ {SAID} 🙏",
        f"{SAID}\n\nSandrock Evening, your channel",
        f"Mira Invented, Harbour Desk — {SAID}",
        SAID.replace("ferries", "feries"),
        SAID.replace("ferries", "ferreis"),
        SAID.replace("sinking", "sinkimg").replace("because", "becuase"),
        SAID.replace("the old pier", "the very old pier"),
        SAID.replace(" on Monday", ""),
        SAID.upper(),
        SAID.removesuffix("pier is sinking") + "pi… https://news.example/1",
    ],
)
def test_a_few_words_more_or_a_slip_leave_a_text_the_same(other: str) -> None:
    """A flash, pictures, a signature, a byline, a misspelling, a word put in or left out."""
    assert near(SAID, other)


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("Sandrock", "Blackwater"),
        SAID.replace("closes", "opens"),
        SAID.replace("ferries", "trains"),
        SAID.replace("closes", "does not close"),
        f"It is not true: {SAID}",
        SAID.replace("sinking", "sinking, says the master, and three more will follow it next year"),
        SAID.replace("all ferries", "all 18 ferries"),
        "The pier is sinking on Monday because all the old ferries of Sandrock harbour close to the",
    ],
)
def test_another_word_makes_another_text(other: str) -> None:
    """A swapped name, verb or thing, a negation, a number, an added sentence, another order."""
    assert not near(SAID, other)


def test_texts_with_other_numbers_never_meet() -> None:
    """In figures by themselves, in words by the guard that the reader gives."""
    bans = "The harbour master bans sailors below the age of {} years from the old pier of Sandrock"
    assert not set(of(bans.format(18)).bands) & set(of(bans.format(20)).bands)
    text = bans.format("eighteen")
    assert not set(of(text, "18").bands) & set(of(text, "20").bands)
    assert set(of(text, "18", "3").bands) == set(of(text, "3", "18").bands)


def test_a_short_word_is_never_a_slip() -> None:
    """Iran is not Iraq, and hired is not fired."""
    assert not near(SAID.replace("Sandrock", "Iran"), SAID.replace("Sandrock", "Iraq"))
    assert not near(SAID.replace("sinking", "hired"), SAID.replace("sinking", "fired"))


def test_texts_without_spaces_are_compared_by_their_letters() -> None:
    """Chinese and Thai have no words that a pattern sees."""
    assert near("由于旧码头下沉港口将从星期一起关闭", "快讯由于旧码头下沉港口将从星期一起关闭")


def test_a_few_words_have_no_sketch() -> None:
    """Two short texts are alike by chance."""
    assert sketch(normalise("The harbour of Sandrock closes on Monday")) is None
    assert sketch("") is None


def test_most_near_copies_meet() -> None:
    """Of texts with a fifth of their words added, few are missed: 1 - (1 - 0.8**3)**6 = 0.986 meet."""
    chance = random.Random(7)
    alphabet = ["".join(chance.choices("abcdefgh", k=7)) for _ in range(5_000)]
    met = 0
    for _ in range(300):
        words = chance.sample(alphabet, 25)
        ours, theirs = of(" ".join(words[:20])), of(" ".join(words))
        met += bool(set(ours.bands) & set(theirs.bands))
    assert met >= 285


def test_the_keys_stay_what_they_are() -> None:
    """They lie in topics and tables: another version must find what this one wrote."""
    assert of(SAID).bands[0] == 6773374251970632815
    assert of(SAID).words[:8].hex() == "462301108a078164"


@given(text=ANY)
def test_any_text_is_sketched_the_same_and_within_bounds(text: str) -> None:
    """No crash on lone surrogates, unseen marks or other scripts."""
    found = sketch(normalise(text))
    assert found == sketch(normalise(text))
    if found:
        assert len(found.bands) == 6
        assert len(found.words) <= 256
        assert all(0 <= band < 2**63 for band in found.bands)
        assert likeness(found.words, found.words) == 1.0


@given(words=WORDS, signature=st.lists(st.sampled_from(["read", "us", "daily"]), max_size=3))
def test_a_copy_with_a_signature_is_alike(words: list[str], signature: list[str]) -> None:
    """Both ways round."""
    one, other = of(" ".join(words)), of(" ".join(words + signature))
    assert likeness(one.words, other.words) == likeness(other.words, one.words) >= 0.7


@given(one=WORDS, other=WORDS)
def test_likeness_is_a_share(one: list[str], other: list[str]) -> None:
    """0, or from the least share to 1."""
    share = likeness(of(" ".join(one)).words, of(" ".join(other)).words)
    assert share == 0 or 0.7 <= share <= 1


def test_a_hostile_text_is_cut() -> None:
    """A hundred thousand words cost no more than sixty-four."""
    found = of("word " * 100_000)
    assert len(found.words) == 256
    assert likeness(found.words, found.words) == 1.0
