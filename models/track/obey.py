"""Follow orders: what a claim's record hands over, and what another makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.order import Order
from models.track import taken
from models.track.absorb import absorbed
from models.track.alerts import Alert
from models.track.hearing import Weigh, weighed_anew
from models.track.leave import part_of, parted
from models.track.record import ClaimRecord
from models.track.settings import TrackSettings
from models.track.step import told_of


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
) -> tuple[ClaimRecord | None, Handover | None]:
    """Give a claim's record after an order, and what goes to another claim.

    An order that was obeyed already gives the very same record, and nothing goes: it has gone. Raises
    `ValueError` for an order that has nothing to work on.
    """
    if record is not None and order.offset <= record.offset:
        return record, None
    if order.order == "rename":
        if record is None:
            raise ValueError(f"the claim {order.claim} has no record: it cannot be renamed")
        return replace(record, name=order.text, offset=order.offset), None
    if order.order == "join":
        part = part_of(None, order.moved, order.claim, settings)
        return record, Handover(order.claim, "", order.offset, part)
    if order.to is None or (order.order == "move" and not order.moved):
        raise ValueError(f"an order to {order.order} must say what goes, and to which claim")
    if order.order == "merge":
        return _merged(record, order, order.to)
    return _moved(record, order, order.to, settings)


def take_in(
    record: ClaimRecord | None, handover: Handover, settings: TrackSettings, weigh: Weigh
) -> tuple[ClaimRecord, tuple[Alert, ...]]:
    """Give a claim's record with what another handed over; what came already changes nothing.

    It fires what the two together are the first to give cause for, and nothing that either was told of.
    """
    claim, source, offset = handover.handover, handover.source, handover.offset
    if record is not None and taken.was_taken(record.taken, source, offset):
        return record, ()
    part = replace(handover.part, claim=claim)
    if record is None:
        one = replace(part, offset=-1)
    elif record.emptied_into is not None:
        one = replace(part, offset=record.offset, taken=record.taken, retold=record.retold)
    else:
        one = absorbed(record, part)
    one = replace(one, taken=taken.noted(one.taken, source, offset), merged_into=None, emptied_into=None)
    heard, causes = weighed_anew(one, weigh)
    return told_of(heard, one, causes, settings)


def passed_on(record: ClaimRecord | None, handover: Handover) -> Handover | None:
    """Give a handover that comes to a claim which was itself merged away, for its survivor; else None."""
    if record is None or record.merged_into is None:
        return None
    return replace(handover, handover=record.merged_into)


def _merged(record: ClaimRecord | None, order: Order, to: str) -> tuple[ClaimRecord | None, Handover | None]:
    """Give what is left of a claim that goes into another: where it went, and what it had taken in."""
    if record is None:
        return None, None
    left = replace(_bare(record, order.offset), merged_into=to)
    return left, Handover(to, record.claim, order.offset, record)


def _moved(
    record: ClaimRecord | None, order: Order, to: str, settings: TrackSettings
) -> tuple[ClaimRecord | None, Handover | None]:
    if record is None:
        return None, Handover(to, order.claim, order.offset, part_of(None, order.moved, to, settings))
    rest, part = parted(record, order.moved, to, settings)
    if rest.posts:
        rest = replace(rest, offset=order.offset)
    else:
        rest = replace(_bare(rest, order.offset), emptied_into=to, retold=record.retold + 1)
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
    )
