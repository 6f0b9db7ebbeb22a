"""Second thoughts in the ordered stage: edits of editors and of the machine, and what each changes.

Whatever comes here is a batch of its own (`streams.firm.Batch.taken`). The edits applied at an offset are
written before all else, in one record: where it is there, a repeat only completes the rest, since what others
are told was sent before any state was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from models.claim.audit import audit_record
from models.claim.edit import Edit, Moved
from models.claim.editing import Change, EditRefusedError, change, change_again
from models.claim.memory import ClaimMemory
from models.order import Order
from streams import metrics
from streams.codec import encode
from streams.firm import Batch, Output
from streams.stages.arrival import headers_of
from streams.stages.kept import Kept
from streams.topics import TopicNames

Wanted = Sequence[tuple[Edit, Sequence[Moved]]]


def apply_edits(
    event: Any, wanted: Wanted, memory: ClaimMemory, kept: Kept, batch: Batch, names: TopicNames
) -> list[Output]:
    """Apply edits to the memory, write what they change, and give what others are told."""
    offset = event.message.offset
    if applied := kept.edits(offset):
        _keep(event, [change_again(memory, one) for one in applied], memory, kept, batch)
        return []
    changes, outputs = list[Change](), list[Output]()
    for edit, moved in wanted:
        try:
            changes.append(change(memory, edit, moved, offset))
        except EditRefusedError as error:
            outputs.append(_audit(event, names, audit_record(edit, offset, None, str(error))))
    for one in changes:
        outputs += [_told(event, names, order) for order in one.orders]
        outputs.append(_audit(event, names, audit_record(one.applied.edit, offset, one)))
    if changes:
        kept.edited(event, [one.applied for one in changes], batch.writes)
    for one in changes:
        memory.edits.take(one.applied)
        metrics.EDITS.labels(one.applied.edit.kind, one.applied.edit.by.partition(":")[0]).inc()
    _keep(event, changes, memory, kept, batch)
    return outputs


def _keep(event: Any, changes: Sequence[Change], memory: ClaimMemory, kept: Kept, batch: Batch) -> None:
    for one in changes:
        for decision in one.decisions:
            batch.writes[b"p:" + decision.key.encode()] = (event, encode(decision))
            if (woken := memory.remember(decision)) is not None:
                kept.live(event, woken)
        for claim in one.claims:
            memory.remember_claim(claim)
            kept.live(event, claim)
        if one.gone is not None:
            kept.drop(event, one.gone)
            memory.forget_claim(one.gone)


def _told(event: Any, names: TopicNames, order: Order) -> Output:
    return Output(names.of("mentions"), order.claim.encode(), encode(order), None, headers_of(event))


def _audit(event: Any, names: TopicNames, record: dict[str, Any]) -> Output:
    return Output(names.of("audit"), record["claim"].encode(), orjson.dumps(record), 0, headers_of(event))
