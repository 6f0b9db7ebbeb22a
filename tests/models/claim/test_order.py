"""Posts that come out of order within the allowed lateness make the same claims; and where that ends.

The ordered stage decides in the order of arrival and holds nothing back, since an alert cannot wait ten
minutes. What makes that harmless: a claim is wherever enough of its posts lie, so it makes no odds which
of them founds it. Its id does follow its founder.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.claim.assign import claim_id
from models.reading import Facts

LATENESS = 10
CLAIMS = 4

POST = st.fixed_dictionaries({
    "claim": st.integers(0, CLAIMS - 1),
    "minute": st.integers(0, 40),
    "late": st.integers(0, LATENESS),
    "cosine": st.floats(0.8, 1.0),
    "how": st.sampled_from(["asserts", "asserts", "denies", "copies", "forwards", "replies", "asks"]),
    "of": st.integers(0, 30),
})  # fmt: skip


def told(plan, reading, along):
    """Make posts of clearly separate claims; of each claim the first asserts, others speak of any before."""
    made = defaultdict(list)
    for number, post in enumerate(sorted(plan, key=lambda p: p["minute"])):
        before = made[post["claim"]]
        how = post["how"] if before else "asserts"
        at = reading(0).post.at + timedelta(minutes=post["minute"])
        parent = before[post["of"] % len(before)] if before else None
        given = {"asserts": how not in ("replies", "asks"), "denies": how == "denies"}
        vector = along(post["claim"], 20 + number, post["cosine"])
        if how in ("copies", "forwards"):  # the same words
            given = {"asserts": parent.asserts, "denies": parent.denies}
        if how == "copies":
            vector, given["copy_key"] = parent.vector, parent.copy_key
        if how == "forwards":
            vector, given["forward_of"] = parent.vector, parent.post.uid
        if how == "replies":
            given["reply_to"] = parent.post.uid
        given.setdefault("copy_key", f"text {number}")
        facts = Facts(entities=frozenset({f"city:{post['claim']}"}))
        one = reading(number, vector, published_at=at, read_at=None, facts=facts, **given)
        before.append(replace(one, post=one.post.read(at + timedelta(minutes=post["late"]))))
    return [one for posts in made.values() for one in posts]


def parted(desk, readings):
    """Give which posts are together, and what each says of its claim."""
    together = defaultdict(set)
    for one in readings:
        decision = desk(one)
        together[decision.claim].add((decision.key, decision.stance))
    loose = together.pop(None, set())
    return {frozenset(posts) for posts in together.values()}, loose


@settings(max_examples=80, deadline=None)
@given(plan=st.lists(POST, min_size=2, max_size=25))
def test_what_asserts_is_parted_alike_in_any_order_within_the_lateness(plan, fresh_desk, reading, along):
    """Assertions, denials, copies, and forwards that overtake what they forward."""
    posts = [one for one in told(plan, reading, along) if one.asserts]
    in_time = parted(fresh_desk(), sorted(posts, key=lambda p: (p.post.published_at, p.post.key)))
    as_read = parted(fresh_desk(), sorted(posts, key=lambda p: (p.post.read_at, p.post.key)))
    assert as_read == in_time


@settings(max_examples=80, deadline=None)
@given(plan=st.lists(POST, min_size=2, max_size=25))
def test_so_is_what_only_speaks_of_a_claim_once_the_claim_is_there(plan, fresh_desk, reading, along):
    """Questions and replies, shuffled among themselves and with all that follows the first assertion."""
    posts = told(plan, reading, along)
    found = {}
    for one in sorted(posts, key=lambda p: (p.post.published_at, p.post.key)):
        found.setdefault(next(iter(one.facts.entities)), one.post.key)
    first = [one for one in posts if one.post.key in found.values()]
    rest = [one for one in posts if one.post.key not in found.values()]
    # A reply to a post that comes later than it is found by its words, which lie near enough here.
    in_time = parted(fresh_desk(), first + sorted(rest, key=lambda p: (p.post.published_at, p.post.key)))
    as_read = parted(fresh_desk(), first + sorted(rest, key=lambda p: (p.post.read_at, p.post.key)))
    assert as_read == in_time


def test_a_claim_is_named_after_the_post_that_was_read_first(fresh_desk, reading, along):
    """Not after the one that was published first: ids differ by order, claims do not."""
    first, second = reading(0), reading(1, along(0, 1, 0.9))
    assert fresh_desk()(first, second).claim == claim_id(first.post.key)
    assert fresh_desk()(second, first).claim == claim_id(second.post.key)


@pytest.mark.parametrize("late", [False, True])
def test_a_question_that_overtakes_its_claim_stays_out_of_it(fresh_desk, reading, along, late):
    """The limit: what founds nothing finds nothing before there is a claim, and is not asked again."""
    claim, question = reading(0), reading(1, along(0, 1, 0.9), asserts=False)
    desk = fresh_desk()
    desk(*([question, claim] if late else [claim, question]))
    assert (desk.decisions[0 if late else 1].claim is None) == late


@pytest.mark.parametrize("late", [False, True])
def test_a_reply_without_the_claims_words_that_overtakes_its_parent_stays_out(
    fresh_desk, reading, along, late
):
    """The other limit: identity needs the parent; words of its own would bring it there all the same."""
    parent, reply = reading(0), reading(1, along(7), asserts=False, reply_to="telegram:invented_0/0")
    desk = fresh_desk()
    desk(*([reply, parent] if late else [parent, reply]))
    assert (desk.decisions[0 if late else 1].claim is None) == late
