"""What a newsroom is told, once for each cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Final, Literal, cast

from models.denial import Denial
from models.post import show_time
from models.text import one_line
from models.track.hearing import Cause
from models.track.record import ClaimRecord, OwnPage
from models.track.wording import canonical

AlertKind = Literal[
    "spreading",
    "unconfirmed_denial",
    "denied",
    "denial_update",
    "denial_withdrawn",
    "confirmed",
    "reignited",
    "our_page",
]
BASELINE: Final = "false rumours take about 14 hours to be resolved, true ones about 2 (Zubiaga et al. 2016)"
_LINE: Final = 200
"""Characters of a quote or wording in the line for a person."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, with the card a person needs to act on it."""

    alert: str
    """Id: the same for the same cause, however often it is recomputed."""
    kind: AlertKind
    claim: str
    claim_text: str
    """The claim's wording; empty where nobody has asserted it."""
    claim_post: str | None
    """The post whose words these are."""
    text: str
    """One line for a person; control characters are taken out, escaping is for whoever shows it."""
    fired_at: datetime
    denial: Denial | None
    origin: str
    first_seen: datetime
    """Event time of the origin."""
    delay_seconds: int
    """From the first assertion read to what the alert is about."""
    posts: int
    channels: int
    independent_sources: int
    update_line: str | None
    """Draft of the line to put under our own page, in an ``our_page`` alert."""
    own_pages: tuple[OwnPage, ...]
    """Our own pages that assert the claim; in an ``our_page`` alert the one it is about."""
    rule: str | None = None
    """Name of the rule that fired, in a ``spreading`` alert; why the claim is back in a ``reignited`` one."""
    confirmation: Denial | None = None
    """The office's words in a ``confirmed`` alert."""


def alert_id(claim: str, kind: str, key: str) -> str:
    """Derive an alert's id from its cause: 16 hexadecimal digits."""
    return blake2b("\n".join((claim, kind, key)).encode("utf-8", "replace"), digest_size=8).hexdigest()


def alert_of(record: ClaimRecord, cause: Cause, offices: Mapping[str, str]) -> Alert:
    """Make the alert of a cause on the record that brought it about; ``offices`` are their names by id."""
    denial = cause.denial
    said = denial or cause.said
    about = said.published_at if said else record.now
    pages = tuple(page for page in record.own_pages if cause.page in (None, page.uid))
    wording = canonical(record)
    return Alert(
        alert=alert_id(record.claim, cause.kind, cause.key),
        kind=cast(AlertKind, cause.kind),
        claim=record.claim,
        claim_text=_wording(record),
        claim_post=(wording.post or None) if wording else None,
        text=_TEXTS[cause.kind](record, said, pages),
        fired_at=record.now,
        denial=denial,
        origin=record.origin.uid,
        first_seen=record.origin.at,
        delay_seconds=int((about - record.began).total_seconds()),
        posts=record.posts,
        channels=record.channels.size(),
        independent_sources=record.sources.size(),
        update_line=update_line(denial, pages, offices) if denial and cause.kind == "our_page" else None,
        own_pages=pages,
        rule=cause.rule,
        confirmation=cause.said,
    )


def alert_record(alert: Alert) -> dict[str, Any]:
    """Write an alert in the contract's keys; those beyond it are the card."""
    return {
        "alert": alert.alert,
        "kind": alert.kind,
        "claim": alert.claim,
        "claim_text": alert.claim_text,
        "claim_post": alert.claim_post,
        "text": alert.text,
        "fired_at": show_time(alert.fired_at),
        "rule": alert.rule,
        "denial": denial_record(alert.denial) if alert.denial else None,
        "confirmation": denial_record(alert.confirmation) if alert.confirmation else None,
        "origin": alert.origin,
        "first_seen": show_time(alert.first_seen),
        "delay_seconds": alert.delay_seconds,
        "baseline": BASELINE,
        "posts": alert.posts,
        "channels": alert.channels,
        "independent_sources": alert.independent_sources,
        "update_line": alert.update_line,
        "own_pages": [page_record(page) for page in alert.own_pages],
    }


def denial_record(denial: Denial) -> dict[str, Any]:
    """Write a denial in the contract's keys; the quote's hash proves later what it was."""
    return {
        "post": denial.post,
        "office": denial.office,
        "office_name": denial.office_name or None,
        "official": denial.official,
        "first_hand": denial.first_hand,
        "quote": denial.quote,
        "published_at": show_time(denial.published_at),
        "cautions": list(denial.cautions),
        "weak": denial.weak,
        "standing": denial.standing,
        "reasons": list(denial.reasons),
        "said_at": _time(denial.said_at),
        "reported_at": _time(denial.reported_at),
        "withdrawn_at": _time(denial.withdrawn_at),
        "url": denial.url,
        "quote_hash": blake2b(denial.quote.encode("utf-8", "replace"), digest_size=16).hexdigest(),
    }


