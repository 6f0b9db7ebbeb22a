"""One way into the sink for what stream and search send: counted, made a post, handed on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from connectors.coverage import SourceState
from connectors.posting import Clock, Sink, Sleep, deliver
from connectors.twitter.error import TweetError
from connectors.twitter.mapping import tweet_to_post
from connectors.twitter.meter import Meter
from models.post import Post

log = logging.getLogger(__name__)


class Intake:
    """Takes posts of X."""

    def __init__(
        self, sink: Sink, clock: Clock, meter: Meter, state: SourceState, sleep: Sleep = asyncio.sleep
    ) -> None:
        self.meter, self._state = meter, state
        self._sink, self._clock, self._sleep = sink, clock, sleep

    async def take(self, tweet: Mapping[str, Any], includes: Mapping[str, Any]) -> bool:
        """Count a post and hand it on; return when it is safe, False where it is no post."""
        await self.meter.spend(1)
        try:
            post = tweet_to_post(tweet, includes, self._clock())
        except TweetError as error:
            log.warning("a record of X is left out: %s", error)
            return False
        await self.hand_on(post)
        return True

    async def hand_on(self, post: Post) -> None:
        """Hand a post on that costs nothing."""
        await deliver(self._sink, post, self._sleep)
        self._state.note(post)
