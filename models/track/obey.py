"""Follow orders: what a claim's record hands over, and what another makes of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from msgspec.structs import replace

from models.order import STATUSES, Order, Pin
from models.text import one_line
from models.track import taken
from models.track.absorb import absorbed
from models.track.alerts import Alert
from models.track.counts import resumed
from models.track.hearing import Weigh, weighed_anew
from models.track.leave import part_of, parted
from models.track.record import ClaimRecord, Origin
from models.track.settings import TrackSettings
from models.track.step import told_of

MOST_REASON: Final = 200
"""Characters of an editor's reason that a claim's record keeps; the audit has all of it."""
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Handover:
    """What one claim gives to another."""

    handover: str
    """The claim that gets it: the key."""
    source: str
    """The claim it comes from."""
    offset: int
    """Offset in ``vectors`` at which that was decided; one claim gives once at one offset."""
    part: ClaimRecord


def obey(
    record: ClaimRecord | None, order: Order, settings: TrackSettings
) -> tuple[ClaimRecord, Handover | None]:
    """Give a claim's record after an order, and what goes to another claim.

    An order that was obeyed already gives the very same record, and nothing goes: it has gone. One about
    posts that are still on their way here waits for them. Raises `ValueError` for an order that lacks what
    it is about.
    """
    if record is not None and order.offset <= record.offset:
        return record, None
    known = record or _unborn(order)
    if order.order == "rename":
        return replace(known, name=order.text, offset=order.offset), None
    if order.order == "set-status":
        return replace(known, pin=_pin_of(order), offset=order.offset), None
    if order.order != "merge" and not order.moved:
        raise ValueError(f"an order to {order.order} must say which posts")
    if order.order == "join":
        part = part_of(None, order.moved, order.claim, settings)
        return known, Handover(order.claim, "", order.offset, part)
    if order.to is None:
        raise ValueError(f"an order to {order.order} must say to which claim")
    if order.order == "merge":
        return _merged(known, order, order.to)
    if not _ready(known, order):
        return replace(known, waiting=(*known.waiting, order), offset=order.offset), None
    return _moved(known, order, order.to, settings)


def _pin_of(order: Order) -> Pin | None:
    pin = order.pin
    if pin is None or pin.status not in (*STATUSES, ""):
        raise ValueError(f"an order to set a state must say which: {', '.join(STATUSES)}")
    return pin._replace(reason=one_line(pin.reason, MOST_REASON)) if pin.status else None


class Taken(NamedTuple):
    """What a claim is after it took in what another handed over."""

    record: ClaimRecord
    alerts: tuple[Alert, ...] = ()
    handovers: tuple[Handover, ...] = ()
    """What goes on to other claims: orders waited for it."""


def take_in(record: ClaimRecord | None, handover: Handover, settings: TrackSettings, weigh: Weigh) -> Taken:
    """Give a claim's record with what another handed over; what came already changes nothing.

    It fires what the two together are the first to give cause for, and nothing that either was told of.
    """
    claim, source, offset = handover.handover, handover.source, handover.offset
    if record is not None and taken.was_taken(record.taken, source, offset):
        return Taken(record)
    part = replace(handover.part, claim=claim)
    if record is None:
        one = replace(part, offset=-1)
    else:
        one = resumed(record, part) if record.vacant else absorbed(record, part)
    one = replace(one, taken=taken.noted(one.taken, source, offset), merged_into=None, emptied_into=None)
    heard, causes = weighed_anew(one, weigh)
    one, alerts = told_of(heard, one, causes, settings)
    handovers = list[Handover]()
    for order in one.waiting:
        if order.to is not None and _ready(one, order):
            one = replace(one, waiting=tuple(other for other in one.waiting if other is not order))
            one, gone = _moved(one, order, order.to, settings)
            handovers += [gone] if gone.handover != claim else []
    return Taken(one, alerts, tuple(handovers))


def _ready(record: ClaimRecord, order: Order) -> bool:
    """Tell whether all that an order is about has come here."""
    return all(taken.came_by_now(record.taken, offset) for offset in order.needs)


def passed_on(record: ClaimRecord | None, handover: Handover) -> Handover | None:
    """Give a handover that comes to a claim which was itself merged away, for its survivor; else None."""
    if record is None or record.merged_into is None:
        return None
    return dataclasses.replace(handover, handover=record.merged_into)


def _merged(record: ClaimRecord, order: Order, to: str) -> tuple[ClaimRecord, Handover | None]:
    """Give what is left of a claim that goes into another: where it went, and what it had taken in."""
    left = replace(_bare(record, order.offset), merged_into=to)
    return left, None if record.vacant else Handover(to, record.claim, order.offset, record)


def _moved(
    record: ClaimRecord, order: Order, to: str, settings: TrackSettings
) -> tuple[ClaimRecord, Handover]:
    offset = max(record.offset, order.offset)
    if record.vacant:
        part = part_of(None, order.moved, to, settings)
        return replace(record, offset=offset), Handover(to, order.claim, order.offset, part)
    rest, part = parted(record, order.moved, to, settings)
    if rest.posts:
        rest = replace(rest, offset=offset)
    else:
        rest = replace(_bare(rest, offset), emptied_into=to, retold=record.retold + 1)
    return rest, Handover(to, order.claim, order.offset, part)


def _bare(record: ClaimRecord, offset: int) -> ClaimRecord:
    """Give what a claim without posts must still know: what it took in, lest it take it in twice."""
    return ClaimRecord(
        claim=record.claim,
        offset=offset,
        now=record.now,
        last_at=record.last_at,
        origin=record.origin,
        status_since=record.now,
        taken=record.taken,
        name=record.name,
        pin=record.pin,
        waiting=record.waiting,
        retold=record.retold,
    )


def _unborn(order: Order) -> ClaimRecord:
    """Give the record of a claim whose posts are on their way here."""
    return ClaimRecord(order.claim, -1, _NEVER, _NEVER, Origin("", _NEVER))
