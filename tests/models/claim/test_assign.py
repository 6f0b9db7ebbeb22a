"""Identity before similarity, a veto over it, and a second delivery that changes nothing."""

from datetime import timedelta

import pytest

from models.claim.assign import claim_id
from models.reading import Facts

LEAVES = Facts(entities=frozenset({"org:csto", "country:KZ"}))
OTHER_LEAVES = Facts(entities=frozenset({"org:csto", "country:AM"}))


def test_a_first_assertion_founds_a_claim_named_after_it(desk, reading):
    """So that a repeat founds the same."""
    decision = desk(reading(0))
    assert (decision.path, decision.stance) == ("founds", "support")
    assert decision.claim == claim_id("telegram:invented_0/0")


def test_what_asserts_nothing_founds_nothing_but_may_speak_of_a_claim(desk, reading, along):
    """A question is in no claim, until there is one it asks about."""
    assert desk(reading(0, asserts=False)).claim is None
    desk(reading(1))
    assert desk(reading(2, along(0, 1, 0.47), asserts=False)).claim == desk.decisions[1].claim


def test_the_same_meaning_joins_and_another_does_not(desk, reading, along):
    """By the cosine to the claim's centroid."""
    desk(reading(0), reading(1, along(0, 1, 0.7)), reading(2, along(5)))
    first, second, third = desk.claims()
    assert first == second != third
    assert desk.decisions[1].path == "vector"


def test_one_entity_away_is_another_claim(desk, reading, along):
    """Armenia is not Kazakhstan, however alike the sentences; the reason is kept."""
    desk(reading(0, facts=LEAVES), reading(1, along(0, 1, 0.95), facts=OTHER_LEAVES))
    assert desk.claims()[0] != desk.claims()[1]
    assert "not" in desk.decisions[1].why[0]


def test_shared_facts_join_what_vectors_would_part(desk, reading, along):
    """An abbreviation and a full name lie far apart; the alias brings them together."""
    desk(reading(0, facts=LEAVES), reading(1, along(0, 1, 0.45), facts=LEAVES))
    assert desk.claims()[0] == desk.claims()[1]


def test_a_forward_belongs_to_its_original_whatever_it_says(desk, reading, along):
    """With the original's stance and source."""
    desk(reading(0))
    forward = desk(reading(1, along(9), forward_of="telegram:Invented_0/0"))
    assert (forward.claim, forward.path) == (desk.decisions[0].claim, "forward")
    assert forward.source == "telegram:invented_0"


def test_forwards_of_a_post_never_read_are_one_claim(desk, reading, along):
    """Though their texts differ; the original stays known as unread."""
    desk(
        reading(0, forward_of="telegram:elsewhere/9"), reading(1, along(7), forward_of="telegram:elsewhere/9")
    )
    assert desk.claims()[0] == desk.claims()[1]
    assert desk.decisions[0].parent_read is False


def test_a_copy_belongs_to_the_first_text(desk, reading, along):
    """Its vector is not asked."""
    desk(reading(0, copy_key="k"), reading(1, along(8), copy_key="k"))
    assert desk.decisions[1].path == "copy"
    assert desk.claims()[0] == desk.claims()[1]


def test_a_reply_belongs_to_its_parents_claim_unless_it_plainly_states_another(desk, reading, along):
    """Plainly: it asserts, and scores high there."""
    desk(reading(0), reading(1, along(5)))
    first, other = desk.claims()
    parent = "telegram:invented_0/0"
    assert desk(reading(2, along(9), reply_to=parent, asserts=False)).claim == first
    assert desk(reading(3, along(5, 6, 0.55), reply_to=parent)).claim == first
    assert desk(reading(4, along(5, 6, 0.9), reply_to=parent)).claim == other


def test_posts_that_cite_a_channel_that_is_read_trace_to_it(desk, reading):
    """Forty relays of one channel are one source."""
    desk(
        reading(0, channel="yellow_paper"),
        reading(1, cites=("@yellow_paper",)),
        reading(2, cites=("@unheard",)),
    )
    assert [d.source for d in desk.decisions] == [
        "telegram:yellow_paper",
        "telegram:yellow_paper",
        "telegram:invented_2",
    ]


def test_a_second_delivery_gets_the_earlier_answer(desk, reading, along):
    """Whatever was learnt in between, and the claim's centroid does not move."""
    post = reading(0, along(0, 1, 0.8))
    desk(post, reading(1))
    before = desk.memory.claim(desk.claims()[0])
    again = desk(post)
    assert again is desk.decisions[0]
    assert desk.memory.claim(again.claim) is before


def test_an_edit_keeps_the_claim_and_may_turn_the_stance(desk, reading):
    """UPDATE: denied."""
    desk(reading(0), reading(1))
    edit = desk(reading(9, channel="invented_1", post_id="1", kind="edit", denies=True))
    assert (edit.claim, edit.stance) == (desk.claims()[1], "deny")


def test_an_edit_older_than_the_one_taken_in_changes_nothing(desk, reading):
    """Connectors read back hours, and find old edits again."""
    desk(reading(0), reading(9, channel="invented_0", post_id="0", kind="edit", denies=True))
    late = desk(reading(5, channel="invented_0", post_id="0", kind="edit"))
    assert late.stance == "deny"


def test_a_deletion_is_marked_and_keeps_the_answer(desk, reading):
    """What was said was said."""
    desk(reading(0))
    gone = desk(reading(3, channel="invented_0", post_id="0", kind="delete", vector=None))
    assert (gone.deleted, gone.claim) == (True, desk.claims()[0])


def test_an_edit_before_its_post_stands_for_it(desk, reading):
    """And the post, when it comes, is a repeat."""
    edit = desk(reading(2, channel="invented_0", post_id="0", kind="edit"))
    assert edit.claim is not None
    assert desk(reading(0)) is edit


@pytest.mark.parametrize("minutes", [0, 90])
def test_a_denial_founds_a_statement_which_a_rumour_joins(desk, reading, along, minutes):
    """A denial read before its rumour waits for it; the wording is then the rumour's."""
    denial = desk(reading(0, denies=True, sentence="It is not true that the bridge closes."))
    assert denial.stance == "deny"
    later = reading(
        1,
        along(0, 1, 0.8),
        sentence="The bridge closes.",
        published_at=denial.at + timedelta(minutes=minutes),
    )
    rumour = desk(later)
    assert rumour.claim == denial.claim
    assert desk.memory.claim(rumour.claim).wording == "The bridge closes."
