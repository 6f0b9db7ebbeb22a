"""The sentences a claim is told in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from models.outline import MOST_IN_MEAN, mean_with, outline
from models.track import ClaimRecord, step, view
from models.track.wording import MOST_TEXT, MOST_WORDINGS, canonical, sentences_of


def lying(cosine: float, axis: int = 1) -> str:
    """Give the outline of a post with this cosine to the claim's middle.

    The rest of it is spread over many directions, as that of a real vector is.
    """
    drawn = np.random.RandomState(axis).standard_normal((2, 384))
    middle = np.random.RandomState(0).standard_normal(384)
    middle /= np.linalg.norm(middle)
    aside = drawn[0] - (drawn[0] @ middle) * middle
    aside /= np.linalg.norm(aside)
    return outline((cosine * middle + (1 - cosine**2) ** 0.5 * aside).astype(np.float32))


@pytest.fixture
def at(mention):
    """Make an asserting post that lies so near to the middle of its claim."""

    def made(number, cosine, **given):
        return mention(number, outline=lying(cosine, number + 1), **given)

    return made


@pytest.fixture(scope="module")
def crowd():
    """Give the mean of so many posts at one place that it stays put."""
    mean = ""
    for _ in range(MOST_IN_MEAN):
        mean = mean_with(mean, lying(1.0))
    return mean


@pytest.fixture
def known(told, crowd):
    """Tell a claim whose posts lie around a place that is known from the first one on."""

    def telling(first, *others):
        told(first)
        told.record = structs.replace(told.record, middle=crowd)
        return told(*others)

    return telling


def test_the_wording_is_of_a_post_that_asserts(told, mention):
    """A question or a denial is none; of sentences as good as each other the first stays."""
    record = told(mention(0, stance="query"), mention(1), mention(2))
    assert canonical(record).post == "telegram:invented_1/1"


def test_one_sentence_is_kept_once(told, mention):
    """Case and spacing make no other sentence."""
    record = told(mention(0, sentence="The bridge closes."), mention(1, sentence="THE  bridge closes."))
    assert len(record.wordings) == 1


def test_a_new_language_takes_the_place_of_one_told_often(told, mention):
    """Six wordings at most, and as many languages among them as there are; the first one stays."""
    record = told(*map(mention, range(8)), mention(8, lang="uk", sentence="Міст закривають."))
    assert len(record.wordings) == 6
    assert {wording.lang for wording in record.wordings} == {"en", "uk"}
    assert record.wordings[0].post == "telegram:invented_0/0"


def test_a_long_sentence_is_shortened(told, mention):
    """To 200 characters, the last one an ellipsis."""
    (wording,) = told(mention(0, sentence="x" * 300)).wordings
    assert (len(wording.text), wording.text[-1]) == (200, "…")


def test_a_deleted_text_is_not_shown_where_there_is_another(told, mention):
    """The next post's sentence takes its place; the uid of the origin stays."""
    record = told(mention(0), mention(1), mention(0, kind="delete", sentence="", offset=2))
    assert canonical(record).post == "telegram:invented_1/1"
    assert record.origin.uid == "telegram:invented_0/0"


def test_the_only_text_goes_with_its_post(told, mention, noon):
    """A claim nobody has words for any more has none; the next assertion gives it some."""
    record = told(mention(0), mention(0, kind="delete", sentence="", offset=1))
    assert canonical(record) is None
    assert "source number 0" not in str(view(record, noon))
    assert (record.posts, record.deleted) == (1, 1)
    record = told(mention(2))
    assert [wording.post for wording in record.wordings] == ["telegram:invented_2/2"]
    assert record.about == ""


def test_a_claim_whose_words_are_gone_is_still_some_offices_business(told, mention, denial, noon):
    """Its words are kept without their order, and shown nowhere: a denial still fires."""
    told(
        mention(0, sentence="Today the Velmar bridge closes."),
        mention(0, kind="delete", sentence="", offset=1),
    )
    assert sentences_of(told.record) == ("Today Velmar bridge closes the",)
    told(denial(2))
    assert told.kinds == ["denied"]
    assert "Velmar" not in told.alerts[0].text
    assert view(told.record, noon)["text"] == "The bridge stays open."


def test_words_stand_as_long_as_one_post_with_them_does(told, mention, noon):
    """A forward keeps the words of a deleted original where nobody has other ones, until it goes as well."""
    words = "The Velmar bridge closes today, drivers say."
    told(mention(0, sentence=words), *(mention(n, sentence=words, path="forward") for n in (1, 2)))
    record = told(mention(0, kind="delete", sentence="", offset=3))
    assert (canonical(record).post, canonical(record).text) == ("telegram:invented_1/1", words)
    record = told(mention(2, kind="delete", sentence="", offset=4))
    record = told(mention(1, kind="delete", sentence="", offset=5))
    assert (canonical(record), view(record, noon)["text"]) == (None, "")


