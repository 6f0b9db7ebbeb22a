"""Take posts out of a claim's record, and make a record of what they brought, for the claim that gets them.

A bounded record cannot give back all that a post did to it. Exact: posts, stances, groups, views, deletions,
windows as far back as they reach, sentences, pages, denials. Kept as they were: the sketches of distinct
channels, sources and audience, since another post may be of the same channel. Where the first post leaves,
the claim begins with the earliest platform or language of which another first post is known.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import reduce
from typing import Any

from msgspec.structs import replace

from models.order import MovedPost
from models.post import fold_uid
from models.track.absorb import absorbed
from models.track.counts import born, counted, tally_of
from models.track.own_pages import published
from models.track.recent import STANCES, Known, forget, recall, remember
from models.track.record import ClaimRecord, First, Heard
from models.track.ruled import spreads_by
from models.track.settings import TrackSettings
from models.track.sketch import digest
from models.track.status import moved
from models.track.tree import pruned
from models.track.windows import minute_of, uncount
from models.track.wording import reworded

_DENIALS = frozenset({"denied", "unconfirmed_denial"})


def parted(
    record: ClaimRecord, posts: Sequence[MovedPost], to: str, settings: TrackSettings
) -> tuple[ClaimRecord, ClaimRecord]:
    """Give a record without some posts, and the record of these posts as the claim ``to`` gets it."""
    rest = record
    for post in posts:
        rest = _without(rest, post)
    return _quiet(record, rest), part_of(record, posts, to, settings)


def part_of(
    record: ClaimRecord | None, posts: Sequence[MovedPost], to: str, settings: TrackSettings
) -> ClaimRecord:
    """Give the record that posts make by themselves; what was told of them is not told again."""
    part = reduce(absorbed, (_alone(record, post, to, settings) for post in posts))
    if record is None:
        return part
    fired = [kind for kind in record.fired if kind in _DENIALS and part.heard]
    if "spreading" in record.fired and spreads_by(part, settings.rules):
        fired.append("spreading")
        part = moved(part, "spreads")
    strong = part.strong_denials
    return replace(
        part,
        fired=tuple(fired),
        denied_at=record.denied_at if strong else None,
        asserting_at_denial=part.asserting if strong else 0,
        hour_before_denial=record.hour_before_denial if strong else 0,
        posts_at_denial=part.posts if strong else 0,
        status="denied" if strong else part.status,
        retold=record.retold,
    )


def _alone(record: ClaimRecord | None, post: MovedPost, to: str, settings: TrackSettings) -> ClaimRecord:
    """Give the record of one post, with what the old record knows of it beyond the mention."""
    mention = dataclasses.replace(post.mention, claim=to, kind="post")
    key = digest(fold_uid(mention.post))
    known = recall(record.recent, key) if record else None
    part = published(reworded(counted(born(to, mention), mention, settings), mention), mention)
    if record is None:
        return replace(part, offset=-1)
    pages = tuple(page for page in record.own_pages if fold_uid(page.uid) == fold_uid(mention.post))
    heard = _heard_of(record, mention.post) if mention.stance == "deny" else ()
    if known is not None:
        part = replace(part, recent=remember(part.recent, key, known._replace(stance=mention.stance)))
    gone = known is not None and known.deleted and not part.deleted
    return replace(
        part,
        offset=-1,
        deleted=part.deleted + gone,
        views=part.views if known is None or known.views is None else known.views,
        own_pages=pages or part.own_pages,
        heard=heard,
    )


def _heard_of(record: ClaimRecord, post: str) -> tuple[Heard, ...]:
    return tuple(heard for heard in record.heard if fold_uid(heard.post) == fold_uid(post))


def _without(record: ClaimRecord, post: MovedPost) -> ClaimRecord:
    mention, name = post.mention, fold_uid(post.mention.post)
    known = recall(record.recent, digest(name)) or Known(post.was, mention.views, mention.kind == "delete")
    minute, tally = known.minute or minute_of(mention.at), tally_of(mention, known.stance, known.views)
    record = reworded(record, dataclasses.replace(mention, kind="delete", sentence="", stance=known.stance))
    record = replace(
        record,
        posts=max(0, record.posts - 1),
        deleted=max(0, record.deleted - known.deleted),
        stances=_fewer(record.stances, STANCES.index(known.stance)),
        views=None if record.views is None else max(0, record.views - (known.views or 0)),
        platforms=_smaller(record.platforms, mention.platform, mention.post),
        languages=_smaller(record.languages, mention.lang, mention.post),
        recent=forget(record.recent, digest(name)),
        minutes=record.minutes if known.late else uncount(record.minutes, minute, tally),
        shape=uncount(record.shape, minute, tally[:3]),
        hours=uncount(record.hours, minute, tally[:2]),
        tree=pruned(record.tree, mention),
        heard=tuple(heard for heard in record.heard if fold_uid(heard.post) != name),
        own_pages=tuple(page for page in record.own_pages if fold_uid(page.uid) != name),
    )
    return _begins_later(record, name) if fold_uid(record.origin.uid) == name else record


def _begins_later(record: ClaimRecord, gone: str) -> ClaimRecord:
    """Give a record whose first post left: it begins with the earliest group that names another post."""
    firsts = [g for g in (*record.platforms.values(), *record.languages.values()) if g.uid]
    left = [g for g in firsts if fold_uid(g.uid) != gone]
    uids = [(w.post, record.origin.at) for w in record.wordings]
    named = [(first.uid, first.at) for first in left] or uids
    if not named:
        return record
    uid, at = min(named, key=lambda pair: (pair[1], pair[0]))
    changes: dict[str, Any] = {"origin": record.origin._replace(uid=uid, at=at, unread=None)}
    if record.rumour_at == record.origin.at:
        changes["rumour_at"] = at
    return replace(record, **changes)


def _fewer(stances: tuple[int, int, int, int], at: int) -> tuple[int, int, int, int]:
    counts = list(stances)
    counts[at] = max(0, counts[at] - 1)
    return counts[0], counts[1], counts[2], counts[3]


def _smaller(groups: dict[str, First], name: str, post: str) -> dict[str, First]:
    found = next((key for key in groups if name.startswith(key)), None)
    if found is None:
        return groups
    group = groups[found]
    if group.posts <= 1:
        return {key: other for key, other in groups.items() if key != found}
    # Who came second in a group is not kept.
    uid = "" if group.uid and fold_uid(group.uid) == fold_uid(post) else group.uid
    return {**groups, found: group._replace(uid=uid, posts=group.posts - 1)}


def _quiet(record: ClaimRecord, rest: ClaimRecord) -> ClaimRecord:
    """Give the record that is left, where its denials went: a new one would be news to it."""
    if record.heard == rest.heard or rest.denials:
        if record.strong_denials and not rest.strong_denials:
            return moved(rest, "withdrawn")
        return rest
    rest = moved(rest, "withdrawn")
    fired = tuple(kind for kind in rest.fired if kind not in _DENIALS)
    return replace(
        rest,
        fired=fired,
        denied_at=None,
        asserting_at_denial=0,
        posts_at_denial=0,
        hour_before_denial=0,
        informed=b"",
        repeats=(),
        retold=rest.retold + 1,
    )
