"""What offices say against a claim: hear it, weigh it once there is a rumour, and tell news from relays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace

from models.denial import Denial, says_no
from models.mention import Mention
from models.post import fold_uid, show_time
from models.reading import Statement
from models.track.record import ClaimRecord, Heard
from models.track.returning import HOUR
from models.track.status import moved
from models.track.waiting import heard_of, queued, thinned
from models.track.windows import minute_of
from models.track.wording import sentences_of

Weigh = Callable[[Mention, Statement, Sequence[str], datetime], Denial | None]
"""(mention, statement, wordings of the claim, when it began) -> denial; None out of the office's remit."""

REPEATED_WITHIN: Final = timedelta(days=2)
"""For so long an undated quote of a speaker is taken for the old one that was just dug out."""
MOST_STATEMENTS: Final = 3
"""Statements of one post that are looked at."""


class Cause(NamedTuple):
    """Why an alert fires: its kind, what tells it from others of that kind, and what it is about."""

    kind: str
    key: str = ""
    denial: Denial | None = None
    page: str | None = None
    rule: str | None = None
    """Name of the rule by which a claim spreads."""
    said: Denial | None = None
    """What an office confirmed it with."""


Heeded = tuple[ClaimRecord, tuple[Cause, ...]]


def hear(record: ClaimRecord, before: ClaimRecord | None, mention: Mention, weigh: Weigh) -> Heeded:
    """Take in what a mention says for or against the claim in an office's name.

    ``before`` is the record without the mention: where wordings or the beginning of the rumour changed since,
    what waits is weighed anew.
    """
    record, withdrawn = _taken_back(record, mention)
    record, confirmed = _confirmed(record, mention, weigh)
    listened = _listened(record, mention)
    if not listened.heard:
        return record, (*withdrawn, *confirmed)
    if listened is not record or before is None or _grounds(before) != _grounds(record):
        listened, denied = _weighed(listened, weigh)
        return _thinned(listened), (*withdrawn, *confirmed, *denied)
    return record, (*withdrawn, *confirmed)


def weighed_anew(record: ClaimRecord, weigh: Weigh) -> Heeded:
    """Weigh what waits and what was weak against wordings that came from elsewhere."""
    record, denied = _weighed(record, weigh)
    return _thinned(record), denied


def _thinned(record: ClaimRecord) -> ClaimRecord:
    few = thinned(record.heard)
    return record if few is record.heard else replace(record, heard=few)


def began_for(record: ClaimRecord, office: str) -> datetime | None:
    """Give when anybody but this office first asserted the claim; None where nobody did."""
    others = [at for name, at in record.office_said.items() if name != office]
    return min([*others, record.rumour_at] if record.rumour_at else others, default=None)


def _grounds(record: ClaimRecord) -> tuple[object, ...]:
    return frozenset(sentences_of(record)), record.rumour_at, record.office_said


def _taken_back(record: ClaimRecord, mention: Mention) -> Heeded:
    """Mark the denials that their own office deleted, or edited into something else.

    What an office was quoted with elsewhere stands, whatever becomes of the post that quoted it.
    """
    if mention.kind in ("post", "opinion") or not record.heard:
        return record, ()
    if mention.kind == "edit" and mention.stance == "deny":
        return record, ()
    post = fold_uid(mention.post)
    kept, causes = list[Heard](), list[Cause]()
    for heard in record.heard:
        denial = heard.denial
        if fold_uid(heard.post) != post:
            kept.append(heard)
        elif not heard.stated().first_hand:
            kept.append(heard._replace(gone=heard.gone or mention.kind == "delete"))
        elif denial is not None and denial.withdrawn_at is None:
            denial = dataclasses.replace(denial, withdrawn_at=mention.at)
            kept.append(heard._replace(denial=denial, gone=True))
            causes.append(Cause("denial_withdrawn", _key(heard), denial))
        elif denial is not None:
            kept.append(heard)
    record = replace(record, heard=tuple(kept))
    if causes and not record.strong_denials:
        record = moved(record, "withdrawn", mention.post)
    return record, tuple(causes)


def _confirmed(record: ClaimRecord, mention: Mention, weigh: Weigh) -> Heeded:
    """Move to confirmed where an office in its remit says first-hand what others had said before."""
    if mention.stance != "support" or mention.kind == "delete":
        return record, ()
    for statement in mention.statements[:MOST_STATEMENTS]:
        if (said := _confirmation(record, mention, statement, weigh)) is not None:
            record, reversals = _reversed(record, mention, statement)
            if record.status == "confirmed":
                return record, reversals
            return moved(record, "confirmed", mention.post), (*reversals, Cause("confirmed", said=said))
    return record, ()


def _confirmation(record: ClaimRecord, mention: Mention, statement: Statement, weigh: Weigh) -> Denial | None:
    """Give what an office confirms a claim with, in the form of a denial; None where it does not."""
    began = began_for(record, statement.office)
    if not statement.first_hand or statement.unnamed or began is None or began > mention.at:
        return None
    weighed = weigh(mention, statement, sentences_of(record), began)
    return None if weighed is None or weighed.weak else weighed