def test_words_of_ones_own_come_before_those_that_a_forward_kept(told, mention):
    """Where another post has words of its own, the deleted ones are gone, forwards or not."""
    words = "The Velmar bridge closes today, drivers say."
    record = told(
        mention(0, sentence=words), mention(1, sentence=words, path="copy"), mention(2),
        mention(0, kind="delete", sentence="", offset=3),
    )  # fmt: skip
    assert [wording.post for wording in record.wordings] == ["telegram:invented_2/2"]


def test_the_original_takes_its_words_back_from_a_forward_that_was_read_first(told, mention):
    """Whose words they are is told by who forwards whom, not by the order of reading."""
    words = "The Velmar bridge closes today, drivers say."
    forward = mention(0, sentence=words, forward_of="telegram:invented_1/1", parent_read=False, path="founds")
    assert canonical(told(forward)).lent
    (wording,) = told(mention(1, sentence=words)).wordings
    assert (wording.post, wording.lent, wording.also) == ("telegram:invented_1/1", False, (forward.post,))


def test_a_post_of_endless_name_lends_its_words_only_until_another_has_some(told, mention):
    """Names of a thousand characters are not kept beside each sentence."""
    endless = "feed:example.invalid/" + "x" * 500
    assert canonical(told(mention(0, post=endless))).post == endless
    record = told(mention(1), mention(2, post=endless + "y"))
    assert [wording.post for wording in record.wordings] == ["telegram:invented_1/1"]


def test_an_edit_mends_the_wording(told, mention):
    """The text shown is the text that stands; an edit that asserts no more takes it out."""
    record = told(mention(0), mention(1), mention(0, kind="edit", sentence="It closes at noon.", offset=2))
    assert canonical(record).text == "It closes at noon."
    record = told(mention(0, kind="edit", stance="deny", offset=3))
    assert [wording.post for wording in record.wordings] == ["telegram:invented_1/1"]


def test_an_edit_that_turns_the_only_wording_is_shown_until_somebody_asserts(told, mention):
    """A claim does not lose its name because its only post now says UPDATE."""
    told(mention(0), mention(0, kind="edit", stance="deny", sentence="UPDATE: the bridge is open.", offset=1))
    assert canonical(told.record).text == "UPDATE: the bridge is open."
    assert [wording.post for wording in told(mention(2)).wordings] == ["telegram:invented_2/2"]


def test_an_edit_into_anothers_words_leaves_one(told, mention):
    """One sentence is kept once, however it came."""
    record = told(mention(0), mention(1), mention(0, kind="edit", sentence=mention(1).sentence, offset=2))
    assert [wording.post for wording in record.wordings] == ["telegram:invented_0/0"]


def test_the_medoid_takes_over_once_it_is_confirmed(known, told, at):
    """The first post lies aside; a sentence nearer to the middle leads after two more asserting posts."""
    record = known(at(0, 0.4), at(1, 0.8))
    assert canonical(record).post == "telegram:invented_0/0"
    assert canonical(told(at(2, 0.3))).post == "telegram:invented_0/0"
    assert canonical(told(at(3, 0.3))).post == "telegram:invented_1/1"


def test_the_wording_stays_under_a_stream_of_worse_and_of_hardly_better_ones(known, at):
    """Headlines that change with every post are read by nobody."""
    stream = enumerate([0.2, 0.6, 0.72, 0.5, 0.7] * 8, 1)
    record = known(at(0, 0.7), *(at(n, cosine) for n, cosine in stream))
    assert canonical(record).post == "telegram:invented_0/0"
    assert len(record.wordings) == MOST_WORDINGS


def test_a_clearly_better_one_is_not_kept_out_by_full_ranks(known, at):
    """Six worse ones are there already: the poorest goes."""
    record = known(*(at(n, 0.3) for n in range(8)), at(8, 0.9), at(9, 0.3), at(10, 0.3))
    assert canonical(record).post == "telegram:invented_8/8"


def test_the_middle_is_found_by_those_who_assert(told, at, mention):
    """No post counts for itself, or the first would stay: of five alike and one aside the one aside goes."""
    record = told(at(0, 0.1), *(at(n, 0.8) for n in range(1, 6)))
    assert canonical(record).post != "telegram:invented_0/0"
    assert canonical(record).post == canonical(told(mention(9, stance="query"), at(10, 0.7))).post


