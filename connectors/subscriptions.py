"""Who is told of what: a claim, or whatever some words occur in, to a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from connectors.notify.target import parse_target
from connectors.store import Store, UnknownClaimError
from connectors.store.words import EVERYTHING, MOST_WORDS, query_words
from models.errors import RumorError

MOST_QUERY: Final = 200
"""Characters of a query."""
_ID: Final = re.compile(r"[0-9a-f]{4,16}")
_WHOLE: Final = 16
"""Characters of a claim's id."""


class SubscriptionError(RumorError):
    """What somebody wants to be told of and cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What is sent where."""

    kind: Literal["claim", "query"]
    value: str
    """A claim's id, words, or ``*`` for everything."""
    target: str
    new: bool = True
    """False where it was there already."""


def subscribe(store: Store, wanted: str, target: str) -> Subscription:
    """Send alerts of a claim (id or its beginning) or of a query to a target, from now on.

    Raises `SubscriptionError`, `TargetError`, or `UnknownClaimError` where an id fits no claim or several.
    """
    to = str(parse_target(target))
    kind, value = resolve(store, wanted)
    return Subscription(kind, value, to, store.subscribe(kind, value, to))


def unsubscribe(store: Store, wanted: str, target: str) -> bool:
    """End a subscription, given as it was made; False if there is none."""
    to = str(parse_target(target))
    kind, value = resolve(store, wanted)
    return store.unsubscribe(kind, value, to)


def resolve(store: Store, wanted: str) -> tuple[Literal["claim", "query"], str]:
    """Tell a claim from a query: what reads like the beginning of an id is one if a claim has it."""
    text = " ".join(wanted.split())
    if text == EVERYTHING:
        return "query", EVERYTHING
    if _ID.fullmatch(text.lower()):
        try:
            return "claim", str(store.claim(text)["claim"])
        except UnknownClaimError as error:
            if error.several or len(text) == _WHOLE:
                raise
    return "query", _query(text)


def _query(text: str) -> str:
    words = query_words(text)
    if not words:
        raise SubscriptionError(f"{text[:80]!r} holds no word to look for; * means every alert")
    if len(text) > MOST_QUERY or len(text.split()) > MOST_WORDS:
        raise SubscriptionError(f"a query has at most {MOST_WORDS} words and {MOST_QUERY} characters")
    return text