def _reversed(record: ClaimRecord, mention: Mention, statement: Statement) -> Heeded:
    """Take back a denial that its office answers or quotes to say now that it is so.

    Only where it names its own denial so, and its words have no word of denial: in recorded stories an office
    that denied one thing and confirmed another of the same rumour would have taken back the first.
    """
    parent = mention.parent and fold_uid(mention.parent)
    if parent is None or says_no(statement, mention.lang):
        return record, ()
    kept, causes = list[Heard](), list[Cause]()
    for heard in record.heard:
        denial = heard.denial
        named = fold_uid(heard.post) == parent and heard.stated().office == statement.office
        if denial is not None and named and _stands(denial):
            denial = dataclasses.replace(denial, withdrawn_at=mention.at)
            causes.append(Cause("denial_withdrawn", _key(heard), denial))
            heard = heard._replace(denial=denial)  # noqa: PLW2901  the one that is kept
        kept.append(heard)
    return (replace(record, heard=tuple(kept)) if causes else record), tuple(causes)


def _listened(record: ClaimRecord, mention: Mention) -> ClaimRecord:
    """Take the denying statements of a mention up among those that wait."""
    if mention.stance != "deny" or mention.kind == "delete" or not mention.statements:
        return record
    heard = record.heard
    for statement in mention.statements[:MOST_STATEMENTS]:
        heard = queued(heard, heard_of(mention, statement))
    return record if heard == record.heard else replace(record, heard=heard)


def _stands(denial: Denial) -> bool:
    return denial.withdrawn_at is None


def _weighed(record: ClaimRecord, weigh: Weigh) -> Heeded:
    """Weigh what waits, and what was weak: an older rumour may have come to light that it answers."""
    causes: list[Cause] = []
    for speaker in [_speaker(heard) for heard in record.heard]:
        heard = next((h for h in record.heard if _speaker(h) == speaker), None)
        old = heard and heard.denial
        if heard is None or (old is not None and not (old.weak and _stands(old))):
            continue
        statement = heard.stated()
        began = began_for(record, statement.office)
        if began is None:
            continue
        denial = weigh(heard.mention(record.claim), statement, sentences_of(record), began)
        if denial is None or denial == old or (old is not None and denial.weak):
            continue
        record, cause = _judged(record, heard, denial)
        causes += cause
    return record, tuple(causes)


def _speaker(heard: Heard) -> tuple[str, str, str | None, bool]:
    said = heard.stated()
    return heard.post, said.office, said.official, heard.denial is None or _stands(heard.denial)


def _judged(record: ClaimRecord, heard: Heard, denial: Denial) -> Heeded:
    """Apply the rules of the contract to one denial."""
    others = tuple(other for other in record.heard if other is not heard)
    relayed = next((other for other in others if other.denial and relays(denial, other.denial)), None)
    if relayed is not None:
        counted = relayed._replace(relays=relayed.relays + 1)
        record = replace(record, heard=tuple(counted if o is relayed else o for o in others))
        return _renewed(record, denial), ()
    cause = _news(record, denial, [other.denial for other in others if other.denial], _key(heard))
    taken = heard._replace(denial=denial, statement=None, url=None, fired=heard.fired or cause is not None)
    record = replace(record, heard=tuple(taken if o is heard else o for o in record.heard))
    if not denial.weak:
        record = _denied(record, denial)
    return record, (cause,) if cause else ()


def _renewed(record: ClaimRecord, denial: Denial) -> ClaimRecord:
    """Give the record after an office said again what it said: news to nobody, but its newest word.

    Of a claim that was confirmed since it counts; relays of its old word by others do not.
    """
    own_word = denial.first_hand and not denial.weak
    return moved(record, "denied", denial.post) if record.status == "confirmed" and own_word else record


def relays(new: Denial, old: Denial) -> bool:
    """Tell whether a denial only carries on what the same office, or the same person of it, said already."""
    if old.office != new.office or new.official not in (None, old.official) or not _stands(old):
        return False
    if set(new.cautions) >= set(old.cautions) and new.standing <= old.standing:
        return True
    if "stale" in old.cautions and not new.first_hand and new.said_at is None:
        # Those who repeat an old quote leave out when it was said.
        return new.published_at - old.published_at <= REPEATED_WITHIN
    return not new.first_hand and not (old.weak and not new.weak)


def _news(record: ClaimRecord, denial: Denial, others: Sequence[Denial], key: str) -> Cause | None:
    if denial.weak:
        return None if others else Cause("unconfirmed_denial", _again(record), denial)
    if record.denied_at is None:
        return Cause("denied", _again(record), denial)
    before = [other for other in others if not other.weak and _stands(other)]
    shared = set.intersection(*(set(other.cautions) for other in before)) if before else set[str]()
    higher = all(denial.standing > other.standing for other in before)
    if higher or shared - set(denial.cautions):
        return Cause("denial_update", key, denial)
    return None


def _again(record: ClaimRecord) -> str:
    """Tell the first denial from the first one after all earlier ones went to another claim."""
    return str(record.retold) if record.retold else ""


def _key(heard: Heard) -> str:
    """Name a denial among all of its claim: a post can carry one, take it back, and carry it again."""
    said = heard.stated()
    return f"{fold_uid(heard.post)} {said.office} {said.official} {show_time(heard.read_at)}"


def _denied(record: ClaimRecord, denial: Denial) -> ClaimRecord:
    if record.denied_at is None:
        now = minute_of(record.now)
        record = replace(
            record,
            denied_at=record.now,
            hour_before_denial=record.minutes.total(now - HOUR, now + 1).asserting,
            asserting_at_denial=record.asserting,
            posts_at_denial=record.posts,
        )
    return moved(record, "denied", denial.post)
