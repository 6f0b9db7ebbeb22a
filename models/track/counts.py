"""Take one post into a claim's counts, or an edit or deletion of one that is counted already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from models.mention import Mention, Stance
from models.post import fold_uid
from models.track.recent import STANCES, Known, recall, remember
from models.track.record import ClaimRecord, First, Origin
from models.track.settings import TrackSettings
from models.track.sketch import Weights, digest
from models.track.windows import count_recent, count_shape, minute_of
from models.track.wording import MOST_NAME

MOST_GROUPS: Final = 12
"""Platforms and languages told apart; more are a hostile source's invention."""
SHAPE_REACH: Final = timedelta(days=30)
"""A post older than this when it is read would only flatten the curve since birth."""
_GROUP_NAME: Final = 12


def born(claim: str, mention: Mention) -> ClaimRecord:
    """Give the empty record of a claim whose first mention is this one."""
    return ClaimRecord(
        claim=claim,
        offset=-1,
        now=mention.read_at,
        last_at=mention.at,
        origin=_origin_of(mention),
        status_since=mention.read_at,
    )


def begun(record: ClaimRecord | None, claim: str, mention: Mention) -> ClaimRecord:
    """Give the record that a mention is counted in: an empty one where nobody told the claim yet."""
    if record is None:
        return born(claim, mention)
    return resumed(record, born(claim, mention)) if record.vacant else record


def resumed(vacant: ClaimRecord, new: ClaimRecord) -> ClaimRecord:
    """Give a new record of a claim that has been without posts, with what it must still know."""
    return replace(
        new,
        offset=vacant.offset,
        taken=vacant.taken,
        name=vacant.name or new.name,
        pin=vacant.pin or new.pin,
        retold=vacant.retold,
        waiting=vacant.waiting,
    )


def counted(record: ClaimRecord, mention: Mention, settings: TrackSettings) -> ClaimRecord:
    """Count a post, or take in its edit or deletion."""
    key = digest(fold_uid(mention.post))
    known = recall(record.recent, key)
    if known is not None:
        return _revised(record, mention, key, known)
    if mention.kind != "post" and record.posts:
        # Counted too long ago to be remembered: what it said then stays counted.
        deleted = record.deleted + (mention.kind == "delete")
        return replace(record, deleted=deleted, now=max(record.now, mention.read_at), offset=mention.offset)
    return _added(record, mention, key, settings)


def _added(record: ClaimRecord, mention: Mention, key: bytes, settings: TrackSettings) -> ClaimRecord:
    at, asserts = mention.at, mention.stance == "support"
    now = max(record.now, mention.read_at)
    minute, shape, minutes = minute_of(at), record.shape, record.minutes
    if now - at <= settings.lateness:
        minutes = count_recent(minutes, minute, asserts)
    if now - at <= SHAPE_REACH:
        shape = count_shape(shape, minute, asserts)
    gone = mention.kind == "delete"
    return replace(
        record,
        offset=mention.offset,
        now=now,
        last_at=max(record.last_at, at),
        origin=_earlier(record.origin, mention),
        **_begun(record, mention, at),
        posts=record.posts + 1,
        deleted=record.deleted + gone,
        stances=_shifted(record.stances, None, mention.stance),
        channels=record.channels.add(digest(mention.channel)),
        sources=record.sources.add(digest(mention.source)) if asserts else record.sources,
        audience=_weighed(record, mention),
        views=_viewed(record.views, None, mention.views),
        platforms=_grouped(record.platforms, mention.platform, mention, at),
        languages=_grouped(record.languages, mention.lang, mention, at),
        recent=remember(record.recent, key, Known(mention.stance, mention.views, gone)),
        minutes=minutes,
        shape=shape,
    )


def _revised(record: ClaimRecord, mention: Mention, key: bytes, known: Known) -> ClaimRecord:
    gone = mention.kind == "delete"
    stance = mention.stance if mention.kind == "edit" else known.stance
    views = known.views if mention.views is None else mention.views
    turned = stance == "support" and known.stance != "support"
    return replace(
        record,
        offset=mention.offset,
        now=max(record.now, mention.read_at),
        deleted=record.deleted + (gone and not known.deleted),
        **(_begun(record, mention, mention.at) if turned else {}),
        stances=_shifted(record.stances, known.stance, stance),
        sources=record.sources.add(digest(mention.source)) if turned else record.sources,
        audience=_weighed(record, mention),
        views=_viewed(record.views, known.views, mention.views),
        recent=remember(record.recent, key, Known(stance, views, gone or known.deleted)),
    )


def _origin_of(mention: Mention) -> Origin:
    unread = mention.forward_of if mention.forward_of and not mention.parent_read else None
    return Origin(mention.post, mention.at, unread)


def _earlier(origin: Origin, mention: Mention) -> Origin:
    """Give the earlier of two; of equals the one whose name comes first, so that order plays no part."""
    if (mention.at, mention.post) < (origin.at, origin.uid):
        return _origin_of(mention)
    if origin.unread and fold_uid(origin.unread) == fold_uid(mention.post):
        return origin._replace(unread=None)
    return origin


def _begun(record: ClaimRecord, mention: Mention, at: datetime) -> dict[str, Any]:
    """Give what an assertion changes of when, and by whom, the claim was first asserted."""
    if mention.stance != "support" or mention.kind == "delete":
        return {}
    asserted_at = max(record.asserted_at or at, at)
    offices = {statement.office for statement in mention.statements if statement.first_hand}
    if not offices:
        return {"rumour_at": min(record.rumour_at or at, at), "asserted_at": asserted_at}
    said = dict(record.office_said)
    for office in sorted(offices):
        if office in said or len(said) < MOST_GROUPS:
            said[office] = min(said.get(office, at), at)
    return {"office_said": said, "asserted_at": asserted_at}


def _shifted(
    stances: tuple[int, int, int, int], old: Stance | None, new: Stance
) -> tuple[int, int, int, int]:
    if old == new:
        return stances
    counts = list(stances)
    counts[STANCES.index(new)] += 1
    if old is not None:
        counts[STANCES.index(old)] -= 1
    return counts[0], counts[1], counts[2], counts[3]


def _weighed(record: ClaimRecord, mention: Mention) -> Weights:
    if not mention.audience:
        return record.audience
    return record.audience.add(digest(mention.channel), mention.audience)


def _viewed(total: int | None, old: int | None, new: int | None) -> int | None:
    """Replace a post's views in the total; a counter that comes later is not added to the earlier one."""
    if new is None:
        return total
    return (total or 0) + new - (old or 0)


def _grouped(groups: dict[str, First], name: str, mention: Mention, at: datetime) -> dict[str, First]:
    name = name[:_GROUP_NAME]
    # A longer uid would fill the record many times over: the post is counted but not named.
    post = mention.post if len(mention.post) <= MOST_NAME else ""
    group = groups.get(name)
    if group is None:
        return groups if len(groups) >= MOST_GROUPS else {**groups, name: First(post, at, 1)}
    uid, first = min((group.uid, group.at), (post, at), key=lambda g: (g[1], g[0]))
    return {**groups, name: First(uid, first, group.posts + 1)}