def page_record(page: OwnPage) -> dict[str, Any]:
    """Write one of our own pages that assert a claim."""
    return {
        "post": page.uid,
        "url": page.url,
        "sentence": page.sentence,
        "published_at": show_time(page.published_at),
        "state": page.state,
        "read_again_at": _time(page.read_again_at),
    }


def update_line(denial: Denial, pages: Sequence[OwnPage], offices: Mapping[str, str]) -> str:
    """Draft the line for the update of a page: when, who, first-hand or as quoted, the words themselves.

    The day is told where it is another than that of the page. An editor sends it, or words of his own.
    """
    at = denial.published_at.astimezone(UTC)
    same_day = all(page.published_at.astimezone(UTC).date() == at.date() for page in pages)
    office = _line(offices.get(denial.office) or denial.office)
    who = f"{_line(denial.official)}, {office}," if denial.official else office
    hand = "" if denial.first_hand else ", as quoted by others"
    told = at.strftime("%H:%M" if same_day else "%d %b %Y, %H:%M")
    return f"UPDATE {told} UTC: {who} denies this{hand}: {_quoted(denial.quote)}"


def _quoted(words: str) -> str:
    line = _line(words)
    return line if line[:1] in '«„“"' else f"«{line}»"


def _time(value: datetime | date | str | None) -> str | None:
    if isinstance(value, datetime):
        return show_time(value)
    return value.isoformat() if isinstance(value, date) else value


def _claim(record: ClaimRecord) -> str:
    wording = _wording(record)
    return claim_told(wording) if wording else f"claim {record.claim}"


def _wording(record: ClaimRecord) -> str:
    wording = canonical(record)
    return wording.text if wording else ""


def claim_told(wording: str) -> str:
    """Give a claim's wording as the line for a person has it."""
    return f'claim: "{_line(wording)}"'


def page_told(sentence: str) -> str:
    """Give the words of one of our pages as the line for a person has them."""
    return f': "{_line(sentence)}"'


def _line(text: str) -> str:
    return one_line(text, _LINE)


def _by(denial: Denial) -> str:
    office = denial.office_name or denial.office
    speaker = f"{_line(denial.official)} ({office}" if denial.official else f"{office} ("
    hand = "first-hand" if denial.first_hand else "second-hand"
    cautions = "".join(f", {caution}" for caution in denial.cautions if caution != "second_hand")
    return f'{speaker}{", " if denial.official else ""}{hand}{cautions}): "{_line(denial.quote)}"'


Text = Callable[[ClaimRecord, Denial | None, tuple[OwnPage, ...]], str]


def _told(word: str) -> Text:
    def text(record: ClaimRecord, denial: Denial | None, pages: tuple[OwnPage, ...]) -> str:
        ours = f" — asserted by {len(pages)} of our own pages" if pages else ""
        said = f" {_by(denial)}" if denial else ""
        return f"{word}{said} — {_claim(record)}{ours}"

    return text


def _spreading(record: ClaimRecord, denial: Denial | None, pages: tuple[OwnPage, ...]) -> str:
    del denial, pages
    return (
        f"SPREADING: {record.asserting} posts assert it, {record.sources.size()} independent sources, "
        f"{record.channels.size()} channels, {', '.join(sorted(record.languages))} — {_claim(record)}"
    )


def _our_page(record: ClaimRecord, denial: Denial | None, pages: tuple[OwnPage, ...]) -> str:
    denied = f"now denied by {_by(denial)}" if denial else "now denied"
    told = "; ".join(
        f"{page.url or page.uid} on {show_time(page.published_at)}{page_told(page.sentence)}"
        for page in pages
    )
    return f"YOU PUBLISHED {told} — {denied} — {_claim(record)}"


def _reignited(record: ClaimRecord, denial: Denial | None, pages: tuple[OwnPage, ...]) -> str:
    how = record.turns[-1] if record.turns else None
    faster = how is not None and how.event == "faster"
    word = "SPREADS FASTER than before its denial" if faster else "BACK after a long silence"
    return _told(word)(record, denial, pages)


_TEXTS: Final[dict[str, Text]] = {
    "spreading": _spreading,
    "unconfirmed_denial": _told("UNCONFIRMED DENIAL by"),
    "denied": _told("DENIED by"),
    "denial_update": _told("ALSO DENIED by"),
    "denial_withdrawn": _told("DENIAL WITHDRAWN by"),
    "confirmed": _told("CONFIRMED by"),
    "reignited": _reignited,
    "our_page": _our_page,
}
