"""The words of a post that a watched account reposts: the stream sends a reference only.

Asked for by the public ``app.bsky.feed.getPosts``. Where that fails the repost goes on without words, and
nothing is asked for a while: the stream must not wait for it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from connectors.bluesky.api import ApiError, ask
from connectors.bluesky.mapping import Commit, Raw, subject_of
from connectors.posting import Clock

log = logging.getLogger(__name__)

METHOD: Final = "app.bsky.feed.getPosts"
TIMEOUT: Final = 5.0
PAUSE: Final = timedelta(seconds=60)
MOST: Final = 1_000
"""Originals that are remembered: what many offices repost is asked for once."""


class Originals:
    """Looks up what is reposted."""

    def __init__(self, api: str, clock: Clock) -> None:
        self._api, self._clock = api, clock
        self._known: dict[str, Raw] = {}
        self._not_before: datetime | None = None

    async def of(self, commit: Commit) -> Raw | None:
        """Give the record of the post that is reposted; None where there is none, or it is not to be had."""
        uri = subject_of(commit)
        if uri is None or uri in self._known:
            return self._known.get(uri or "")
        if self._not_before is not None and self._clock() < self._not_before:
            return None
        try:
            record = _record(await ask(self._api, METHOD, TIMEOUT, uris=uri), uri)
        except ApiError as error:
            log.warning("reposts of Bluesky go on without words for a while: %s", error)
            self._not_before = self._clock() + PAUSE
            return None
        if record is not None:
            self._known[uri] = record
            if len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        return record


def _record(answer: dict[str, Any], uri: str) -> Raw | None:
    posts = answer.get("posts")
    for post in posts if isinstance(posts, list) else []:
        if isinstance(post, dict) and post.get("uri") == uri and isinstance(post.get("record"), dict):
            record: dict[str, Any] = post["record"]
            return record
    return None
