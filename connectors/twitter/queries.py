"""Rules of the stream as queries of recent search, as few as possible.

Requests are counted, and a post that two rules match is sent, and paid for, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from connectors.watchlist import TwitterRule

QUERY_LENGTH: Final = 512
"""Characters of a query without a contract for more
(https://docs.x.com/x-api/posts/search/integrate/build-a-query)."""
LONGEST_QUERY: Final = 4_096

Pack = tuple[TwitterRule, ...]


def packs(rules: Iterable[TwitterRule], most: int = QUERY_LENGTH) -> list[Pack]:
    """Put rules together, in their order, as long as they fit into one query.

    A rule that is too long by itself is alone: X may tell why it does not take it.
    """
    made: list[Pack] = []
    for rule in rules:
        if made and len(query_of((*made[-1], rule))) <= most:
            made[-1] = (*made[-1], rule)
        else:
            made.append((rule,))
    return made


def query_of(rules: Sequence[TwitterRule]) -> str:
    """Write rules as one query that matches what any of them does."""
    if len(rules) == 1:
        return rules[0].query
    return " OR ".join(f"({rule.query})" for rule in rules)


def halves(pack: Pack) -> tuple[Pack, Pack]:
    """Split a pack in two: a query that is refused is refused for one of its rules."""
    middle = len(pack) // 2
    return pack[:middle], pack[middle:]
