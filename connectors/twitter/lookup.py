"""Find deleted posts: X tells of deletions only in streams for enterprises, so posts are asked for again.

What is asked for are the posts that live claims stand on: where they began, their wordings, their denials.
Each that still stands costs a read, so this is the first thing a tight budget stops, and never takes more
than its share. A post counts as deleted when X twice does not know or show it: a single answer without it may
be X's own hiccup, and a denial that seems withdrawn is an alert.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn

from connectors.claim_posts import LivePost, LivePosts
from connectors.coverage import SourceState
from connectors.posting import Clock, Sleep
from connectors.twitter import budget
from connectors.twitter.backoff import Backoff
from connectors.twitter.client import LOOKUP, Client, part_of, tweets_of
from connectors.twitter.failure import FailedError
from connectors.twitter.intake import Intake
from connectors.twitter.mapping import last_id
from connectors.twitter.session import Api
from models.post import Post

log = logging.getLogger(__name__)

SOURCE: Final = "twitter:#lookup"
"""Key of its coverage."""
BATCH: Final = 100
"""Posts of one request (``ids`` of https://docs.x.com/x-api/posts/get-posts-by-ids)."""
SHARE: Final = 0.1
"""Of the day's limit, at most, for all looks of a day."""
DENIAL_EVERY: Final = timedelta(hours=1)
EVERY: Final = timedelta(hours=6)
"""Between two looks at a post."""
CONFIRM_AFTER: Final = timedelta(minutes=5)
"""Between not finding a post and looking once more."""
GONE: Final = ("/problems/resource-not-found", "/problems/not-authorized-for-resource")
"""Ends of the types of X's answers: deleted, or of an account that was closed, suspended or made private."""


@dataclass(slots=True)
class Look:
    """When a post was looked at, and since when it is not there."""

    at: datetime
    missing: datetime | None = None


class Lookup:
    """Looks at posts of live claims by turns."""

    def __init__(
        self,
        client: Client,
        intake: Intake,
        live: LivePosts,
        clock: Clock,
        *,
        api: Api,
        state: SourceState,
        limits: budget.Limits,
        every: timedelta,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Prepare; ``every`` is the time between two rounds."""
        self._client, self._intake, self._live, self._clock = client, intake, live, clock
        self._api, self._state, self._every, self._sleep = api, state, every, sleep
        self._room = max(1, int(limits.day * SHARE * (every / budget.DAY)))
        self._looks: dict[str, Look] = {}
        self._deleted: set[str] = set()
        self._newest: dict[str, str] = {}
        """The newest version that was handed on of a post that was edited, by their ids."""

    async def run(self) -> NoReturn:
        """Look round after round."""
        backoff = Backoff()
        while True:
            try:
                await self.look()
                backoff = Backoff()
                await self._sleep(self._every.total_seconds())
            except FailedError as error:
                seconds = backoff.wait(error, 0, self._clock(), self._api.reset(LOOKUP))
                seconds = max(seconds, self._every.total_seconds())
                self._state.interrupt(self._clock(), str(error))
                log.warning("X is asked for deleted posts again in %.0f s: %s", seconds, error)
                await self._sleep(seconds)

    async def look(self) -> None:
        """Ask for the posts that are due, as many as the budget has room for; hand on what is deleted."""
        if self._intake.meter.level < budget.ALL:
            self._state.problem = "no look for deleted posts: the budget is tight"
            return
        due = self._due()[: min(self._room, self._intake.meter.left(budget.NEAR))]
        for start in range(0, len(due), BATCH):
            await self._ask(due[start : start + BATCH])
        self._state.resume(self._clock(), bridged=True)

    def _due(self) -> list[LivePost]:
        """List the posts whose turn it is, the most overdue first; forget those no claim stands on."""
        now, live = self._clock(), {post.uid: post for post in self._live.posts()}
        self._looks = {uid: look for uid, look in self._looks.items() if uid in live}
        self._deleted &= live.keys()
        ids = {post.post_id for post in live.values()}
        self._newest = {one: newest for one, newest in self._newest.items() if one in ids}
        turns = {uid: self._turn(post) for uid, post in live.items() if uid not in self._deleted}
        return [live[uid] for uid in sorted(turns, key=lambda uid: (turns[uid], uid)) if turns[uid] <= now]

    def _turn(self, post: LivePost) -> datetime:
        look = self._looks.get(post.uid)
        if look is None:
            return datetime.min.replace(tzinfo=self._clock().tzinfo)
        if look.missing:
            return look.missing + CONFIRM_AFTER
        return look.at + (DENIAL_EVERY if post.denial else EVERY)

    async def _ask(self, asked: Sequence[LivePost]) -> None:
        answer = await self._client.posts(LOOKUP, _ids(post.post_id for post in asked))
        found = {str(one.get("id")): one for one in tweets_of(answer)}
        await self._intake.meter.spend(len(found))
        await self._take_edits({post_id: last_id(one) for post_id, one in found.items()})
        gone = set(_gone(answer.get("errors"))) - found.keys()
        for post in asked:
            await self._note(post, post.post_id in gone)

    async def _take_edits(self, versions: Mapping[str, str]) -> None:
        """Ask for the newest versions of posts, given by their ids, that were not seen yet."""
        later = {newest: one for one, newest in versions.items() if newest != self._newest.get(one, one)}
        if not later:
            return
        answer = await self._client.posts(LOOKUP, _ids(later))
        for tweet in tweets_of(answer):
            await self._intake.take(tweet, part_of(answer, "includes"))
            if (asked := later.get(str(tweet.get("id")))) is not None:
                self._newest[asked] = str(tweet["id"])

    async def _note(self, post: LivePost, gone: bool) -> None:
        now, look = self._clock(), self._looks.get(post.uid)
        if not gone:
            self._looks[post.uid] = Look(now)
        elif look is None or look.missing is None:
            self._looks[post.uid] = Look(now, missing=now)
        else:
            await self._intake.hand_on(_deletion(post, now))
            self._deleted.add(post.uid)
            log.info("%s is deleted", post.uid)


def _ids(ids: Iterable[str]) -> dict[str, str]:
    return {"ids": ",".join(dict.fromkeys(ids))}


def _gone(errors: Any) -> Iterable[str]:
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, Mapping) and str(error.get("type")).endswith(GONE):
            yield str(error.get("resource_id") or error.get("value"))


def _deletion(post: LivePost, now: datetime) -> Post:
    return Post(
        platform="twitter",
        channel=post.channel.partition(":")[2],
        post_id=post.post_id,
        kind="delete",
        published_at=now,
        read_at=now,
    )
