"""What the stream makes of an office's words for and against a claim. The office is invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.mention import Mention
from models.officials import parse_officials
from models.reading import Statement
from streams.parts import weigher

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
REGISTRY = parse_officials(
    """
    [[office]]
    id = "roads"
    name = "Velmar Road Agency"
    standing = 3
    about = ["Velmar"]
    accounts = ["twitter:velmar_roads"]
    """,
    "officials.toml",
)
TOLD = ("From Monday the Velmar bridge is closed to all traffic, they say.",)


@pytest.fixture
def weighed():
    """Weigh an office's own sentence, in a post of this stance."""
    weigh = weigher(REGISTRY)

    def weighing(quote, stance):
        statement = Statement("roads", None, 3, first_hand=True, unnamed=False, quote=quote)
        mention = Mention(
            "twitter:velmar_roads/1", "c1", "post", True, stance, 0.6, "vector", (), 1, NOON, NOON, "twitter",
            "twitter:velmar_roads", "en", quote, True, "twitter:velmar_roads", statements=(statement,),
        )  # fmt: skip
        return weigh(mention, statement, TOLD, NOON)

    return weighing


def test_a_denial_is_weighed_whatever_its_words(weighed):
    """That it denies is the stance's to say; it carries the office's name."""
    found = weighed("The Velmar bridge is open.", "deny")
    assert (found.office, found.office_name, found.cautions) == ("roads", "Velmar Road Agency", ())


def test_support_is_a_confirmation_only_where_the_words_confirm(weighed):
    """Speaking of the bridge does not."""
    assert weighed("We confirm that the Velmar bridge is closed.", "support") is not None
    assert weighed("Our engineers look at a joint of the Velmar bridge.", "support") is None
