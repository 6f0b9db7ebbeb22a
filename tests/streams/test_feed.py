"""A recording is fed line by line; an opinion folds into its post. All are synthetic."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.recording import Answered, Recorded, Rejected
from models.judge import Verdict, is_opinion, opinion_of, question_of
from models.mention import Mention
from models.post import Post
from streams.feed import Fed, _feed_lines, _Pace

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
UID = "telegram:Velmar/1"


@pytest.fixture
def opinion():
    """Give an opinion on a post of another spelling of its channel."""
    mention = Mention(
        UID, "c1", "post", True, "comment", 0.6, "vector", (), 1, NOON, NOON, "telegram", "telegram:velmar",
        "en", "", True, "telegram:velmar",
    )  # fmt: skip
    asked = question_of(mention, NOON, "The Velmar bridge closes.", "Is it closed")
    return opinion_of(asked, "oracle:one", Verdict("deny"), NOON)


async def fed(*lines) -> tuple[Fed, list[tuple[bytes, bytes]]]:
    """Feed lines; give the books and the records that are no ticks."""
    sent, books = [], Fed()

    async def send(key, value, headers) -> None:
        if key:
            sent.append((key, value, dict(headers)))

    async def flush() -> None:
        """Nothing waits here."""

    await _feed_lines(lines, send, flush, _Pace(None), books)
    return books, sent


async def test_an_opinion_follows_its_post_and_folds_into_it(opinion):
    """Under the key of its channel, with its line; the books count two lines of one post."""
    post = Post("telegram", "velmar", "1", NOON, text="t", read_at=NOON)
    books, sent = await fed(Recorded(1, post, 10), Answered(2, opinion, 20))
    assert [(key, is_opinion(value)) for key, value, _ in sent] == [
        (b"telegram:velmar", False),
        (b"telegram:velmar", True),
    ]
    assert sent[1][2] == {"line": b"2"}
    assert (dict(books.lines_of), books.lines, books.position) == ({"telegram:velmar/1": 2}, 2, 20)


async def test_an_opinion_whose_post_is_not_there_is_rejected(opinion):
    """With its line and the reason: the books must balance."""
    books, sent = await fed(Answered(1, opinion, 10))
    assert sent == []
    assert books.rejected == [Rejected(1, f"an opinion on {UID}, which no line before it holds")]
