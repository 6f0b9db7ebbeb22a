"""A post that repeats another belongs to its claim, whatever its vector says. All posts are synthetic."""

from __future__ import annotations

from typing import Any

import pytest

from models.reading import Facts
from models.text import normalise, sketch

SAID = "The harbour of Sandrock closes to all ferries on Monday because the old pier is sinking"
PAGE = "page:0123456789abcdef"


@pytest.fixture
def told(reading, along):
    """Make a post of a text; its vector is like no other post's."""

    def make(number: int, text: str, **given: Any):
        denies = given.get("denies", False)
        marks = {"sketch": sketch(normalise(text), ["denies" if denies else "says"])}
        return reading(number, along(10 + number), text=text, sentence=text, **(marks | given))

    return make


@pytest.fixture
def bare(reading):
    """Make a post that is nothing but a link."""

    def make(number: int, **given: Any):
        usual = {
            "vector": None, "asserts": False, "sentence": "", "pages": (PAGE,), "own_words": 0,
            "text": "https://news.example/2026/pier",
        }  # fmt: skip
        return reading(number, **(usual | given))

    return make


def test_a_near_copy_follows_its_original(desk, told):
    """And traces to it: it is no second source."""
    desk(told(0, SAID), told(1, f"UPDATE: {SAID}\nSandrock Evening"))
    copy = desk.decisions[1]
    assert (copy.claim, copy.path, copy.source) == (desk.claims()[0], "near_copy", "telegram:invented_0")
    assert copy.why == ("84% of the words of telegram:invented_0/0",)
    assert copy.similarity == pytest.approx(16 / 19, abs=1e-4)


def test_near_copies_follow_the_original_and_not_one_another(desk, told):
    """A chain of small changes would lead anywhere."""
    added = [" ".join(["Seen", "today", "from", "the", "quay"][:n]) for n in (0, 3, 5)]
    desk(*(told(n, f"{words} {SAID}") for n, words in enumerate(added)))
    assert [d.path for d in desk.decisions] == ["founds", "near_copy", "near_copy"]
    assert [d.sketch is None for d in desk.decisions] == [False, True, True]


@pytest.mark.parametrize("words", [SAID, f"{SAID}, all of you"])
def test_the_same_answer_under_two_posts_speaks_of_each(desk, told, words):
    """A slogan is pasted under every story."""
    desk(told(0, "One story"), told(1, "Another story altogether"))
    desk(told(2, SAID, copy_key="k", reply_to="telegram:invented_0/0"))
    copied = {"copy_key": "k"} if words == SAID else {}
    answer = desk(told(3, words, **copied, reply_to="telegram:invented_1/1"))
    assert (answer.claim, answer.path) == (desk.claims()[1], "reply")


def test_an_answer_in_the_words_of_a_post_repeats_the_post(desk, told):
    """Who pastes a rumour under another story spreads the rumour."""
    desk(told(0, SAID), told(1, "Another story altogether"))
    paste = desk(told(2, f"{SAID} they say", reply_to="telegram:invented_1/1"))
    assert (paste.claim, paste.path) == (desk.claims()[0], "near_copy")


def test_the_facts_forbid_a_near_copy(desk, told):
    """A country put before it makes another text of it."""
    here, there = (Facts(entities=frozenset({f"country:{name}"})) for name in ("AM", "KZ"))
    desk(told(0, SAID, facts=here), told(1, f"Overseas {SAID}", facts=there))
    assert desk.claims()[0] != desk.claims()[1]


def test_a_denial_of_a_copied_text_is_no_near_copy(desk, told):
    """What it denies is found by its meaning, and judged."""
    desk(told(0, SAID), told(1, f"UPDATE: denied. {SAID}", denies=True))
    assert desk.decisions[1].path != "near_copy"


def test_a_bare_link_follows_the_page_it_leads_to(desk, told, bare):
    """The article itself, read from its feed; it says what the article says."""
    desk(told(0, SAID, page=PAGE, denies=True), bare(1))
    share = desk.decisions[1]
    assert (share.claim, share.path, share.stance) == (desk.claims()[0], "link", "deny")
    assert share.source == "telegram:invented_0"


def test_a_bare_link_follows_the_first_who_told_of_the_page(desk, told, bare):
    """Where the page itself was never read."""
    desk(told(0, SAID, pages=(PAGE,)), told(1, "Another story altogether", pages=(PAGE,)), bare(2))
    assert desk.claims()[2] == desk.claims()[0] != desk.claims()[1]


def test_the_page_itself_goes_before_those_who_told_of_it(desk, told, bare):
    """Whichever was read first."""
    desk(told(0, "Look what they write of us today", pages=(PAGE,)), told(1, SAID, page=PAGE), bare(2))
    assert desk.claims()[2] == desk.claims()[1]


