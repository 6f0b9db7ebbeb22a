"""What changed in a channel between two readings of its history: a pure comparison.

Telegram's pushes are not to be relied upon, neither to come nor to come once. So the latest posts of each
channel are remembered by a digest of their text, pushes and history are compared with it alike, and only
what is news goes on: a post not seen before, a text that is another one now, a post that is gone.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from telethon.tl import types

from connectors.telegram.seen import AnyMessage, Change, Seen


@dataclass(frozen=True, slots=True)
class Hole:
    """Posts that were there and are gone before a history showed them: their ids are missing in it."""

    ids: range
    """From the first to the last of them; those that were pushed lie among them."""
    count: int
    """Of those that were not pushed."""
    since: datetime
    until: datetime
    """Times of the messages before and after them."""


def albums(messages: Sequence[AnyMessage]) -> list[tuple[types.Message, ...]]:
    """Put messages in ascending order together that are one post; service messages are none."""
    groups: dict[tuple[str, int], list[types.Message]] = {}
    for message in messages:
        if isinstance(message, types.Message):
            album = message.grouped_id
            groups.setdefault(("album", album) if album else ("message", message.id), []).append(message)
    return [tuple(group) for group in groups.values()]


def changes(history: Sequence[AnyMessage], seen: Seen, whole_from: int | None = None) -> list[Change]:
    """Tell what is news in a stretch of history, in ascending order.

    ``whole_from``: from this id on nothing is missing in ``history`` that the channel still has, so what was
    seen and is not there has been deleted; None: that cannot be told.
    """
    news = []
    for pieces in albums(history):
        name = seen.name_of(pieces[0].id)
        # An album that begins before the history is not whole: its caption may lie there.
        if name < history[0].id:
            continue
        if not seen.knows(pieces):
            news.append(Change(seen.kind_of(name), name, pieces))
        elif seen.outgrown(name, pieces):
            news.append(Change("edit", name, pieces, counters_only=True))
    if whole_from is None or not history:
        return news
    there = {message.id for message in history}
    standing = {seen.name_of(one) for one in there}
    # Beyond the newest id in the history nothing is certain: it may come from a server that lags.
    known = (one for one in sorted(seen.digests) if seen.name_of(one) == one)
    return [Change("delete", o) for o in known if whole_from <= o <= max(there) and o not in standing] + news


def holes(history: Sequence[AnyMessage], seen: Seen) -> list[Hole]:
    """Find what was posted since the last reading and deleted before this one.

    A channel numbers its messages one by one, service messages included. What was pushed and then deleted has
    been read. Nothing is told of a first reading.
    """
    if seen.last_id is None:
        return []
    found, before = list[Hole](), None
    for message in history:
        ids = range(max(before.id if before else 0, seen.last_id) + 1, message.id)
        count = len(ids) - sum(one in ids for one in seen.met)
        if count > 0 and message.date:
            found.append(Hole(ids, count, (before or message).date or message.date, message.date))
        before = message
    return found


async def batches(messages: AsyncIterable[AnyMessage], size: int) -> AsyncIterator[list[AnyMessage]]:
    """Cut a long history into pieces of about ``size`` messages, never through an album."""
    batch: list[AnyMessage] = []
    async for message in messages:
        album = getattr(message, "grouped_id", None)
        if len(batch) >= size and not (album and album == getattr(batch[-1], "grouped_id", None)):
            yield batch
            batch = []
        batch.append(message)
    if batch:
        yield batch
