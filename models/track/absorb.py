"""Take into a claim's record what another claim's record holds: all of it, or what some posts brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from models.order import Status
from models.outline import means_together
from models.post import fold_uid
from models.track import recent, taken
from models.track.aftermath import informed_together, together
from models.track.counts import MOST_GROUPS
from models.track.own_pages import MOST_OWN
from models.track.record import ClaimRecord, First, Heard, Origin, OwnPage, Wording
from models.track.returning import HOUR
from models.track.sketch import HASH_BYTES
from models.track.status import MOST_TURNS
from models.track.tree import MOST_LINKS, circles_of, joined
from models.track.windows import Buckets, minute_of, uncount, united_hours, united_recent, united_shape
from models.track.wording import MOST_WORDINGS, best_first

Value = TypeVar("Value")
_WEIGHT: Final[dict[Status, int]] = {
    "emerging": 1, "spreading": 2, "reignited": 3, "denied": 4, "confirmed": 4, "dormant": 0,
}  # fmt: skip
"""Which of two states tells more; of a denial and a confirmation the newer word stands."""


def absorbed(record: ClaimRecord, part: ClaimRecord) -> ClaimRecord:
    """Give the record of two claims that are one: as if all posts had been counted here.

    Counts, windows and sketches add up (a channel in both counts once); nothing that was told is told again.
    Exact as far as the records are; posts of both that are older than the last `recent.KEPT` can no longer
    turn, and the beginning of the minute windows is that of the newer claim.
    """
    one = replace(
        record,
        **_state(record, part),
        **_counts(record, part),
        **_kept(record, part),
        now=max(record.now, part.now),
        last_at=max(record.last_at, part.last_at),
        origin=_origin(record.origin, part.origin),
        rumour_at=_both(min, record.rumour_at, part.rumour_at),
        asserted_at=_both(max, record.asserted_at, part.asserted_at),
        office_said=_said(record.office_said, part.office_said),
        emptied_into=None,
    )
    return best_first(one)


def _state(record: ClaimRecord, part: ClaimRecord) -> dict[str, Any]:
    """Give the state that tells more; two claims of which the one heard of last sleeps both do."""
    lead = max((record, part), key=lambda r: (_WEIGHT[_awake(r)], r.status_since or r.now))
    last = max((record, part), key=lambda r: r.last_at)
    asleep = last.status == "dormant"
    return {
        "status": "dormant" if asleep else _awake(lead),
        "status_since": (last if asleep else lead).status_since,
        "slept_from": _awake(lead) if asleep else None,
        "turns": tuple(sorted({*record.turns, *part.turns}, key=lambda turn: turn.at))[-MOST_TURNS:],
        "returns": max(record.returns, part.returns),
        "retold": max(record.retold, part.retold),
        "denied_at": _both(min, record.denied_at, part.denied_at),
        "posts_at_denial": _posts_then(record) + _posts_then(part) if _denied(record, part) else 0,
        "informed": informed_together(record.informed, part.informed),
        "repeats": together(record.repeats, part.repeats),
        "asserting_at_denial": _at_denial(record) + _at_denial(part) if _denied(record, part) else 0,
        "hour_before_denial": _hour_before(record, part) + _hour_before(part, record),
        "fired": tuple(dict.fromkeys(record.fired + part.fired)),
        "name": record.name or part.name,
        "pin": max((r.pin for r in (record, part) if r.pin), key=lambda pin: pin.at, default=None),
    }


def _awake(record: ClaimRecord) -> Status:
    """Give the state a claim is in when it does not sleep."""
    return (record.slept_from or "emerging") if record.status == "dormant" else record.status


def _denied(record: ClaimRecord, part: ClaimRecord) -> bool:
    return record.denied_at is not None or part.denied_at is not None


def _at_denial(record: ClaimRecord) -> int:
    """Count the posts that do not come after a denial; of a claim that had none, all."""
    return record.asserting if record.denied_at is None else record.asserting_at_denial


def _hour_before(record: ClaimRecord, other: ClaimRecord) -> int:
    """Count the assertions in the hour before the denial; of a claim that had none, before the other's."""
    if record.denied_at is not None or other.denied_at is None:
        return record.hour_before_denial
    denied = minute_of(other.denied_at)
    return record.hours.total(denied - HOUR, denied + 1).asserting


def _posts_then(record: ClaimRecord) -> int:
    return record.posts if record.denied_at is None else record.posts_at_denial


