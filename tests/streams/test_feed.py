"""Opinions are fed among the posts, where they came in. All are synthetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.judge import Opinion, Verdict, opinion_of, question_of
from models.mention import Mention
from streams.feed import Given

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def opinions() -> list[Opinion]:
    """Give four opinions, a minute between two of them."""

    def make(number: int) -> Opinion:
        mention = Mention(
            f"telegram:velmar_invented/{number}", "c1", "post", True, "comment", 0.6, "vector", (), number,
            NOON, NOON, "telegram", "telegram:velmar_invented", "en", "", True, "telegram:velmar_invented",
        )  # fmt: skip
        asked = question_of(mention, NOON, "The Velmar bridge closes.", "Is it closed")
        return opinion_of(asked, "oracle:one", Verdict("deny"), NOON + timedelta(minutes=number))

    return [make(number) for number in range(4)]


def test_opinions_come_before_the_first_post_that_is_later(opinions):
    """In the order in which they were given, whatever their order in the file; the others after the end."""
    given = Given(reversed(opinions))
    assert list(given.until(NOON)) == []
    assert list(given.until(NOON + timedelta(minutes=2))) == opinions[:2]
    assert list(given.until(NOON + timedelta(minutes=2))) == []
    assert list(given.rest()) == opinions[2:]
    assert list(given.rest()) == []
