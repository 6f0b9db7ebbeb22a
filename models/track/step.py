"""Follow one claim: what each mention changes, and what a newsroom is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from models.mention import Mention
from models.track.aftermath import followed
from models.track.alerts import Alert, alert_of
from models.track.bounds import fitted
from models.track.counts import begun, counted, only_counters
from models.track.hearing import Cause, Weigh, hear
from models.track.own_pages import published
from models.track.record import ClaimRecord
from models.track.redaction import noted, struck
from models.track.returning import returned
from models.track.ruled import spreads_by
from models.track.settings import TrackSettings
from models.track.status import advance, moved, woken
from models.track.wording import reworded

_ONCE = frozenset({"spreading", "unconfirmed_denial", "denied", "confirmed"})
"""Alerts a claim has once in its life."""
SILENCE: Final = "after a long silence"
FASTER: Final = "faster than before its denial"
"""Why a claim counts as back."""


def step(
    record: ClaimRecord | None, mention: Mention, settings: TrackSettings, weigh: Weigh
) -> tuple[ClaimRecord, tuple[Alert, ...]]:
    """Give the claim's record after a mention, and the alerts that it fires.

    ``record`` is None for a claim's first mention. A mention that was applied already (its offset is not
    above the record's) gives the very same record and no alert. Raises `ValueError` for one of no claim.
    """
    if mention.claim is None:
        raise ValueError(f"{mention.post} belongs to no claim: leave it out")
    if record is not None and mention.offset <= record.offset:
        return record, ()
    before = advance(begun(record, mention.claim, mention), mention.read_at, settings)
    after = counted(before, mention, settings)
    if only_counters(before, mention):
        # A page of our own that says what it said was read again all the same.
        return told_of(published(after, mention), before, (), settings)
    after = struck(published(reworded(after, mention), mention), mention)
    if after.status == "dormant" and _asserted(after, before, mention):
        after = woken(after, before, mention.at, settings, mention.post)
    after, causes = hear(after, record and before, mention, weigh)
    after = followed(after, before, mention)
    return told_of(after, before, causes, settings)


def _asserted(after: ClaimRecord, before: ClaimRecord, mention: Mention) -> bool:
    """Tell whether a mention asserts the claim anew: a post, or what turns one into an assertion."""
    new = mention.kind == "post" or after.asserting > before.asserting
    return new and mention.stance == "support" and mention.kind != "delete"


def told_of(
    after: ClaimRecord, before: ClaimRecord, causes: Iterable[Cause], settings: TrackSettings
) -> tuple[ClaimRecord, tuple[Alert, ...]]:
    """Give the record and its alerts, once all else of it is as it is after an event.

    ``causes`` are those found so far; what is told once, and was, is told no more.
    """
    after, more = _moved_on(after, before, settings)
    after, ours = _own_pages(after)
    after, told = _once(after, (*causes, *more, *ours))
    after = fitted(after)
    alerts = tuple(alert_of(after, cause, settings.offices) for cause in told)
    noting = noted(after, alerts)
    return after if noting is after else fitted(noting), alerts


def _moved_on(
    record: ClaimRecord, before: ClaimRecord, settings: TrackSettings
) -> tuple[ClaimRecord, tuple[Cause, ...]]:
    """Tell of a claim that came back, or that begins to spread."""
    if record.returns > before.returns:
        return record, (Cause("reignited", str(record.returns), rule=SILENCE),)
    if record.status == "emerging" and (rule := spreads_by(record, settings.rules)):
        return moved(record, "spreads", rule.name), (Cause("spreading", rule=rule.name),)
    if (how := returned(record, settings)) is not None:
        rule_told = SILENCE if how == "returned" else FASTER
        record = replace(moved(record, how, rule_told), returns=record.returns + 1)
        return record, (Cause("reignited", str(record.returns), rule=rule_told),)
    return record, ()


def _own_pages(record: ClaimRecord) -> tuple[ClaimRecord, tuple[Cause, ...]]:
    """Tell of each of our own pages that asserts what is denied, whichever came first."""
    if not record.own_pages or not (strong := record.strong_denials):
        return record, ()
    best = max(strong, key=lambda denial: (denial.standing, denial.first_hand))
    news = [page for page in record.own_pages if page.state == "standing" and not page.alerted]
    if not news:
        return record, ()
    pages = tuple(page._replace(alerted=page.alerted or page in news) for page in record.own_pages)
    causes = tuple(Cause("our_page", page.uid, best, page.uid) for page in news)
    return replace(record, own_pages=pages), causes


def _once(record: ClaimRecord, causes: Sequence[Cause]) -> tuple[ClaimRecord, tuple[Cause, ...]]:
    """Leave out what was told before and is told only once."""
    if not causes:
        return record, ()
    told = tuple(cause for cause in causes if not (cause.kind in _ONCE and cause.kind in record.fired))
    once = tuple(cause.kind for cause in told if cause.kind in _ONCE)
    return (replace(record, fired=record.fired + once) if once else record), told
