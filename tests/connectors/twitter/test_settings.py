"""What the environment says of X."""

from __future__ import annotations

import pytest

from connectors.twitter.budget import Limits
from connectors.twitter.error import TwitterError
from connectors.twitter.settings import TwitterSettings, twitter_settings


def test_without_a_word_little_is_spent() -> None:
    """A hundred thousand reads a month, about 500 dollars."""
    assert twitter_settings({}) == TwitterSettings(Limits(100_000, 10_000), None, 512, 15)


def test_each_setting_is_taken() -> None:
    environ = {
        "RUMOR_TWITTER_READS_MONTH": "2000000", "RUMOR_TWITTER_READS_DAY": " 80000 ",
        "RUMOR_TWITTER_RESET_DAY": "17", "RUMOR_TWITTER_BACKFILL_MINUTES": "5",
        "RUMOR_TWITTER_QUERY_LENGTH": "4096", "RUMOR_TWITTER_LOOKUP_MINUTES": "0",
    }  # fmt: skip
    assert twitter_settings(environ) == TwitterSettings(Limits(2_000_000, 80_000, 17), 5, 4096, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKFILL_MINUTES", "0"), ("BACKFILL_MINUTES", "6"), ("BACKFILL_MINUTES", "five"),
        ("READS_MONTH", "-1"), ("READS_DAY", "1e3"), ("READS_MONTH", "9" * 30), ("RESET_DAY", "31"),
        ("QUERY_LENGTH", "5000"), ("LOOKUP_MINUTES", "²"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_what_it_may_be(name: str, value: str) -> None:
    with pytest.raises(TwitterError, match=f"RUMOR_TWITTER_{name} must be a whole number from"):
        twitter_settings({f"RUMOR_TWITTER_{name}": value})
