"""Ask after the posts that live claims stand on, however old: nobody may tell of their edit or deletion.

A history is compared for its latest posts alone, and what is pushed while the line is down is lost. But a
denial that is taken back is an alert, and a claim's first post is its origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from telethon.tl import types

from connectors.claim_posts import LivePosts
from connectors.telegram.desk import Desk, Event, Look
from connectors.telegram.history import ALBUM_SIZE, by_ids
from connectors.telegram.seen import Change, Seen, digest
from connectors.telegram.source import Source
from connectors.telegram.sync import albums


class Reading(Protocol):
    """Reads one channel."""

    uid: str

    def offer(self, event: Event) -> None:
        """Take an event, or know that one was dropped."""
        ...


async def look_after(live: LivePosts, readers: Sequence[Reading], desk: Desk) -> NoReturn:
    """Have every reader ask after the posts of its channel, round after round."""
    while True:
        await desk.sleep(desk.pace.look)
        ids = by_channel(live)
        for reader in readers:
            if reader.uid in ids:
                reader.offer(Look(ids[reader.uid]))


def by_channel(live: LivePosts) -> Mapping[str, tuple[int, ...]]:
    """Give the ids of posts of each channel; of #ids of channels never read none can be asked for."""
    found: dict[str, list[int]] = defaultdict(list)
    for post in live.posts():
        found[post.channel].append(int(post.post_id))
    return {channel: tuple(sorted(ids)) for channel, ids in found.items()}


@dataclass(slots=True)
class Standing:
    """What became of posts at the last look; not kept over a restart, which costs a look."""

    texts: dict[int, str] = field(default_factory=dict)
    """Post id -> digest of its text."""
    missing: set[int] = field(default_factory=set)
    """Not there at the last look: one answer without a post may be of a server that lags."""

    async def look(self, desk: Desk, source: Source, ids: Sequence[int], seen: Seen) -> list[Change]:
        """Ask after posts; give what is news: a text that is another one, a post twice not found.

        Those that the history is compared for, or whose deletion was told, are left out.
        """
        wanted = [one for one in ids if one not in seen.digests and one not in seen.gone]
        there = {pieces[0].id: pieces for pieces in await _posts(desk, source, wanted)}
        edits = [Change("edit", one, pieces) for one, pieces in there.items() if self._edited(one, pieces)]
        absent = [one for one in wanted if one not in there]
        gone = [one for one in absent if one in self.missing and not await _cut_album(desk, source, one)]
        self.missing = set(absent) - set(gone)
        self.texts = {one: digest(pieces) for one, pieces in there.items()}
        return edits + [Change("delete", one) for one in gone]

    def _edited(self, post_id: int, pieces: tuple[types.Message, ...]) -> bool:
        if (before := self.texts.get(post_id)) is not None:
            return before != digest(pieces)
        # What was told of it before this process began is not known: told again, an edit changes nothing.
        return any(one.edit_date and not one.edit_hide for one in pieces)


async def _posts(desk: Desk, source: Source, ids: Sequence[int]) -> list[tuple[types.Message, ...]]:
    """Give the posts that are there, albums with all their messages."""
    asked = set(ids)
    found = await by_ids(desk, source, ids)
    if begun := [one.id for one in found if one.grouped_id]:
        more = sorted({first + n for first in begun for n in range(1, ALBUM_SIZE)} - asked)
        found = sorted([*found, *await by_ids(desk, source, more)], key=lambda one: one.id)
    return [pieces for pieces in albums(found) if pieces[0].id in asked]


async def _cut_album(desk: Desk, source: Source, first: int) -> bool:
    """Tell whether messages of an album stand right behind one that is gone: then the post may be theirs."""
    behind = await by_ids(desk, source, range(first + 1, first + ALBUM_SIZE))
    return bool(behind) and behind[0].id == first + 1 and bool(behind[0].grouped_id)
