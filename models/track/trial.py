"""Follow all claims of a recording under other rules, beside those in force: what would be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest
from typing import Final, Literal, NamedTuple

from models.mention import Mention
from models.order import Order
from models.track.alerts import Alert
from models.track.hearing import Weigh
from models.track.obey import Handover, obey, passed_on, take_in
from models.track.record import ClaimRecord
from models.track.settings import TrackSettings
from models.track.step import step

Mark = Literal["new", "gone", "earlier", "later", "same"]
MARKS: Final[tuple[Mark, ...]] = ("new", "gone", "earlier", "later", "same")


@dataclass(slots=True)
class Trial:
    """All claims of a run, followed in memory by the very steps of the stream."""

    settings: TrackSettings
    weigh: Weigh
    records: dict[str, ClaimRecord] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)

    def hear(self, mention: Mention) -> None:
        """Take a mention into its claim; one of no claim changes nothing."""
        if mention.claim is not None:
            known = self.records.get(mention.claim)
            self.records[mention.claim], fired = step(known, mention, self.settings, self.weigh)
            self.alerts += fired

    def follow(self, order: Order) -> None:
        """Follow an order, and all that it hands from one claim to another."""
        self.records[order.claim], handover = obey(self.records.get(order.claim), order, self.settings)
        waiting = [] if handover is None else [handover]
        while waiting:
            waiting += self._taken(waiting.pop(0))

    def _taken(self, handover: Handover) -> Sequence[Handover]:
        known = self.records.get(handover.handover)
        if (further := passed_on(known, handover)) is not None:
            return (further,)
        taken = take_in(known, handover, self.settings, self.weigh)
        self.records[handover.handover] = taken.record
        self.alerts += taken.alerts
        return taken.handovers

    def spreading(self) -> list[Alert]:
        """Give the alerts that rules decide on, in the order in which they fired."""
        return [alert for alert in self.alerts if alert.kind == "spreading"]


class Verdict(NamedTuple):
    """One alert, and what the other rules make of it."""

    alert: Alert
    """By the new rules; one that is gone as it fires now."""
    mark: Mark
    shift: timedelta = timedelta()
    """How much later it comes than now."""


def compared(new: Iterable[Alert], now: Iterable[Alert], survivor: Callable[[str], str]) -> list[Verdict]:
    """Hold the alerts of new rules against those of the rules in force, in order of time.

    ``survivor`` gives the claim that a claim's posts are in at the end: one rumour may fire as one claim
    here and as another there, before or after the two were merged.
    """
    wanted, present = _by_claim(new, survivor), _by_claim(now, survivor)
    found = [
        verdict
        for claim in dict.fromkeys((*wanted, *present))
        for verdict in _paired(wanted.get(claim, []), present.get(claim, []))
    ]
    return sorted(found, key=lambda verdict: verdict.alert.fired_at)


def _by_claim(alerts: Iterable[Alert], survivor: Callable[[str], str]) -> dict[str, list[Alert]]:
    found: dict[str, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(survivor(alert.claim), []).append(alert)
    return found


def _paired(new: Sequence[Alert], now: Sequence[Alert]) -> Iterator[Verdict]:
    for one, other in zip_longest(new, now):
        if one is None:
            yield Verdict(other, "gone")
        elif other is None:
            yield Verdict(one, "new")
        else:
            shift = one.fired_at - other.fired_at
            yield Verdict(one, _moved(shift), shift)


def _moved(shift: timedelta) -> Mark:
    if not shift:
        return "same"
    return "later" if shift > timedelta() else "earlier"


def summed_up(verdicts: Sequence[Verdict]) -> str:
    """Say in one sentence how many alerts the new rules give, beside those in force."""
    counts = {mark: sum(verdict.mark == mark for verdict in verdicts) for mark in MARKS}
    alerts = len(verdicts) - counts["gone"]
    more = counts["new"] - counts["gone"]
    beside = f"{abs(more)} {'more' if more > 0 else 'fewer'} than now" if more else "as many as now"
    moved = [f"{counts[mark]} {mark}" for mark in MARKS if mark != "same" and counts[mark]]
    one = f"{alerts} {'alert' if alerts == 1 else 'alerts'}, {beside}"
    return f"{one}: {', '.join(moved)}" if moved else one
