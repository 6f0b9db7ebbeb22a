"""A question is acknowledged once its answer is among the posts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from connectors.opinion import Budget, Desk
from connectors.opinion.run import answer_one
from models.judge import Verdict, parse_opinion, question_bytes


class DeadError(Exception):
    """The process dies here."""


@dataclass
class Message:
    """A record of Kafka."""

    value: bytes | None
    offset: int


@dataclass
class Topics:
    """Both ends of Kafka: what waits, what was written, what was acknowledged."""

    waiting: list[bytes | None]
    written: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    done: int = 0
    given: int = 0
    dies: bool = False

    async def getone(self) -> Message:
        self.given += 1
        return Message(self.waiting[self.given - 1], self.given - 1)

    async def commit(self) -> None:
        self.done = self.given

    async def send_and_wait(self, topic: str, value: bytes, key: bytes) -> None:
        if self.dies:
            raise DeadError
        self.written.append((topic, value, key))


class Always:
    """A judge of one answer."""

    name = "oracle:one"

    def __init__(self, answer) -> None:
        self.answer = answer

    async def ask(self, _):
        return self.answer


@pytest.fixture
def desk(clock):
    """Give a desk."""
    return lambda answer: Desk(Always(answer), Budget(100, 100), clock, clock.sleep)


async def test_an_answer_is_written_after_its_post(desk, question):
    """Under the key of its channel, in the partition of the post itself."""
    topics = Topics([question_bytes(question())])
    await answer_one(topics, topics, "t.posts", desk(Verdict("deny")))
    ((topic, value, key),) = topics.written
    assert (topic, key) == ("t.posts", b"telegram:velmar_invented")
    written = parse_opinion(value)
    assert (written.stance, written.mention, topics.done) == ("deny", question().mention, 1)


async def test_no_opinion_writes_nothing_and_is_acknowledged(desk, question):
    """The next question is not held up."""
    topics = Topics([question_bytes(question())])
    await answer_one(topics, topics, "t.posts", desk(None))
    assert (topics.written, topics.done) == ([], 1)


@pytest.mark.parametrize("value", [None, b"", b"{}", b'{"question": 1}', b"\xff"])
async def test_a_record_that_is_no_question_is_passed_over(desk, value):
    """It is logged, not asked."""
    topics = Topics([value])
    await answer_one(topics, topics, "t.posts", desk(Verdict("deny")))
    assert (topics.written, topics.done) == ([], 1)


async def test_who_dies_before_the_answer_is_written_acknowledges_nothing(desk, question):
    """It is asked again, and the second answer has the id of the first."""
    topics = Topics([question_bytes(question())], dies=True)
    with pytest.raises(DeadError):
        await answer_one(topics, topics, "t.posts", desk(Verdict("deny")))
    assert topics.done == 0
