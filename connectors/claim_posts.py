"""Which posts of a platform live claims stand on: read from the topic of claims.

Their deletion or edit matters most, so connectors ask after them where no push is sure to tell.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NoReturn, Protocol

from aiokafka.errors import KafkaError

from connectors.compacted import Record, follow_compacted
from connectors.posting import SinkError, Sleep
from models.post import PostError, fold_uid

log = logging.getLogger(__name__)

MOST: Final = 30
"""Posts of one claim."""
AGAIN: Final = 30.0
"""Seconds until a topic that cannot be read is tried again."""


@dataclass(frozen=True, slots=True)
class LivePost:
    """A post that a live claim stands on."""

    uid: str
    """Folded."""
    denial: bool = False

    @property
    def channel(self) -> str:
        """The folded uid of its channel."""
        return self.uid.partition("/")[0]

    @property
    def post_id(self) -> str:
        """The platform's id."""
        return self.uid.partition("/")[2]


class LivePosts(Protocol):
    """Knows which posts of a platform live claims stand on."""

    def posts(self) -> Iterable[LivePost]:
        """Give them, in any order."""
        ...

    async def run(self) -> NoReturn:
        """Keep them current until cancelled."""
        ...


class ClaimPosts:
    """The posts of a platform that claims which are not dormant stand on, kept current by `run`."""

    def __init__(self, broker: str, topic: str, platform: str, sleep: Sleep = asyncio.sleep) -> None:
        self._broker, self._topic, self._sleep = broker, topic, sleep
        self._pick = partial(picked, platform=platform)
        self._claims: Mapping[str, Record] = {}

    async def run(self) -> NoReturn:
        """Follow the topic; what cannot be read is tried again."""
        while True:
            try:
                async with aclosing(follow_compacted(self._broker, self._topic, self._pick)) as changes:
                    async for claims in changes:
                        self._claims = claims
            except (KafkaError, SinkError) as error:
                log.warning("the claims are read again in %.0f s: %s", AGAIN, error)
            await self._sleep(AGAIN)

    def posts(self) -> Iterable[LivePost]:
        """Give the posts, each once; a denial of any claim is one."""
        found: dict[str, LivePost] = {}
        for claim in self._claims.values():
            for uid in claim["posts"]:
                found.setdefault(uid, LivePost(uid))
            found |= {uid: LivePost(uid, denial=True) for uid in claim["denials"]}
        return found.values()


def picked(claim: Record, platform: str) -> Record | None:
    """Pick the uids out of a claim's record; None where it sleeps, is merged away or not of the platform."""
    if claim.get("status") == "dormant" or "merged_into" in claim:
        return None
    deleted = {_folded(uid) for uid in _list(claim.get("deleted_words"))}
    denials = list(_of(platform, (one.get("post") for one in _dicts(claim.get("denials"))), deleted))
    posts = list(_of(platform, _standing(claim), deleted))
    return {"posts": posts, "denials": denials} if posts or denials else None


def _standing(claim: Record) -> Iterator[Any]:
    yield claim.get("origin")
    yield from (one.get("post") for one in _dicts(claim.get("wordings")))
    for name in ("first_by_platform", "first_by_language"):
        firsts = claim.get(name)
        yield from (
            one.get("post") for one in _dicts(list(firsts.values()) if isinstance(firsts, dict) else ())
        )


def _of(platform: str, uids: Iterable[Any], deleted: set[str]) -> Iterator[str]:
    """Give the uids of posts of a platform, folded, each once, at most `MOST`; their ids are numbers."""
    folded = dict.fromkeys(_folded(uid) for uid in uids)
    kept = [uid for uid in folded if uid.startswith(f"{platform}:") and uid not in deleted]
    yield from (uid for uid in kept[:MOST] if uid.partition("/")[2].isdecimal())


def _folded(uid: Any) -> str:
    try:
        return fold_uid(uid) if isinstance(uid, str) else ""
    except PostError:
        return ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