def _counts(record: ClaimRecord, part: ClaimRecord) -> dict[str, Any]:
    """Add up what is counted; a post that spoke of both claims is one post of the two together.

    Known of such posts are those among the last ones of both.
    """
    both = recent.shared(record.recent, part.recent)
    twice = [sum(known.stance == stance for known in both) for stance in recent.STANCES]
    told = (a + b - c for a, b, c in zip(record.stances, part.stances, twice, strict=True))
    return {
        "posts": record.posts + part.posts - len(both),
        "deleted": record.deleted + part.deleted - sum(known.deleted for known in both),
        "stances": tuple(max(0, count) for count in told),
        "channels": record.channels.union(part.channels),
        "sources": record.sources.union(part.sources),
        "audience": record.audience.union(part.audience),
        "views": _views(record, part, both),
        "platforms": _groups(record.platforms, part.platforms),
        "languages": _groups(record.languages, part.languages),
        "minutes": _once(
            united_recent(record.minutes, part.minutes), [known for known in both if not known.late]
        ),
        "shape": _once(united_shape(record.shape, part.shape), both),
        "hours": _once(united_hours(record.hours, part.hours), both),
    }


def _once(row: Buckets, both: Iterable[recent.Known]) -> Buckets:
    """Take out again what was counted in both claims; whether it was passed on is not known any more."""
    for known in both:
        counts = (1, int(known.stance == "support"), 0, known.views or 0)
        row = uncount(row, known.minute, counts[: len(row.rows)])
    return row


def _views(record: ClaimRecord, part: ClaimRecord, both: Iterable[recent.Known]) -> int | None:
    views = _both(sum, record.views, part.views)
    return None if views is None else max(0, views - sum(known.views or 0 for known in both))


def _kept(record: ClaimRecord, part: ClaimRecord) -> dict[str, Any]:
    return {
        "recent": recent.united(record.recent, part.recent),
        "taken": taken.united(record.taken, part.taken),
        "waiting": record.waiting + part.waiting,
        "tree": joined(record.tree, part.tree),
        "links": (record.links + part.links)[-MOST_LINKS * 2 * HASH_BYTES :],
        "circles": circles_of((*record.circles, *part.circles)),
        "wordings": _wordings(record.wordings, part.wordings),
        "middle": means_together(record.middle, part.middle),
        "about": "" if record.wordings or part.wordings else record.about or part.about,
        "told": {**record.told, **part.told},
        "heard": _heard(record.heard, part.heard),
        "own_pages": _pages(record.own_pages, part.own_pages),
    }


def _both(choose: Callable[[list[Value]], Value], one: Value | None, other: Value | None) -> Value | None:
    there = [value for value in (one, other) if value is not None]
    return choose(there) if there else None


def _origin(one: Origin, other: Origin) -> Origin:
    first, later = sorted((one, other), key=lambda origin: (origin.at, origin.uid))
    if first.unread and fold_uid(first.unread) == fold_uid(later.uid):
        return first._replace(unread=None)
    return first


def _said(one: dict[str, datetime], other: dict[str, datetime]) -> dict[str, datetime]:
    said = dict(one)
    for office, at in other.items():
        if office in said or len(said) < MOST_GROUPS:
            said[office] = min(said.get(office, at), at)
    return said


def _groups(one: dict[str, First], other: dict[str, First]) -> dict[str, First]:
    groups = dict(one)
    for name, group in other.items():
        if (known := groups.get(name)) is not None:
            first = min(known, group, key=lambda g: (g.at, g.uid))
            groups[name] = first._replace(posts=known.posts + group.posts, last=max(known.last, group.last))
        elif len(groups) < MOST_GROUPS:
            groups[name] = group
    return groups


def _wordings(one: tuple[Wording, ...], other: tuple[Wording, ...]) -> tuple[Wording, ...]:
    """Give the sentences of both; where they are too many, those in languages not there yet come first."""
    texts, langs = {wording.text for wording in one}, {wording.lang for wording in one}
    new = [wording._replace(led=0) for wording in other if wording.text not in texts]
    new.sort(key=lambda wording: wording.lang in langs)
    room = max(MOST_WORDINGS // 2, MOST_WORDINGS - len(new))
    kept = one[:room]
    return (*kept, *new[: MOST_WORDINGS - len(kept)])


def _heard(one: tuple[Heard, ...], other: tuple[Heard, ...]) -> tuple[Heard, ...]:
    """Give what was heard by both, once; what was weighed and told of takes the place of what waits."""
    found: dict[tuple[str, str, str | None], Heard] = {}
    for heard in (*one, *other):
        said = heard.stated()
        key = (fold_uid(heard.post), said.office, said.official)
        known = found.get(key)
        if known is None or (heard.denial is not None, heard.fired) > (known.denial is not None, known.fired):
            found[key] = heard
    return tuple(found.values())


def _pages(one: Iterable[OwnPage], other: Iterable[OwnPage]) -> tuple[OwnPage, ...]:
    pages: dict[str, OwnPage] = {}
    for page in (*one, *other):
        known = pages.get(key := fold_uid(page.uid))
        pages[key] = page if known is None else known._replace(alerted=known.alerted or page.alerted)
    # What nobody was told of yet must not be what is left out.
    kept = sorted(pages.values(), key=lambda page: page.alerted)[:MOST_OWN]
    return tuple(page for page in pages.values() if page in kept)