def test_who_forwards_himself_most_writes_no_headline(told, at):
    """Copies and forwards move no middle."""
    loud = [
        at(n, 0.1, sentence=f"Loud words number {n} on the bridge of Velmar.", path="copy")
        for n in range(9, 40)
    ]
    record = told(*(at(n, 0.8) for n in range(4)), *loud)
    middle = record.middle
    assert told(at(40, 0.1, path="forward"), at(41, 0.1, path="near_copy")).middle == middle
    assert not canonical(told.record).lent


@pytest.mark.parametrize(
    "flawed",
    [
        {"sentence": "VELMAR BRIDGE CLOSES AT NOON, ALL DRIVERS TOLD TO TURN BACK"},
        {"sentence": "Bridge closes."},
        {"sentence": "Is it true that the Velmar bridge closes at noon today?"},
        {"sentence": "The Velmar bridge closes at noon. " * 9},
        {"forward_of": "telegram:unread/1", "parent_read": False},
        {"lang": "pl", "minute": 9},
    ],
)
def test_a_flawed_sentence_gives_way_to_a_plain_one_as_near(known, at, flawed):
    """Shouted, short, asked, cut off, lent, or in a language few of the posts are in."""
    plain = [at(n, 0.7, lang="en") for n in (1, 2, 3, 4)]
    first = at(0, 0.7, **flawed)
    assert canonical(known(first, *plain)).post == "telegram:invented_1/1"


def test_a_deleted_wording_is_followed_by_the_best_of_the_others(known, at):
    """Not by whichever came second."""
    record = known(at(0, 0.9), at(1, 0.3), at(2, 0.7), at(0, 0.9, kind="delete", sentence="", offset=3))
    assert canonical(record).post == "telegram:invented_2/2"


STORY = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["post"] * 5 + ["edit", "delete"]), st.integers(0, 10)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(STORY, st.data())
def test_redelivery_from_anywhere_gives_the_same_wordings(tell, mention, drawn, data):
    """What is delivered again with its offset changes nothing, from the stored form too."""
    story = [
        mention(number, offset=n, kind=kind, sentence="" if kind == "delete" else mention(number).sentence,
                outline=lying(tenths / 10, number))
        for n, (number, kind, tenths) in enumerate(drawn)
    ]  # fmt: skip
    told = tell(story)
    record = ClaimRecord.from_bytes(told.record.to_bytes())
    for again in story[data.draw(st.integers(0, len(story) - 1)) :]:
        record, _ = step(record, again, told.settings, told.weigher)
    assert record.wordings == told.record.wordings


@settings(max_examples=60, deadline=None)
@given(STORY)
def test_no_word_of_a_deleted_post_is_shown(tell, mention, noon, drawn):
    """Every post has words of its own here; once it is deleted they are nowhere."""
    story, last = [], {}
    for n, (number, kind, _) in enumerate(drawn):
        if last.get(number) == "delete" or (kind != "post" and number not in last):
            continue
        last[number] = kind
        said = "" if kind == "delete" else f"Witness Vimbo{number}x saw the bridge close."
        story.append(mention(number, offset=n, kind=kind, sentence=said, own=number == 3))
    if not story:
        return
    shown = str(view(tell(story).record, noon))
    assert [n for n, kind in last.items() if kind == "delete" and f"Vimbo{n}x" in shown] == []


HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("\u202e\u2066\u200b\u200d\ufeff\n\r\x00\x1b\u0301аеο"),
    ),
    max_size=400,
)


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
@example("\u202e" * 100_000 + "The bridge closes.")
@example("The bridge closes. " * 6_000)
@example("a" + "\u0301" * 100_000)
@example("Тhе Vеlmаr brіdgе сlоsеs.")
def test_hostile_words_are_bounded_and_on_one_line(tell, mention, noon, words):
    """Whatever a post says, what is shown of it is short and moves nothing around it."""
    record = tell([mention(0, sentence=words, own=True)]).record
    line = view(record, noon)
    for shown in (line["text"], *(page["sentence"] for page in line["own_pages"])):
        assert len(shown) <= MOST_TEXT
        assert not any(c in shown for c in "\n\r\x00\x1b\u202e\u2066\u200b\ufeff\u2028")
        assert shown.encode().decode() == shown
    assert len(ClaimRecord.to_bytes(record)) < 4_000


def test_what_a_post_names_elsewhere_stands_behind_its_sentence(told, mention):
    """Whose business a claim is, is asked of the whole post."""
    told(mention(0, sentence="Twelve people have died.", subjects=("Velmar",)))
    assert sentences_of(told.record) == ("Twelve people have died. · Velmar",)
    assert canonical(told.record).text == "Twelve people have died."
