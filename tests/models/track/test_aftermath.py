"""Who goes on after a denial, and for how long. All posts are synthetic."""

from dataclasses import replace
from datetime import timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from models.order import MovedPost, Order
from models.track import ClaimRecord, TrackSettings, obey, step, take_in, view
from models.track.aftermath import MOST_INFORMED, MOST_REPEATS, half_life
from models.track.record import MOST_BYTES

SETTINGS = TrackSettings()


def after(record, at):
    """Give what is shown after the denial."""
    return view(record, at)["after_denial"]


def knowing(record, noon):
    """Give who repeats the claim knowing, with how often and why."""
    return [(r["channel"], r["posts"], r["knew"]) for r in after(record, noon)["knowing"]]


def test_the_share_that_still_asserts_is_of_the_posts_after_the_denial(told, mention, denial, noon):
    """Doubts and relays are among them."""
    record = told(mention(0), denial(1), mention(2), mention(3, stance="query"), denial(4), mention(5))
    line = after(record, noon)
    assert (line["posts_after"], line["asserting_after"], line["share_asserting"]) == (4, 2, 0.5)


def test_without_a_post_after_the_denial_there_is_no_share(told, mention, denial, noon):
    """Nor anything at all where nobody denied."""
    assert after(told(mention(0)), noon) is None
    assert after(told(denial(1)), noon)["share_asserting"] is None


def test_who_carried_the_denial_and_asserts_the_claim_knows(told, mention, denial, noon):
    """By a denial of his own, an answer to one or a forward of one, before it or with it."""
    said = denial(1)
    told(mention(0), said)
    told(denial(2, channel="telegram:both"), mention(3, channel="telegram:both"))
    told(mention(4, channel="telegram:angry", parent="telegram:Invented_1/1", post="telegram:angry/1"))
    told(mention(5, channel="telegram:angry", post="telegram:angry/2"), mention(6, channel="telegram:fresh"))
    record = told(mention(7, channel="telegram:doubts", stance="deny"), mention(8, channel="telegram:doubts"))
    assert knowing(record, noon) == [("telegram:angry", 2, "carried"), ("telegram:both", 1, "carried")]


def test_who_asserts_it_again_long_after_the_denial_had_the_time_to_know(told, mention, denial, noon):
    """Whoever does so at once may not have read it; whoever comes new does not come again."""
    told(mention(0, channel="telegram:old"), denial(1), mention(2, channel="telegram:old"))
    assert knowing(told.record, noon) == []
    told(mention(40, channel="telegram:old"), mention(41, channel="telegram:new"))
    assert knowing(told.record, noon) == [("telegram:old", 1, "again")]
    record = told(mention(42, channel="telegram:new"), mention(43, channel="telegram:old", stance="query"))
    assert knowing(record, noon) == [("telegram:old", 1, "again"), ("telegram:new", 1, "again")]


def test_of_a_claim_with_many_channels_those_that_come_twice_are_found(told, mention, denial, noon):
    """Once who spoke before cannot be told any more."""
    told(*(mention(n, minute=0) for n in range(100)), denial(100, minute=1))
    told(mention(101, minute=50, channel="telegram:invented_7"))
    assert knowing(told.record, noon) == []
    told(mention(102, minute=51, channel="telegram:invented_7"))
    assert knowing(told.record, noon) == [("telegram:invented_7", 1, "again")]


def test_edits_deletions_and_repeats_of_a_post_are_no_new_assertions(told, mention, denial, noon):
    """A post is counted once."""
    told(mention(0, channel="telegram:a"), denial(1), mention(40, channel="telegram:a", offset=2))
    told(*(mention(40, channel="telegram:a", kind=kind, offset=n) for n, kind in ((3, "edit"), (4, "post"))))
    record = told(mention(40, channel="telegram:a", kind="delete", offset=5))
    assert knowing(record, noon) == [("telegram:a", 1, "again")]


