"""The ordered stage's index and the record of whoever follows a claim put it to sleep, and wake it, alike."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.claim.assign import AssignRules, claim_after, decide
from models.claim.memory import ClaimMemory
from models.mention import Mention
from models.track import step
from models.track.settings import DEFAULTS
from models.track.status import advance

HOURS = st.integers(1, 40 * 24)


def mention_of(decision, reading):
    """Give what the second stage gets of a decision."""
    post = reading.post
    return Mention(
        post=post.uid, claim=decision.claim, kind="post", primary=True, stance=decision.stance,
        similarity=decision.similarity, path=decision.path, why=(), offset=decision.offset,
        published_at=post.published_at, read_at=post.read_at, platform=post.platform,
        channel=post.channel_uid, lang="en", sentence=reading.sentence, asserts=reading.asserts,
        source=decision.source,
    )  # fmt: skip


def weigh(*_):
    """Find no office's denial in anything."""


class Both:
    """Both stages on one claim."""

    def __init__(self, judge):
        self.asleep, self.judge, self.offset, self.record = {}, judge, -1, None
        self.memory, self.rules, self.alerts = ClaimMemory(load=self.asleep.get), AssignRules(), []

    def post(self, reading):
        self.offset += 1
        decision = decide(self.memory, reading, reading.vector, self.offset, self.judge, self.rules)
        claim = claim_after(self.memory, decision, reading, reading.vector)
        self.memory.remember(decision)
        if claim is not None:
            self.memory.remember_claim(claim)
        self.record, alerts = step(self.record, mention_of(decision, reading), DEFAULTS, weigh)
        self.alerts += [alert.kind for alert in alerts]
        return decision

    def tick(self, now):
        self.asleep |= {claim.id: claim for claim in self.memory.tick(now).dormant}
        self.record = advance(self.record, now)


@settings(max_examples=60, deadline=None)
@given(first=st.lists(st.tuples(HOURS, st.booleans()), max_size=5), back=HOURS)
def test_both_sleep_at_the_same_tick_and_wake_by_the_same_post(first, back, judge, reading, along):
    """Comments before the silence count as life for both; what comes after it is an assertion.

    The index puts whole minutes to sleep together, so up to a minute later than the record.
    """
    both, hour = Both(judge), 0
    both.post(reading(0))
    for number, (later, comments) in enumerate(first, 1):
        if both.record.status == "dormant":
            break
        hour += later
        at = reading(0).post.at + timedelta(hours=hour)
        # Time comes first, as in the stream; a tick that is a minute past it is past it for both.
        both.tick(at + timedelta(minutes=-1))
        assert (both.memory.dormant == 1) == (both.record.status == "dormant")
        said = {"reply_to": "telegram:invented_0/0", "asserts": False} if comments else {}
        if both.record.status != "dormant":
            both.post(reading(number, along(0, 1, 0.9), published_at=at, read_at=at, **said))
    at = reading(0).post.at + timedelta(hours=hour + back, minutes=1)
    both.tick(at)
    assert (both.memory.dormant == 1) == (both.record.status == "dormant")
    decision = both.post(reading(99, along(0, 1, 0.9), published_at=at, read_at=at))
    assert decision.claim == both.record.claim
    assert both.memory.dormant == 0
    assert both.record.status != "dormant"


def test_a_return_after_the_silence_is_told_once(judge, reading, along):
    """As the claim it was: founded anew it would be no news."""
    both = Both(judge)
    first = both.post(reading(0))
    at = reading(0).post.at + timedelta(days=20)
    both.tick(at)
    back = both.post(reading(1, along(0, 1, 0.9), published_at=at, read_at=at))
    both.post(reading(2, along(0, 1, 0.9), published_at=at, read_at=at))
    assert back.claim == first.claim
    assert both.alerts == ["reignited"]
    assert both.record.status == "reignited"
