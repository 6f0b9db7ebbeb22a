"""Take one post into a claim's counts, or an edit or deletion of one that is counted already."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from models.mention import Mention, Stance
from models.post import fold_uid
from models.track.recent import STANCES, WORDS_BYTES, Known, recall, remember
from models.track.record import ClaimRecord, First, Origin
from models.track.settings import TrackSettings
from models.track.sketch import Distinct, digest
from models.track.tree import circled, cited_by, grown, linked, passes_on
from models.track.windows import Tally, count_hours, count_recent, count_shape, minute_of, recount
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
    gone, late = mention.kind == "delete", now - at > settings.lateness
    minute = minute_of(at)
    seen = 0 if late else minute
    channel, cited = digest(mention.channel), cited_by(mention)
    known = Known(mention.stance, mention.views, gone, minute, words_of(mention), late)
    return replace(
        record,
        offset=mention.offset,
        now=now,
        last_at=max(record.last_at, at),
        origin=_earlier(record.origin, mention),
        **_begun(record, mention, at),
        **_at_denial(record, at, asserts),
        **_rows(record, mention, minute, late=late, old=now - at > SHAPE_REACH),
        posts=record.posts + 1,
        deleted=record.deleted + gone,
        stances=_shifted(record.stances, None, mention.stance),
        channels=record.channels.add(channel, seen),
        sources=_told_by(record, mention, channel) if asserts else record.sources,
        audience=record.audience.add(channel, mention.audience or 0, seen),
        views=_viewed(record.views, None, mention.views),
        platforms=_grouped(record.platforms, mention.platform, mention, seen),
        languages=_grouped(record.languages, mention.lang, mention, seen),
        recent=remember(record.recent, key, known),
        tree=grown(record.tree, mention, record.recent),
        circles=circled(record.circles, record.links, mention),
        links=linked(record.links, mention.channel, cited) if cited else record.links,
    )


def _told_by(record: ClaimRecord, mention: Mention, channel: bytes) -> Distinct:
    return record.sources.add(channel if mention.source == mention.channel else digest(mention.source))


def _rows(record: ClaimRecord, mention: Mention, minute: int, *, late: bool, old: bool) -> dict[str, Any]:
    """Count a post in the windows it belongs to: none that is closed, and no curve it would only flatten."""
    tally = tally_of(mention, mention.stance, mention.views)
    rows = {} if old else {
        "shape": count_shape(record.shape, minute, tally[:3]),
        "hours": count_hours(record.hours, minute, tally[:2]),
    }  # fmt: skip
    return rows if late else {**rows, "minutes": count_recent(record.minutes, minute, tally)}


def tally_of(mention: Mention, stance: Stance, views: int | None) -> Tally:
    """Give what one post counts for in windows."""
    asserts = int(stance == "support")
    return Tally(1, asserts, int(asserts and passes_on(mention)), views or 0)


def _at_denial(record: ClaimRecord, at: datetime, asserts: bool) -> dict[str, Any]:
    """Count a post that was published before the denial and read after it with those before."""
    if record.denied_at is None or at >= record.denied_at:
        return {}
    return {
        "posts_at_denial": record.posts_at_denial + 1,
        "asserting_at_denial": record.asserting_at_denial + asserts,
    }


def words_of(mention: Mention) -> bytes:
    """Hash all that a mention tells of its post's words and what was made of them."""
    said = f"{mention.stance}{mention.asserts}{mention.sentence}{mention.outline}{mention.subjects}"
    for told in mention.statements:
        said += f"{told.office}{told.official}{told.quote}"
    return digest(said)[:WORDS_BYTES]


def only_counters(record: ClaimRecord, mention: Mention) -> bool:
    """Tell whether a mention brings newer counters of a post whose words are as they were."""
    if mention.kind != "edit":
        return False
    known = recall(record.recent, digest(fold_uid(mention.post)))
    return known is not None and not known.deleted and known.words == words_of(mention)


def _revised(record: ClaimRecord, mention: Mention, key: bytes, known: Known) -> ClaimRecord:
    gone = mention.kind == "delete"
    words = words_of(mention) if mention.kind == "edit" else known.words
    turns = mention.kind == "opinion" or (mention.kind == "edit" and words != known.words)
    stance = mention.stance if turns else known.stance
    views = known.views if mention.views is None else mention.views
    turned = stance == "support" and known.stance != "support"
    now = Known(stance, views, gone or known.deleted, known.minute, words, known.late)
    return replace(
        record,
        offset=mention.offset,
        now=max(record.now, mention.read_at),
        deleted=record.deleted + (gone and not known.deleted),
        **(_begun(record, mention, mention.at) if turned else {}),
        **_recounted(record, mention, known, now),
        stances=_shifted(record.stances, known.stance, stance),
        sources=record.sources.add(digest(mention.source)) if turned else record.sources,
        audience=record.audience.add(digest(mention.channel), mention.audience or 0),
        views=_viewed(record.views, known.views, mention.views),
        recent=remember(record.recent, key, now),
    )


def _recounted(record: ClaimRecord, mention: Mention, was: Known, now: Known) -> dict[str, Any]:
    """Change what a post counts for in the windows that it is in, at the time of its publication."""
    old, new = tally_of(mention, was.stance, was.views), tally_of(mention, now.stance, now.views)
    change = tuple(after - before for before, after in zip(old, new, strict=True))
    if not any(change):
        return {}
    rows = {
        "shape": recount(record.shape, was.minute, change[:3]),
        "hours": recount(record.hours, was.minute, change[:2]),
    }
    return rows if was.late else {**rows, "minutes": recount(record.minutes, was.minute, change)}


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


def _viewed(total: int | None, old: int | None, new: int | None) -> int | None:
    """Replace a post's views in the total; a counter that comes later is not added to the earlier one."""
    if new is None:
        return total
    return (total or 0) + new - (old or 0)


def _grouped(groups: dict[str, First], name: str, mention: Mention, seen: int) -> dict[str, First]:
    """Count a post in its group; ``seen`` is the minute of it that windows know, 0 of a late one."""
    name = name[:_GROUP_NAME]
    # A longer uid would fill the record many times over: the post is counted but not named.
    post, at = mention.post if len(mention.post) <= MOST_NAME else "", mention.at
    group = groups.get(name)
    if group is None:
        return groups if len(groups) >= MOST_GROUPS else {**groups, name: First(post, at, 1, seen)}
    first, uid = min((group.at, group.uid), (at, post))
    return {**groups, name: First(uid, first, group.posts + 1, max(group.last, seen))}