def test_few_are_named_and_the_record_stays_small(told, mention, denial, noon):
    """Those that repeat it most; endless names are not kept."""
    told(*(mention(n, minute=0, channel=f"telegram:c{n}") for n in range(40)), denial(40, minute=1))
    number = 41
    for n in range(40):
        for _ in range(1 + n % 20):
            told(mention(number, minute=60, channel=f"telegram:c{n}", post=f"telegram:c{n}/{number}"))
            number += 1
    record = told(mention(number, minute=61, channel="telegram:" + "x" * 200))
    assert [posts for _, posts, _ in knowing(record, noon)] == [20, 20, 19, 19, 18, 18, 17, 17]
    assert len(record.repeats) == MOST_REPEATS
    assert len(record.informed) <= 8 * MOST_INFORMED
    assert len(record.to_bytes()) <= MOST_BYTES
    assert ClaimRecord.from_bytes(record.to_bytes()) == record


def test_two_claims_that_are_merged_know_what_both_knew(tell, mention, denial, noon, weigher):
    """An account of both is there once."""
    one = tell([mention(0, channel="telegram:a"), denial(1), mention(40, channel="telegram:a")]).record
    other = tell(
        [
            denial(2),
            mention(3),
            mention(4, channel="telegram:invented_2"),
            mention(50, channel="telegram:a"),
        ]
    ).record
    other = structs.replace(other, claim="c2")
    gone = obey(other, Order("merge", "c2", 99, "c1"), SETTINGS)[1]
    both = take_in(one, gone, SETTINGS, weigher).record
    assert knowing(both, noon) == [("telegram:invented_2", 1, "carried"), ("telegram:a", 1, "again")]
    assert after(both, noon)["posts_after"] == 3
    again = mention(60, channel="telegram:a", offset=100)
    assert knowing(step(both, again, SETTINGS, weigher)[0], noon)[1] == ("telegram:a", 2, "again")


def test_where_the_denial_goes_what_came_after_it_is_no_more(told, mention, denial, noon):
    """The claim is not denied any more."""
    said = denial(1)
    record = told(mention(0, channel="telegram:a"), said, mention(40, channel="telegram:a"))
    moved = MovedPost(replace(said, claim="c2", offset=90), "deny")
    rest, _ = obey(record, Order("move", "c1", 90, "c2", (moved,)), SETTINGS)
    assert (after(rest, noon), rest.repeats, rest.informed) == (None, (), b"")


@given(st.floats(5, 500), st.floats(1.5, 20))
def test_a_decline_is_found_again(life, lives):
    """From how many posts fall into each minute, seen for so many half-lives."""
    until = life * lives
    steps = [(until * (n + 0.5) / 2_000) for n in range(2_000)]
    found = half_life([(t, round(10_000 * exp(-log(2) * t / life))) for t in steps], until)
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(life, rel=0.02)


@pytest.mark.parametrize(
    ("delays", "until"),
    [([], 60.0), ([(5.0, 4)], 60.0), ([(n + 0.5, 1) for n in range(60)], 60.0), ([(59.0, 50)], 60.0)],
    ids=["none", "too few", "steady", "rising"],
)
def test_what_does_not_fall_has_no_half_life(delays, until):
    """And where there are too few nothing is told."""
    assert half_life(delays, until) is None


def test_few_posts_give_a_wide_interval():
    """Ten times as many give one about three times narrower."""
    few, many = ([(2.0, n), (10.0, n), (30.0, n)] for n in (3, 30))
    wide, narrow = half_life(few, 120.0), half_life(many, 120.0)
    assert wide.value == pytest.approx(narrow.value)
    assert log(wide.high / wide.low) == pytest.approx(10**0.5 * log(narrow.high / narrow.low))


def test_a_half_life_is_told_of_a_claim_that_dies_down(told, mention, denial, noon):
    """Fast at first, then seldom; a day later nothing has come."""
    told(mention(0), denial(1))
    minutes = (2, 3, 3, 4, 5, 6, 8, 11, 15, 22, 31)
    record = told(*(mention(10 + n, minute=minute) for n, minute in enumerate(minutes)))
    fell = after(record, noon + timedelta(days=1))["half_life_minutes"]
    assert fell["low"] < log(2) * (sum(minutes) / len(minutes) - 1) < fell["high"]
    assert 3 < fell["value"] < 12
