"""A claim falls asleep and wakes; posts are forgotten; whatever died meanwhile, the memory is the same."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.claim.assign import AssignRules, claim_after, decide
from models.claim.memory import ClaimMemory, Swept
from models.claim.retention import Retention

DAYS = 24 * 60
RULES = AssignRules(
    retention=Retention(
        dormant_after=timedelta(days=14), dormant_for=timedelta(days=60), remembered=timedelta(days=20)
    )
)


class Shelf:
    """The ordered stage with its table: whatever it does is written down, and can be taken up again."""

    def __init__(self, judge):
        self.decisions, self.live, self.dormant, self.judge, self.offset = {}, {}, {}, judge, -1
        self.memory = self.rebuilt()

    def rebuilt(self):
        return ClaimMemory(
            self.decisions.values(),
            self.live.values(),
            dormant=self.dormant.values(),
            load=self.dormant.get,
            retention=RULES.retention,
        )

    def post(self, reading):
        self.offset += 1
        known = self.memory.decision(reading.post.key)
        decision = known or decide(self.memory, reading, reading.vector, self.offset, self.judge, RULES)
        claim = claim_after(self.memory, decision, reading, reading.vector)
        woken = self.memory.remember(decision)
        self.decisions[decision.key] = decision
        if claim is not None:
            self.memory.remember_claim(claim)
        if (written := claim or woken) is not None:
            self.live[written.id] = written
            self.dormant.pop(written.id, None)
        return decision

    def tick(self, now):
        swept = self.memory.tick(now)
        for key in swept.decisions:
            del self.decisions[key]
        for claim in swept.dormant:
            self.dormant[claim.id] = claim
            del self.live[claim.id]
        for name in swept.gone:
            del self.dormant[name]
        return swept


@pytest.fixture
def shelf(judge):
    return Shelf(judge)


def later(reading, days=0.0, minutes=0):
    return reading(0).post.at + timedelta(days=days, minutes=minutes)


def posted(reading, number, days, vector=None, **given):
    """Make a post on a day of the story."""
    at = later(reading, days)
    return reading(number, vector, published_at=at, read_at=at, **given)


def test_a_silent_claim_leaves_the_index_and_is_found_when_it_comes_back(shelf, reading, along):
    """As the claim it was, with all its posts, and it is live again."""
    first = shelf.post(reading(0))
    assert shelf.tick(later(reading, 13.9)) == Swept()
    assert [claim.id for claim in shelf.tick(later(reading, 14, 1)).dormant] == [first.claim]
    assert (len(shelf.memory), shelf.memory.dormant) == (0, 1)
    assert shelf.memory.nearest(along(0), 3) == []
    back = shelf.post(posted(reading, 1, 19, along(0, 1, 0.8)))
    assert (back.claim, back.path) == (first.claim, "vector")
    assert (len(shelf.memory), shelf.memory.dormant) == (1, 0)
    assert shelf.memory.claim(first.claim).posts == 2


def test_a_second_tick_of_the_same_time_puts_away_nothing(shelf, reading):
    """Ticks are delivered at least once, and to every partition."""
    shelf.post(reading(0))
    shelf.tick(later(reading, 30))
    assert shelf.tick(later(reading, 30)) == Swept()
    assert shelf.tick(later(reading, 3)) == Swept()


def test_a_dormant_claim_is_not_asked_while_a_live_one_matches(shelf, reading, along):
    """The one asleep lies nearer; what people speak of now is the other."""
    shelf.post(reading(0))
    shelf.tick(later(reading, 15))
    awake = shelf.post(posted(reading, 1, 15, along(0, 1, 0.45)))
    asked = shelf.post(posted(reading, 2, 15, along(0, 1, 0.85)))
    assert asked.claim == awake.claim


def test_a_forward_of_a_post_of_a_dormant_claim_wakes_it(shelf, reading, along):
    """Though a forward adds nothing to its centroid, and so leaves the record as it was."""
    first = shelf.post(reading(0))
    shelf.tick(later(reading, 15))
    forward = shelf.post(posted(reading, 1, 16, along(9), forward_of="telegram:invented_0/0"))
    assert forward.claim == first.claim
    assert first.claim in shelf.live
    assert shelf.tick(later(reading, 29)).dormant == ()


def test_a_repeat_of_an_old_post_does_not_wake_its_claim(shelf, reading):
    """It is no news."""
    shelf.post(reading(0))
    shelf.tick(later(reading, 15))
    shelf.post(reading(0))
    assert (len(shelf.memory), shelf.memory.dormant) == (0, 1)


def test_nor_does_a_repeat_of_the_comment_that_kept_it_awake_longest(shelf, reading):
    """What is written of a claim that fell asleep says when it was last heard of by anyone."""
    parent = shelf.post(reading(0))
    comment = posted(reading, 1, 10, reply_to=parent.key, asserts=False)
    shelf.post(comment)
    shelf.tick(later(reading, 25))
    shelf.memory = shelf.rebuilt()
    shelf.post(comment)
    assert (len(shelf.memory), shelf.memory.dormant) == (0, 1)


def test_comments_keep_a_claim_awake(shelf, reading):
    """Silence is when nobody speaks of it."""
    parent = shelf.post(reading(0))
    shelf.post(posted(reading, 1, 10, reply_to=parent.key, asserts=False))
    assert shelf.tick(later(reading, 20)).dormant == ()
    assert len(shelf.tick(later(reading, 25)).dormant) == 1


def test_a_post_that_is_remembered_no_more_is_found_by_meaning(shelf, reading, along):
    """Its forward still comes to the claim, by what it says, if it says it."""
    first = shelf.post(reading(0))
    shelf.post(posted(reading, 1, 19))
    assert shelf.tick(later(reading, 20, 1)).decisions == (first.key,)
    assert shelf.memory.decision(first.key) is None
    forward = shelf.post(posted(reading, 2, 20.5, along(0, 1, 0.9), forward_of=first.key))
    assert (forward.claim, forward.path) == (first.claim, "vector")


def test_an_old_post_that_is_read_today_is_known_as_long_as_a_new_one(shelf, reading):
    """A connector that reads back months must not make a second post of each when it reads them again."""
    at = later(reading, 100)
    old = shelf.post(reading(0, read_at=at))
    shelf.tick(at)
    assert shelf.memory.decision(old.key) is old
    assert old.key in shelf.tick(at + timedelta(days=21)).decisions


def test_a_dormant_claim_is_let_go_in_the_end(shelf, reading):
    """The read model keeps it; what comes after that founds it anew."""
    first = shelf.post(reading(0))
    shelf.tick(later(reading, 15))
    assert shelf.tick(later(reading, 60, 1)).gone == (first.claim,)
    assert shelf.memory.dormant == 0
    assert shelf.memory.claim(first.claim) is None


def test_a_claim_that_is_written_down_as_both_is_live(shelf, reading):
    """A crash came between the two writes; the next tick puts it away again."""
    first = shelf.post(reading(0))
    live = dict(shelf.live)
    shelf.tick(later(reading, 15))
    shelf.live.update(live)
    shelf.memory = shelf.rebuilt()
    assert (len(shelf.memory), shelf.memory.dormant) == (1, 0)
    assert [claim.id for claim in shelf.tick(later(reading, 15)).dormant] == [first.claim]


def test_a_wake_that_was_only_half_written_is_made_good_by_the_second_delivery(shelf, reading, along):
    """The decision is known, and its claim still asleep."""
    shelf.post(reading(0))
    shelf.tick(later(reading, 15))
    before = (dict(shelf.live), dict(shelf.dormant))
    again = posted(reading, 1, 16, along(0, 1, 0.8))
    shelf.post(again)
    shelf.live, shelf.dormant = before
    shelf.memory = shelf.rebuilt()
    assert shelf.memory.dormant == 1
    decision = shelf.post(again)
    assert (len(shelf.memory), shelf.memory.dormant) == (1, 0)
    assert shelf.memory.claim(decision.claim).posts == 2


STEPS = st.one_of(
    st.tuples(st.just("post"), st.integers(0, 4), st.integers(0, 3 * DAYS)),
    st.tuples(st.just("comment"), st.integers(0, 4), st.integers(0, 3 * DAYS)),
    st.tuples(st.just("forward"), st.integers(0, 30), st.integers(0, 3 * DAYS)),
    st.tuples(st.just("repeat"), st.integers(0, 30), st.just(0)),
    st.tuples(st.just("tick"), st.just(0), st.integers(0, 12 * DAYS)),
)


def played(shelf, steps, reading, along):
    """Play steps of (what, which, minutes since the one before); give what could be asked afterwards."""
    clock, posts = 0, []
    for number, (what, which, minutes) in enumerate(steps):
        clock += minutes
        if what == "tick":
            shelf.tick(later(reading, minutes=clock))
            continue
        if what == "repeat":
            if posts:
                shelf.post(posts[which % len(posts)])
            continue
        given = {"asserts": what != "comment", "copy_key": f"copy {which % 3}"}
        if what == "forward" and posts:
            given["forward_of"] = posts[which % len(posts)].post.key
        at = later(reading, minutes=clock)
        posts.append(reading(number, along(which % 5, 9, 0.9), published_at=at, read_at=at, **given))
        shelf.post(posts[-1])
    return posts


def answers(memory, posts, along):
    """Ask a memory all that `decide` could."""
    return {
        "near": [[(memory.live(c), x) for c, x in memory.nearest(along(n, 9, 0.9), 5)] for n in range(5)],
        "asleep": [[(c, x) for c, x in memory.nearest_dormant(along(n, 9, 0.9), 5)] for n in range(5)],
        "decisions": [memory.decision(p.post.key) for p in posts],
        "copies": [memory.original(f"copy {n}") for n in range(3)],
        "channels": [memory.knows_channel(p.post.channel_uid) for p in posts],
        "changed": [claim.id for claim in memory.changed_since(3)],
        "counts": (len(memory), memory.dormant),
    }


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=30), ahead=st.integers(0, 80))
def test_a_rebuilt_memory_answers_and_puts_away_as_the_one_it_replaces(steps, ahead, judge, reading, along):
    """From what is written down alone: live and dormant claims, and decisions; now, and at any later tick."""
    shelf = Shelf(judge)
    posts = played(shelf, steps, reading, along)
    rebuilt = shelf.rebuilt()
    assert answers(rebuilt, posts, along) == answers(shelf.memory, posts, along)
    now = later(reading, minutes=sum(step[2] for step in steps)) + timedelta(days=ahead)
    ours, theirs = shelf.memory.tick(now), rebuilt.tick(now)
    assert (theirs.decisions, theirs.gone) == (ours.decisions, ours.gone)
    assert [(c.id, c.last_at) for c in theirs.dormant] == [(c.id, c.last_at) for c in ours.dormant]