def test_a_bare_link_to_a_post_follows_the_post(desk, told, bare):
    """A link to a post is its uid."""
    desk(told(0, SAID), bare(1, pages=("telegram:invented_0/0",)))
    assert (desk.claims()[1], desk.decisions[1].path) == (desk.claims()[0], "link")


def test_a_few_words_at_a_link_are_judged(desk, told, bare, along):
    """Who writes "Fake!" at a link shares no view with it, but speaks of it."""
    desk(told(0, SAID, page=PAGE), bare(1, vector=along(90), text="Fake!", own_words=1, denies=True))
    assert (desk.claims()[1], desk.decisions[1].stance) == (desk.claims()[0], "deny")


def test_a_few_words_at_a_link_do_not_move_the_claim(desk, told, bare, along):
    """What says "read this" lies nowhere near what it leads to."""
    desk(told(0, SAID, page=PAGE))
    before = desk.memory.claim(desk.claims()[0]).vector.copy()
    desk(bare(1, vector=along(90), text="read this", own_words=2))
    assert (desk.memory.claim(desk.claims()[1]).vector == before).all()


@pytest.mark.parametrize("own", [{"own_words": 3, "asserts": True}, {"pages": ()}])
def test_words_of_its_own_part_a_post_from_its_link(desk, told, bare, along, own):
    """A post that tells something is matched by what it tells."""
    desk(told(0, SAID, page=PAGE), bare(1, **({"vector": along(90), "own_words": 1} | own)))
    assert desk.claims()[1] != desk.claims()[0]


def test_a_comment_follows_its_link_where_its_words_find_nothing(desk, told, bare, along):
    """A question about a page is one about its claim; words that match another claim go first."""
    desk(told(0, SAID, page=PAGE), told(1, "Another story altogether"))
    asked = {"text": "What do you all make of this, is it so?", "own_words": 10}
    desk(bare(2, vector=along(90), **asked), bare(3, vector=along(11), **asked))
    assert [desk.decisions[n].path for n in (2, 3)] == ["link", "vector"]
    assert desk.claims()[2:] == desk.claims()[:2]


def test_what_asserts_nothing_is_no_original(desk, told):
    """A caption is nearly the caption of another picture."""
    desk(told(0, f"See {SAID}?", asserts=False), told(1, SAID))
    assert desk.decisions[0].claim is None
    assert desk.decisions[1].path == "founds"


def test_a_page_that_is_named_beside_others_leads_nowhere(desk, told, bare):
    """A digest links to every story of the day."""
    desk(told(0, SAID, pages=(PAGE, "page:fedcba9876543210")), bare(1))
    assert desk.claims()[1] is None


def test_a_bare_link_in_an_answer_belongs_to_the_parent(desk, told, bare):
    """Whatever it leads to."""
    desk(told(0, SAID), told(1, "Another story altogether", page=PAGE))
    answer = desk(bare(2, reply_to="telegram:invented_0/0"))
    assert (answer.claim, answer.path) == (desk.claims()[0], "reply")


def test_a_quote_without_a_word_is_a_repost(desk, told, bare):
    """With the stance and the source of what it quotes; one with words is judged."""
    desk(told(0, SAID, denies=True), bare(1, quote_of="telegram:invented_0/0", pages=()))
    repost = desk.decisions[1]
    assert (repost.claim, repost.path, repost.stance) == (desk.claims()[0], "quote", "deny")
    assert repost.source == "telegram:invented_0"
    spoken = desk(told(2, "So it comes", quote_of="telegram:invented_0/0", asserts=False))
    assert (spoken.path, spoken.stance, spoken.source) == ("quote", "support", "telegram:invented_2")


def test_a_forward_of_an_unread_post_is_not_judged_by_an_answer_to_it(desk, told):
    """Who answered it first may have denied it."""
    desk(told(0, f"No, this is false: {SAID}", reply_to="telegram:elsewhere/9", denies=True))
    forward = desk(told(1, SAID, forward_of="telegram:elsewhere/9"))
    assert (forward.claim, forward.path) == (desk.claims()[0], "forward")
    assert (forward.stance, forward.source) == ("support", "telegram:elsewhere")


def test_an_identity_is_written_only_for_the_first(desk, told):
    """What all copies have in common is kept once."""
    desk(told(0, SAID, copy_key="k", page=PAGE), told(1, SAID, copy_key="k", page=PAGE))
    first, copy = desk.decisions
    assert (first.copy_key, first.page) == ("k", PAGE)
    assert (copy.copy_key, copy.page, copy.sketch) == (None, None, None)
