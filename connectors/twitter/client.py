"""Requests for posts through tweepy, in whichever of its two vocabularies X takes them.

X's documents (version 2.167) say ``post.fields`` for search and look-up and ``tweet.fields`` for the stream;
tweepy, and X for years, say ``tweet.fields`` for all. The first that X does not refuse is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from tweepy.asynchronous import AsyncClient

from connectors.twitter.failure import FailedError, failures
from connectors.twitter.session import Api

log = logging.getLogger(__name__)

Fields = Mapping[str, list[str]]

FIELDS: Final[Fields] = {
    "tweet.fields": [
        "author_id", "created_at", "edit_history_tweet_ids", "entities", "in_reply_to_user_id", "lang",
        "note_tweet", "public_metrics", "referenced_tweets",
    ],
    "user.fields": ["name", "public_metrics", "username"],
    "expansions": [
        "author_id", "in_reply_to_user_id", "referenced_tweets.id", "referenced_tweets.id.author_id",
    ],
}  # fmt: skip
"""All that `tweet_to_post` reads; what is not asked for does not come."""
POST_FIELDS: Final[Fields] = {
    "post.fields": ["created_at", "entities", "id", "lang", "note_post", "public_metrics", "text"],
    "user.fields": ["name", "public_metrics", "username"],
    "expansions": [
        "author_id",
        "edit_history_post_ids",
        "in_reply_to_user_id",
        "referenced_posts",
        "username",
    ],
}
"""The same in the newer vocabulary, where references come as expansions."""
SEARCH: Final = "/2/tweets/search/recent"
LOOKUP: Final = "/2/tweets"
_UNKNOWN: Final = ("tweet.fields", "post.fields", "expansions")


class Client:
    """Asks X for posts."""

    def __init__(self, bearer_token: str, api: Api) -> None:
        self._token, self._api = bearer_token, api
        self._fields: dict[str, Fields] = {}
        """The vocabulary that a path has taken."""

    async def posts(self, path: str, asked: Mapping[str, str | int]) -> dict[str, Any]:
        """Ask a path for posts; return X's whole answer, raise `FailedError`."""
        fields = self._fields.get(path, FIELDS)
        try:
            return await self._ask(path, asked, fields)
        except FailedError as error:
            if not _is_of_words(error):
                raise
            log.info("X is asked in its other vocabulary: %s", error)
        other = POST_FIELDS if fields is FIELDS else FIELDS
        try:
            answer = await self._ask(path, asked, other)
        except FailedError as error:
            if _is_of_words(error):  # no fault of what was asked for
                raise FailedError("http", error.status, f"in no vocabulary: {error}") from None
            raise
        self._fields[path] = other
        return answer

    async def _ask(self, path: str, asked: Mapping[str, str | int], words: Fields) -> dict[str, Any]:
        fields = {name: ",".join(values) for name, values in words.items()}
        client = AsyncClient(self._token)
        with failures(self._api, path):
            async with self._api.session() as client.session:
                answer = await client.request("GET", path, params={**asked, **fields})
                record = await answer.json()
        if not isinstance(record, dict):
            raise FailedError("http", answer.status, "an answer that is no JSON object")
        return record


def _is_of_words(error: FailedError) -> bool:
    return error.refused and any(word in str(error) for word in _UNKNOWN)


def tweets_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the posts of an answer."""
    data = answer.get("data")
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def part_of(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Give an object of an answer (``includes``, ``meta``), empty where there is none."""
    part = answer.get(name)
    return part if isinstance(part, dict) else {}
